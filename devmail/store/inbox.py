"""The inbox: mails kept in SQLite, and told to who listens."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple

from devmail.model import Mail, Received
from devmail.store.limits import Limits
from devmail.store.listeners import Arrived, Gone, Listeners
from devmail.store.new_row import INSERT, NewRow, mail_of_new_row, new_row
from devmail.store.pruning import Kept
from devmail.store.questions import KEPT, READ, Questions
from devmail.store.shrinking import shrink
from devmail.store.sought import sought
from devmail.store.transaction import transaction
from devmail.store.unusable import InboxUnusable

__all__ = ["KEPT", "Inbox", "InboxUnusable", "now_in_utc"]

_USUAL = Limits()
_ALL = 10_000_000
_CHANGED = "The inbox cannot be changed"


def now_in_utc() -> datetime:
    """Return the present time."""
    return datetime.now(UTC)


class TakenOut(NamedTuple):
    """A mail that was deleted, as it was kept."""

    row: tuple[Any, ...]
    """All its columns, its number first."""

    @property
    def id(self) -> int:
        """Its number."""
        return int(self.row[0])


class Inbox(Questions):
    """Mails that can be asked for, to which others come.

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
        super().__init__(path)
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
        super().open()
        with self._file.using(READ):
            self._version = self._file.version()
        self._last_id = next((mail.id for mail in self.newest(1)), 0)

    def wait_at_most(self, seconds: float) -> None:
        """Wait no longer than that for another program which is writing: whoever asks waits with it.

        Args:
            seconds: How long from now on; at first it is 5.
        """
        self._file.connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")

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
            with self._file.using("The mail could not be kept"), transaction(self._file.connection):
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
            id = self._file.connection.execute(INSERT, row).lastrowid or 0
            ids.append(id)
            kept.add(id, row.received_at, row.size)
        oldest = kept.take_oldest(now)
        if oldest is not None:
            self._file.connection.execute("DELETE FROM mail WHERE id <= ? AND NOT marked", (oldest,))
        return ids, oldest is not None

    def _look_at_kept(self) -> Kept:
        columns = (self._table.id, self._table.received_at, self._table.size)
        may_go = self._table.select(*columns).where(~self._table.marked)
        return Kept(self._limits, may_go.order_by(self._table.id).tuples())

    def mark(self, id: int, marked: bool) -> None:
        """Put a mark on a mail, or take it away.

        Args:
            id: The mail's number.
            marked: Whether it is marked from now on.
        """
        with self._file.using(_CHANGED):
            self._table.update(marked=marked).where(self._table.id == id).execute()
        self._kept = None  # what is marked stays, and is not counted
        self._listeners.tell_gone()

    def delete(self, ids: Iterable[int]) -> None:
        """Delete mails.

        Args:
            ids: Their numbers; those that are not there any more do not matter.
        """
        with self._file.using(_CHANGED), transaction(self._file.connection):
            self._file.connection.executemany("DELETE FROM mail WHERE id = ?", [(id,) for id in ids])
        self._kept = None
        self._listeners.tell_gone()

    def delete_found(self, search: str, newest: int) -> int:
        """Delete the mails that a search finds, but none that came after one.

        Args:
            search: What is in them, as for `page`.
            newest: The number of that one.

        Returns:
            How many there were.
        """
        ids = [mail.id for mail in self.page(search, before=newest + 1, limit=_ALL)]
        self.delete(ids)
        if ids and not sought(search).words:  # what is left is little
            with self._file.using(_CHANGED):
                shrink(self._file.connection)
        return len(ids)

    def take_out(self, id: int) -> TakenOut | None:
        """Delete a mail, and return what puts it back; None when it is not there any more.

        Args:
            id: Its number.
        """
        with self._file.using(_CHANGED):
            row = self._file.connection.execute("SELECT * FROM mail WHERE id = ?", (id,)).fetchone()
        self.delete([id])
        return None if row is None else TakenOut(row)

    def put_back(self, taken: TakenOut) -> None:
        """Put a mail back where it was, with its number and its mark.

        Args:
            taken: The mail.
        """
        places = ", ".join("?" * len(taken.row))
        with self._file.using(_CHANGED), transaction(self._file.connection):
            self._file.connection.execute(f"INSERT OR IGNORE INTO mail VALUES ({places})", taken.row)  # noqa: S608
            self._search.read_again(taken.id)
        self._kept = None
        self._listeners.tell_gone()

    def clear(self) -> None:
        """Delete all mails; the file is small again."""
        with self._file.using(_CHANGED):
            self._table.delete().execute()
            self._search.forget_all()
            shrink(self._file.connection)
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
        with self._file.using(READ):
            version = self._file.version()
            if version == self._version:
                return
            self._version = version
        self._kept = None
        self._tell_of_others()
        self._listeners.tell_gone()

    def _tell_of_others(self, before: int | None = None) -> None:
        mails = self.after(self._last_id, before)
        if mails:
            self._last_id = mails[-1].id
            self._listeners.tell_arrived(mails)
