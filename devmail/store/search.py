"""Search as one types, over addresses, subject and text, in any language."""

import json
import sqlite3
from math import inf
from time import perf_counter
from typing import Any

from devmail.store.sought import Sought, plain
from devmail.store.transaction import transaction

_COLUMNS = "mail.id, received_at, sender, recipients, subject, code, link, size, marked, header"
_BITE = 20
"""Mails that are read between two looks at the clock."""
_LONG = 3
"""Characters from which on a word is looked up by its trigrams; shorter ones are looked for in all texts."""


class Search:
    """Finds mails by words.

    What it goes by is in SQLite's temporary database: of this program alone, gone with it, and
    written only when somebody searches. So a mail that comes costs nothing.

    Args:
        connection: That of the inbox's database.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._read = 0  # the number of the newest mail that was read
        self._has_trigrams: bool | None = None  # there is no table yet

    def page(self, sought: Sought, before: int | None, limit: int) -> list[tuple[Any, ...]]:
        """Return the columns that make a `Mail`, of the newest mails that are found.

        Args:
            sought: What is looked for, by one word at least.
            before: Only mails below this number; None for all.
            limit: How many at most.
        """
        found, values = self._found(sought)
        if before is not None:
            found, values = f"{found} AND texts.rowid < ?", [*values, before]
        query = f"SELECT {_COLUMNS} {found} ORDER BY texts.rowid DESC LIMIT ?"
        return self._connection.execute(query, [*values, limit]).fetchall()

    def count(self, sought: Sought) -> int:
        """Return how many mails are found.

        Args:
            sought: As for `page`.
        """
        found, values = self._found(sought)
        return int(self._connection.execute(f"SELECT count(*) {found}", values).fetchone()[0])

    def prepare(self, seconds: float | None) -> bool:
        """Read mails that were not read yet, and forget those that were pruned.

        Args:
            seconds: For how long, at most one bite longer; None until all are read.

        Returns:
            Whether there is more of that to do.
        """
        until = inf if seconds is None else perf_counter() + seconds
        before = self._read, self._has_trigrams
        try:
            # The inbox's own database is only read, and locked for nobody.
            with transaction(self._connection, "DEFERRED"):
                self._make_table()
                while self._read_some():
                    if perf_counter() >= until:
                        return True
                while seconds is not None and self._forget_some():
                    if perf_counter() >= until:
                        return True
        except BaseException:
            self._read, self._has_trigrams = before
            raise
        return False

    def _found(self, sought: Sought) -> tuple[str, list[Any]]:
        """Return the SQL that finds mails, from `FROM` on, and its values."""
        self.prepare(None)
        short = [word for word in sought.words if len(word) < _LONG or not self._has_trigrams]
        long = [word for word in sought.words if word not in short]
        conditions: list[str] = ["instr(texts.text, ?)"] * len(short)
        values: list[Any] = [*short]
        if long:
            conditions.insert(0, "texts.texts MATCH ?")
            values.insert(0, " AND ".join('"{}"'.format(word.replace('"', '""')) for word in long))
        conditions += ["mail.marked = ?"] * len(sought.marks)
        values += sought.marks
        # In this order: the newest that is found first, so that a page need not find them all.
        tables = "FROM temp.texts CROSS JOIN main.mail ON mail.id = texts.rowid"
        return f"{tables} WHERE {' AND '.join(conditions)}", values

    def _make_table(self) -> None:
        if self._has_trigrams is not None:
            return
        try:
            self._connection.execute("CREATE VIRTUAL TABLE temp.texts USING fts5(text, tokenize='trigram')")
            self._has_trigrams = True
        except sqlite3.OperationalError:  # a SQLite that is older, or made without
            self._connection.execute("CREATE TABLE temp.texts (texts, text)")
            self._has_trigrams = False

    def read_again(self, id: int) -> None:
        """Read a mail that was put back among those that were read.

        Args:
            id: Its number.
        """
        if self._has_trigrams is not None and id <= self._read:
            self._connection.execute("DELETE FROM temp.texts WHERE rowid = ?", (id,))
            self._read_rows("id = ?", id)

    def _read_some(self) -> bool:
        read = self._read_rows("id > ? ORDER BY id LIMIT ?", self._read, _BITE)
        self._read = max((self._read, *read))
        return bool(read)

    def _read_rows(self, which: str, *values: int) -> list[int]:
        """Read mails, and return their numbers."""
        columns = "id, sender, recipients, header, subject, content"
        query = f"SELECT {columns} FROM main.mail WHERE {which}"  # noqa: S608 - all fixed text
        rows = self._connection.execute(query, values).fetchall()
        texts = [(id, _text(*row)) for id, *row in rows]
        self._connection.executemany("INSERT INTO temp.texts (rowid, text) VALUES (?, ?)", texts)
        return [id for id, _ in texts]

    def _forget_some(self) -> bool:
        """Forget what was pruned: the oldest but for those that are marked.

        What else is gone is told of no more all the same.
        """
        query = (
            "SELECT rowid FROM temp.texts"
            " WHERE rowid < (SELECT id FROM main.mail WHERE NOT marked ORDER BY id LIMIT 1)"
            " AND rowid NOT IN (SELECT id FROM main.mail WHERE marked) ORDER BY rowid LIMIT ?"
        )
        rows = self._connection.execute(query, (_BITE,)).fetchall()
        self._connection.executemany("DELETE FROM temp.texts WHERE rowid = ?", rows)
        return bool(rows)

    def forget_all(self) -> None:
        """Forget all mails: they were deleted."""
        if self._has_trigrams is not None:
            self._connection.execute("DROP TABLE temp.texts")
            self._has_trigrams = None
            self._read = 0


def _text(sender: str, recipients: str, header: str, subject: str, content: bytes) -> str:
    from devmail.mime.message import subject_and_text  # not before somebody searches

    addresses = (sender, *json.loads(recipients), *json.loads(header))
    return plain("\n".join((*addresses, subject, subject_and_text(content)[1])))
