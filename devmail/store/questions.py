"""What is asked of an inbox: mails in pages, found by words, and one by one."""

from pathlib import Path
from typing import Any

from devmail.model import Mail, kept_answer
from devmail.store.limits import Limits
from devmail.store.mail_table import mail_of_row, told_columns
from devmail.store.open_file import OpenFile
from devmail.store.search import Search
from devmail.store.sought import sought

KEPT = Limits().mails
"""How many mails are kept unless told otherwise."""
READ = "The inbox cannot be read"


class Questions:
    """The mails of a file, to be asked for; the newest come first.

    Every question raises InboxUnusable when the file fails.

    Args:
        path: The file, made when it is missing; None keeps the mails in memory.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def open(self) -> None:
        """Open the file, which makes it when it is missing.

        Raises:
            InboxUnusable: It cannot be used; nothing was changed.
        """
        self._file = OpenFile(self._path)
        self._table = self._file.table
        self._search = Search(self._file.connection)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def page(self, search: str = "", before: int | None = None, limit: int = 100) -> list[Mail]:
        """Return a page of the mails, the newest first.

        Args:
            search: Words that must all be in a mail's addresses, subject or text; any text will do.
                `is:marked` and `is:unmarked` find those that are, and that are not.
            before: The number of a mail; only older ones are told of.
            limit: How many at most.
        """
        with self._file.using(READ):
            wanted = sought(search)
            if wanted.words:
                rows = self._search.page(wanted, before, limit)
            else:
                query = self._marked(self._table.select(*told_columns(self._table)), wanted.marks)
                if before is not None:
                    query = query.where(self._table.id < before)
                rows = query.order_by(self._table.id.desc()).limit(limit).tuples()
            return list(map(mail_of_row, rows))

    def newest(self, limit: int = KEPT) -> list[Mail]:
        """Return the newest mails, the newest first.

        Args:
            limit: How many at most.
        """
        return self.page(limit=limit)

    def after(self, id: int, before: int | None = None) -> list[Mail]:
        """Return the mails that came after one, the oldest first.

        Args:
            id: Its number, whether it is still there or not.
            before: The number of a mail; only older ones are told of.
        """
        with self._file.using(READ):
            query = self._table.select(*told_columns(self._table)).where(self._table.id > id)
            if before is not None:
                query = query.where(self._table.id < before)
            return list(map(mail_of_row, query.order_by(self._table.id).tuples()))

    def count(self, search: str = "") -> int:
        """Return how many mails there are.

        Args:
            search: What is in them, as for `page`.
        """
        with self._file.using(READ):
            wanted = sought(search)
            if wanted.words:
                return self._search.count(wanted)
            return int(self._marked(self._table.select(), wanted.marks).count())

    def _marked(self, query: Any, marks: list[bool]) -> Any:
        """Return a query of mails that are marked, or not."""
        for mark in marks:
            query = query.where(self._table.marked == mark)
        return query

    def prepare_search(self, seconds: float = 0.02) -> bool:
        """Read some of the mails that no search has gone through yet, so that the next is quick.

        A search reads what is left of them first, which takes up to half a millisecond for each: who
        searches as one types lets this read them a bite at a time before and between.

        Args:
            seconds: For how long at most, but for a few mails.

        Returns:
            Whether there is more of that to do.
        """
        with self._file.using(READ):
            return self._search.prepare(seconds)

    def get(self, id: int) -> Mail | None:
        """Return a mail, or None when it is not there any more.

        Args:
            id: Its number.
        """
        with self._file.using(READ):
            query = self._table.select(*told_columns(self._table)).where(self._table.id == id)
            return next(map(mail_of_row, query.tuples()), None)

    def raw(self, id: int) -> bytes | None:
        """Return a mail's bytes as they were received, or None when it is not there any more.

        Args:
            id: Its number.
        """
        content = self._value(self._table.content, id)
        return None if content is None else bytes(content)

    def conversation(self, id: int) -> str:
        """Return the SMTP conversation that brought a mail; nothing when it is not there any more.

        Args:
            id: Its number.
        """
        said = str(self._value(self._table.conversation, id) or "")
        return f"{said}\nS: {kept_answer(id)}" if said else ""  # which it had before there was a number

    def _value(self, column: Any, id: int) -> Any:
        with self._file.using(READ):
            return self._table.select(column).where(self._table.id == id).scalar()
