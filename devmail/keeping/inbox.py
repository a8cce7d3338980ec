"""The inbox: mails kept in SQLite, and told to who listens."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path
from typing import Any

from devmail.keeping.database import open_database
from devmail.keeping.limits import Limits
from devmail.keeping.listeners import Arrived, Gone, Listeners
from devmail.keeping.mail_table import mail_of_row, told_columns
from devmail.keeping.new_row import INSERT, NewRow, mail_of_new_row, new_row
from devmail.keeping.private_file import KnownFile
from devmail.keeping.pruning import Kept
from devmail.keeping.search import Search, words_of
from devmail.keeping.transaction import transaction
from devmail.keeping.unusable import InboxUnusable, saying
from devmail.mail import Mail, Received, kept_answer

__all__ = ["KEPT", "Inbox", "InboxUnusable", "now_in_utc"]

_USUAL = Limits()
KEPT = _USUAL.mails
"""How many mails are kept unless told otherwise."""
_READ = "The inbox cannot be read"
_CHANGED = "The inbox cannot be changed"


def now_in_utc() -> datetime:
    """Return the present time."""
    return datetime.now(UTC)


class Inbox:
    """Mails, newest first.

    All its work is done in the thread that made it: that of the event loop. One mail is a
    statement of less than a millisecond, and nobody else waits meanwhile.

    Args:
        path: The inbox's file, made when it is missing; None keeps the mails in memory.
        clock: The present time, in UTC.
        limits: How much is kept.
        is_open: Whether it is open at once; else from `open` on.

    Raises:
        InboxUnusable: The file cannot be used; nothing was changed. Every other method raises it too
            when the file fails later.
    """

    def __init__(
        self,
        path: Path | None,
        clock: Callable[[], datetime] = now_in_utc,
        limits: Limits = _USUAL,
        is_open: bool = True,
    ) -> None:
        self._path = path
        self._clock = clock
        self._limits = limits
        self._listeners = Listeners()
        self._kept: Kept | None = None  # not looked at before the first mail comes
        if is_open:
            self.open()

    def open(self) -> None:
        """Open the file, which makes it when it is missing.

        Raises:
            InboxUnusable: It cannot be used; nothing was changed.
        """
        self._database, self._connection, self._table = open_database(self._path)
        self._search = Search(self._connection)
        self._file = KnownFile(self._path)
        with self._using(_READ):
            self._version = self._data_version()
            self._last_id = self._newest_id()

    def wait_at_most(self, seconds: float) -> None:
        """Wait no longer than that for another program which is writing: whoever asks waits with it.

        Args:
            seconds: How long from now on; at first it is 5.
        """
        self._connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")

    def add(self, sender: str, recipients: Sequence[str], raw: bytes) -> Mail:
        """Keep one mail; see `add_all`.

        Args:
            sender: Who sent it, as the mail server was told.
            recipients: Who gets it, as the mail server was told.
            raw: The mail.
        """
        return self.add_all([Received(sender, tuple(recipients), raw)])[0]

    def add_all(self, received: Sequence[Received]) -> list[Mail]:
        """Keep mails in one transaction, find the code of each, and tell who listens.

        Args:
            received: The mails, the oldest first.

        Returns:
            The same mails as they are kept.

        Raises:
            InboxBusy: Another program is writing; none of them is kept.
            InboxUnusable: They could not be kept, none of them.
        """
        if not received:
            return []
        now = self._clock()
        try:
            with self._using("The mail could not be kept"), transaction(self._connection):
                rows = [new_row(mail, now) for mail in received]  # read once, however often it is tried
                ids, pruned = self._insert(rows, now)
        except BaseException:
            self._kept = None
            raise
        if ids[0] > self._last_id + 1:  # another program's mails came before these
            self._tell_of_others(before=ids[0])
        self._last_id = ids[-1]
        mails = list(map(mail_of_new_row, ids, received, rows, repeat(now)))
        self._listeners.tell_arrived(mails)
        if pruned:
            self._listeners.tell_gone()
        return mails

    def _insert(self, rows: Sequence[NewRow], now: datetime) -> tuple[list[int], bool]:
        """Write the rows and make room for them; return their numbers, and whether others had to go."""
        kept = self._kept = self._kept or self._look_at_kept()
        ids = []
        for row in rows:
            id = self._connection.execute(INSERT, row).lastrowid or 0
            ids.append(id)
            kept.add(id, row.received_at, row.size)
        oldest = kept.take_oldest(now)
        if oldest is not None:
            self._connection.execute("DELETE FROM mail WHERE id <= ?", (oldest,))
        return ids, oldest is not None

    def _look_at_kept(self) -> Kept:
        columns = (self._table.id, self._table.received_at, self._table.size)
        return Kept(self._limits, self._table.select(*columns).order_by(self._table.id).tuples())

    def page(self, search: str = "", before: int | None = None, limit: int = 100) -> list[Mail]:
        """Return a page of the mails, the newest first.

        Args:
            search: Words that must all be in a mail's addresses, subject or text; any text will do.
            before: The number of a mail; only older ones are told of.
            limit: How many at most.
        """
        with self._using(_READ):
            if words := words_of(search):
                rows = self._search.page(words, before, limit)
            else:
                query = self._table.select(*told_columns(self._table))
                if before is not None:
                    query = query.where(self._table.id < before)
                rows = query.order_by(self._table.id.desc()).limit(limit).tuples()
            return list(map(mail_of_row, rows))

    def prepare_search(self, seconds: float = 0.02) -> bool:
        """Read some of the mails that no search has gone through yet, so that the next is quick.

        A search reads what is left of them first, which takes up to half a millisecond for each: who
        searches as one types lets this read them a bite at a time before and between.

        Args:
            seconds: For how long at most, but for a few mails.

        Returns:
            Whether there is more of that to do.
        """
        with self._using(_READ):
            return self._search.prepare(seconds)

    def newest(self, limit: int = KEPT) -> list[Mail]:
        """Return the newest mails, the newest first.

        Args:
            limit: How many at most.
        """
        return self.page(limit=limit)

    def get(self, id: int) -> Mail | None:
        """Return a mail, or None when it is not there any more.

        Args:
            id: Its number.
        """
        with self._using(_READ):
            query = self._table.select(*told_columns(self._table)).where(self._table.id == id)
            return next(map(mail_of_row, query.tuples()), None)

    def raw(self, id: int) -> bytes:
        """Return a mail's bytes as they were received; none when it is not there any more.

        Args:
            id: Its number.
        """
        return bytes(self._value(self._table.content, id) or b"")

    def conversation(self, id: int) -> str:
        """Return the SMTP conversation that brought a mail; nothing when it is not there any more.

        Args:
            id: Its number.
        """
        said = str(self._value(self._table.conversation, id) or "")
        return f"{said}\nS: {kept_answer(id)}" if said else ""  # which it had before there was a number

    def _value(self, column: Any, id: int) -> Any:
        with self._using(_READ):
            return self._table.select(column).where(self._table.id == id).scalar()

    def count(self, search: str = "") -> int:
        """Return how many mails there are.

        Args:
            search: Words that must all be in them.
        """
        with self._using(_READ):
            words = words_of(search)
            return self._search.count(words) if words else int(self._table.select().count())

    def mark(self, id: int, marked: bool) -> None:
        """Put a mark on a mail, or take it away.

        Args:
            id: The mail's number.
            marked: Whether it is marked from now on.
        """
        with self._using(_CHANGED):
            self._table.update(marked=marked).where(self._table.id == id).execute()
        self._listeners.tell_gone()

    def delete(self, ids: Iterable[int]) -> None:
        """Delete mails.

        Args:
            ids: Their numbers; those that are not there any more do not matter.
        """
        with self._using(_CHANGED), transaction(self._connection):
            for id in ids:
                self._table.delete().where(self._table.id == id).execute()
        self._kept = None
        self._listeners.tell_gone()

    def clear(self) -> None:
        """Delete all mails."""
        with self._using(_CHANGED):
            self._table.delete().execute()
            self._search.forget_all()
        self._kept = None
        self._listeners.tell_gone()

    def subscribe(self, arrived: Arrived, gone: Gone | None = None) -> Callable[[], None]:
        """Tell a listener, in the event loop's thread, of what comes and goes.

        Args:
            arrived: Called with mails once they are kept, the oldest first.
            gone: Called after mails went away or were marked, by whatever program: what is shown
                is to be looked at again.

        Returns:
            What ends it.
        """
        return self._listeners.add(arrived, gone)

    def look_elsewhere(self) -> None:
        """Look whether another program changed the file, and tell who listens of it."""
        with self._using(_READ):
            version = self._data_version()
            if version == self._version:
                return
            self._version = version
        self._kept = None
        self._tell_of_others()
        self._listeners.tell_gone()

    def _tell_of_others(self, before: int | None = None) -> None:
        with self._using(_READ):
            query = self._table.select(*told_columns(self._table)).where(self._table.id > self._last_id)
            if before is not None:
                query = query.where(self._table.id < before)
            mails = [mail_of_row(row) for row in query.order_by(self._table.id).tuples()]
        if mails:
            self._last_id = mails[-1].id
            self._listeners.tell_arrived(mails)

    @contextmanager
    def _using(self, what: str) -> Iterator[None]:
        with saying(what):
            self._file.check()
            yield

    def _data_version(self) -> int:
        return int(self._database.pragma("data_version"))

    def _newest_id(self) -> int:
        newest = self._table.select(self._table.id).order_by(self._table.id.desc()).limit(1).scalar()
        return int(newest or 0)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()
