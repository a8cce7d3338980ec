"""The inbox: mails kept in SQLite, newest first, and announced to those who listen."""

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from devmail.model import Mail, Received, kept_answer
from devmail.store.database import Database, InboxBusy, InboxUnusable
from devmail.store.limits import Kept, Limits
from devmail.store.rows import COLUMNS, insert, mail_of, read
from devmail.store.search import Search, parse

__all__ = ["Inbox", "InboxBusy", "InboxUnusable", "TakenOut", "now_in_utc"]

Arrived = Callable[[Sequence[Mail]], None]  # called with mails once they are kept, oldest first
Gone = Callable[[], None]  # called after mails were deleted or marked: look again at what you show

_DEFAULT = Limits()
_ALL = -1  # no limit, to SQLite
_READ = "The inbox can't be read"
_CHANGE = "The inbox can't be changed"
_KEEP = "The email couldn't be kept"
_LOG = logging.getLogger("devmail")


def now_in_utc() -> datetime:
    """Return the present time."""
    return datetime.now(UTC)


class TakenOut(NamedTuple):
    """A deleted mail as it was kept, to be put back."""

    row: tuple[Any, ...]  # all its columns, the id first

    @property
    def id(self) -> int:
        return int(self.row[0])


class Inbox:
    """Mails that can be asked for, and that others join.

    Everything happens in the thread that created it, that of the event loop: keeping a mail takes less than
    a millisecond. Every method raises InboxUnusable if the file fails.
    """

    def __init__(
        self,
        path: Path | None,
        clock: Callable[[], datetime] = now_in_utc,
        limits: Limits = _DEFAULT,
        is_open: bool = True,
        code_pattern: re.Pattern[str] | None = None,
    ) -> None:
        self._path = path
        self._clock = clock
        self._limits = limits
        self._code_pattern = code_pattern
        self._listeners: list[tuple[Arrived, Gone | None]] = []
        self._kept: Kept | None = None  # read again when the next mail comes
        if is_open:
            self.open()

    def open(self) -> None:
        self._database = Database(self._path)
        self._search = Search(self._database.connection)
        with self._database.using(_READ):
            self._version = self._database.version()
        self._last_id = next((mail.id for mail in self.newest(1)), 0)

    def close(self) -> None:
        self._database.close()

    def wait_at_most(self, seconds: float) -> None:
        """Wait no longer than this (at first 5 s) for another program that is writing."""
        self._database.wait_at_most(seconds)

    # --- reading ---

    def page(self, search: str = "", before: int | None = None, limit: int = 100) -> list[Mail]:
        """Return mails that match, newest first, with ids below `before`.

        The search is words that must all be in a mail's addresses, subject or text, whatever they are;
        `is:marked` and `is:unmarked` match by the mark.
        """
        with self._database.using(_READ):
            return list(map(mail_of, self._search.page(search, before, limit)))

    def newest(self, limit: int = _DEFAULT.mails) -> list[Mail]:
        return self.page(limit=limit)

    def after(self, id: int, before: int | None = None) -> list[Mail]:
        """Return the mails with larger ids than this, and smaller ones than `before`, oldest first."""
        with self._database.using(_READ) as connection:
            query = f"SELECT {COLUMNS} FROM mail WHERE id > ? AND (id < ? OR ? IS NULL) ORDER BY id"  # noqa: S608
            return list(map(mail_of, connection.execute(query, (id, before, before))))

    def count(self, search: str = "") -> int:
        with self._database.using(_READ):
            return self._search.count(search)

    def prepare_search(self, seconds: float = 0.02) -> bool:
        """Read mails that no search has read yet, so that the next search is quick.

        A search first reads what is left, at up to half a millisecond a mail: call this in between.
        """
        with self._database.using(_READ):
            return self._search.prepare(seconds)

    def get(self, id: int) -> Mail | None:
        row = self._row(COLUMNS, id)
        return None if row is None else mail_of(row)

    def raw(self, id: int) -> bytes | None:
        """Return a mail's bytes as they were received, None if it is gone."""
        row = self._row("content", id)
        return None if row is None else row[0]

    def conversation(self, id: int) -> str:
        """Return the SMTP conversation that brought a mail; empty if the mail is gone."""
        (said,) = self._row("conversation", id) or ("",)
        return f"{said}\nS: {kept_answer(id)}" if said else ""  # its last line, from before there was an id

    def _row(self, columns: str, id: int) -> tuple[Any, ...] | None:
        with self._database.using(_READ) as connection:
            row: tuple[Any, ...] | None = connection.execute(
                f"SELECT {columns} FROM mail WHERE id = ?",  # noqa: S608 - fixed text
                (id,),
            ).fetchone()
            return row

    # --- keeping ---

    def add(self, sender: str, recipients: Sequence[str], raw: bytes) -> Mail:
        """Keep one mail; see `add_all`."""
        return self.add_all([Received(sender, tuple(recipients), raw)])[0]

    def add_all(self, received: Sequence[Received]) -> list[Mail]:
        """Keep mails with their codes in one transaction, make room for them, and tell the listeners."""
        if not received:
            return []
        now = self._clock()
        try:
            with self._database.changing(_KEEP) as connection:
                if self._kept is None:
                    may_go = "SELECT id, received_at, size FROM mail WHERE NOT marked ORDER BY id"
                    self._kept = Kept(self._limits, connection.execute(may_go))
                mails = [insert(connection, read(one, now, self._code_pattern), one) for one in received]
                for mail in mails:
                    self._kept.add(mail.id, now.isoformat(), mail.size)
                pruned = self._kept.prune(now)
                if pruned is not None:
                    connection.execute("DELETE FROM mail WHERE id <= ? AND NOT marked", (pruned,))
        except BaseException:
            self._kept = None
            raise
        if mails[0].id > self._last_id + 1:  # another program's mails came before these
            self._tell_of_others(before=mails[0].id)
        self._tell_arrived(mails)
        if pruned is not None:
            self._tell_gone()
        return mails

    # --- changing ---

    def mark(self, id: int, marked: bool) -> None:
        self._change("UPDATE mail SET marked = ? WHERE id = ?", (marked, id))

    def delete(self, ids: Iterable[int]) -> None:
        """Delete mails, whether they are still there or not."""
        self._change("DELETE FROM mail WHERE id = ?", *((id,) for id in ids))

    def delete_found(self, search: str, newest: int) -> int:
        """Delete the mails that a search finds, except those that came after `newest`; return how many."""
        ids = [mail.id for mail in self.page(search, before=newest + 1, limit=_ALL)]
        self.delete(ids)
        if ids and not parse(search).words:  # little is left to be written again
            self._shrink()
        return len(ids)

    def take_out(self, id: int) -> TakenOut | None:
        """Delete a mail and return what `put_back` needs; None if it is gone already."""
        row = self._row("*", id)
        self.delete([id])
        return None if row is None else TakenOut(row)

    def put_back(self, taken: TakenOut) -> None:
        """Put a deleted mail back in its place, with its id and its mark."""
        places = ", ".join("?" * len(taken.row))
        self._change(f"INSERT OR IGNORE INTO mail VALUES ({places})", taken.row)  # noqa: S608

    def clear(self) -> None:
        """Delete all mails; the file becomes small again."""
        self._change("DELETE FROM mail", ())
        self._shrink()

    def _change(self, statement: str, *values: tuple[Any, ...]) -> None:
        with self._database.changing(_CHANGE) as connection:
            connection.executemany(statement, values)
        self._kept = None
        self._tell_gone()

    def _shrink(self) -> None:
        with self._database.using(_CHANGE):
            self._database.shrink()

    # --- listening ---

    def subscribe(self, arrived: Arrived, gone: Gone | None = None) -> Callable[[], None]:
        """Tell a listener, in the inbox's thread, about mails that arrive and go; return what ends that.

        A listener that fails is logged and stops no other.
        """
        listener = (arrived, gone)
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def look_elsewhere(self) -> None:
        """Tell the listeners if another program has changed the file."""
        with self._database.using(_READ):
            version = self._database.version()
        if version != self._version:
            self._version = version
            self._tell_of_others()
            self._kept = None
            self._tell_gone()

    def _tell_of_others(self, before: int | None = None) -> None:
        if mails := self.after(self._last_id, before):
            self._tell_arrived(mails)

    def _tell_arrived(self, mails: Sequence[Mail]) -> None:
        self._last_id = mails[-1].id
        for arrived, _ in tuple(self._listeners):
            with _failure_logged(f"Mail {self._last_id} was kept, but a listener failed"):
                arrived(mails)

    def _tell_gone(self) -> None:
        for _, gone in tuple(self._listeners):
            with _failure_logged("Mails were deleted or marked, but a listener failed"):
                if gone is not None:
                    gone()


@contextmanager
def _failure_logged(problem: str) -> Iterator[None]:
    try:
        yield
    except Exception:
        _LOG.exception(problem)
