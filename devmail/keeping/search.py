"""Search as one types, over addresses, subject and text, in any language."""

import json
import sqlite3
from math import inf
from time import perf_counter
from typing import Any
from unicodedata import normalize

from devmail.keeping.transaction import transaction

_COLUMNS = "mail.id, received_at, sender, recipients, subject, code, link, size, marked, header"
_BITE = 20
"""Mails that are read between two looks at the clock."""
_LONG = 3
"""Characters from which on a word is looked up by its trigrams; shorter ones are looked for in all texts."""
_MOST_WORDS = 50


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

    def page(self, words: list[str], before: int | None, limit: int) -> list[tuple[Any, ...]]:
        """Return the columns that make a `Mail`, of the newest mails that are found.

        Args:
            words: What must be in each: from `words_of`, at least one.
            before: Only mails below this number; None for all.
            limit: How many at most.
        """
        found, values = self._found(words)
        if before is not None:
            found, values = f"{found} AND texts.rowid < ?", [*values, before]
        query = f"SELECT {_COLUMNS} {found} ORDER BY texts.rowid DESC LIMIT ?"
        return self._connection.execute(query, [*values, limit]).fetchall()

    def count(self, words: list[str]) -> int:
        """Return how many mails are found.

        Args:
            words: As for `page`.
        """
        found, values = self._found(words)
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

    def _found(self, words: list[str]) -> tuple[str, list[Any]]:
        """Return the SQL that finds mails, from `FROM` on, and its values."""
        self.prepare(None)
        short = [word for word in words if len(word) < _LONG or not self._has_trigrams]
        long = [word for word in words if word not in short]
        conditions, values = ["instr(texts.text, ?)"] * len(short), [*short]
        if long:
            conditions.insert(0, "texts.texts MATCH ?")
            values.insert(0, " AND ".join('"{}"'.format(word.replace('"', '""')) for word in long))
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

    def _read_some(self) -> bool:
        columns = "id, sender, recipients, header, subject, content"
        query = f"SELECT {columns} FROM main.mail WHERE id > ? ORDER BY id LIMIT ?"  # noqa: S608 - all fixed text
        rows = self._connection.execute(query, (self._read, _BITE)).fetchall()
        texts = [(id, _text(*row)) for id, *row in rows]
        self._connection.executemany("INSERT INTO temp.texts (rowid, text) VALUES (?, ?)", texts)
        if rows:
            self._read = rows[-1][0]
        return bool(rows)

    def _forget_some(self) -> bool:
        """Forget what was pruned, which is the oldest; what else is gone is told of no more all the same."""
        oldest = "(SELECT min(id) FROM main.mail)"
        query = f"SELECT rowid FROM temp.texts WHERE rowid < {oldest} ORDER BY rowid LIMIT ?"  # noqa: S608
        rows = self._connection.execute(query, (_BITE,)).fetchall()
        self._connection.executemany("DELETE FROM temp.texts WHERE rowid = ?", rows)
        return bool(rows)

    def forget_all(self) -> None:
        """Forget all mails: they were deleted."""
        if self._has_trigrams is not None:
            self._connection.execute("DROP TABLE temp.texts")
            self._has_trigrams = None


def words_of(search: str) -> list[str]:
    """Return the words of what was typed, whatever it is; the first 50 of them.

    Args:
        search: Anything.
    """
    typed = _folded(search).replace("\0", " ").encode("utf-8", "replace").decode()
    return list(dict.fromkeys(typed.split()))[:_MOST_WORDS]


def _text(sender: str, recipients: str, header: str, subject: str, content: bytes) -> str:
    from devmail.reading.message import subject_and_text  # not before somebody searches

    addresses = (sender, *json.loads(recipients), *json.loads(header))
    text = "\n".join((*addresses, subject, subject_and_text(content)[1]))
    return _folded(text).replace("\0", " ").encode("utf-8", "replace").decode()


def _folded(text: str) -> str:
    """Return text in which upper and lower case, full and half width, and ways to write an accent are one."""
    return normalize("NFKC", text).casefold()
