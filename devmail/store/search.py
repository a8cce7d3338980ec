"""Search as you type, over addresses, subject and text, in any language."""

import json
import sqlite3
from math import inf
from time import perf_counter
from typing import Any, NamedTuple
from unicodedata import normalize

from devmail.store.database import transaction
from devmail.store.rows import COLUMNS

_MOST_WORDS = 50
_MARKS = {"is:marked": True, "is:unmarked": False}


class Query(NamedTuple):
    """What a mail must match to be found; `Query([], [])` finds all."""

    words: list[str]  # each must be in its addresses, subject or text
    marks: list[bool]  # whether it must be marked, or must not be


def parse(search: str) -> Query:
    """Return the query for whatever was typed: its first 50 words, and `is:marked` and `is:unmarked`."""
    typed = list(dict.fromkeys(_folded(search).split()))
    words = [word for word in typed if word not in _MARKS]
    return Query(words[:_MOST_WORDS], [_MARKS[word] for word in typed if word in _MARKS])


class Search:
    """Finds the mails of one database, newest first.

    The texts it searches are in SQLite's temporary database, which belongs to this program alone and is
    filled only when somebody searches: a mail that comes in costs nothing.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def page(self, search: str, before: int | None, limit: int) -> list[tuple[Any, ...]]:
        """Return the `COLUMNS` of the mails that a search finds, at most `limit` with ids below `before`."""
        found, id, values = self._found(parse(search))
        if before is not None:
            found, values = f"{found} AND {id} < ?", [*values, before]
        query = f"SELECT {COLUMNS} {found} ORDER BY {id} DESC LIMIT ?"
        return self._connection.execute(query, [*values, limit]).fetchall()

    def count(self, search: str) -> int:
        found, _, values = self._found(parse(search))
        return int(self._connection.execute(f"SELECT count(*) {found}", values).fetchone()[0])

    def prepare(self, seconds: float | None = None) -> bool:
        """Read the texts of mails that no search has read yet, and forget those of mails that are gone.

        Stop after the mail at hand once so many seconds have passed, and return whether there is more to do.
        Without a limit all are read, and none is forgotten.
        """
        self._connection.execute("CREATE TABLE IF NOT EXISTS temp.texts (text)")
        until = inf if seconds is None else perf_counter() + seconds
        with transaction(self._connection, "DEFERRED"):  # the inbox itself is only read, and not locked
            for id in self._ids("SELECT id FROM main.mail EXCEPT SELECT rowid FROM temp.texts"):
                self._read(id)
                if perf_counter() >= until:
                    return True
            if seconds is None:
                return False
            for id in self._ids("SELECT rowid FROM temp.texts EXCEPT SELECT id FROM main.mail"):
                self._connection.execute("DELETE FROM temp.texts WHERE rowid = ?", (id,))
                if perf_counter() >= until:
                    return True
        return False

    def _found(self, query: Query) -> tuple[str, str, list[Any]]:
        """Return SQL from `FROM` on that finds mails, the id to sort by, and the values."""
        conditions = ["mail.marked = ?"] * len(query.marks)
        values: list[Any] = [*query.marks]
        if not query.words:
            return f"FROM mail WHERE {' AND '.join(['true', *conditions])}", "mail.id", values
        self.prepare()
        conditions += ["instr(texts.text, ?)"] * len(query.words)
        # In this order: the newest is found first, so that a page need not find them all.
        tables = "temp.texts CROSS JOIN main.mail ON mail.id = texts.rowid"
        return f"FROM {tables} WHERE {' AND '.join(conditions)}", "texts.rowid", [*values, *query.words]

    def _ids(self, query: str) -> list[int]:
        return [id for (id,) in self._connection.execute(query)]

    def _read(self, id: int) -> None:
        from devmail.mime.message import subject_and_text  # loaded with the first search

        columns = "sender, recipients, header, subject, content"
        row = self._connection.execute(f"SELECT {columns} FROM main.mail WHERE id = ?", (id,)).fetchone()  # noqa: S608
        sender, recipients, header, subject, content = row
        addresses = (sender, *json.loads(recipients), *json.loads(header))
        text = _folded("\n".join((*addresses, subject, subject_and_text(content)[1])))
        self._connection.execute("INSERT INTO temp.texts (rowid, text) VALUES (?, ?)", (id, text))


def _folded(text: str) -> str:
    """Make upper and lower case, full and half width, and the ways to write an accent equal."""
    return normalize("NFKC", text).casefold().replace("\0", " ").encode("utf-8", "replace").decode()
