"""The inbox: mails kept in SQLite, and told to who listens."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from devmail.code_finder import find_code
from devmail.keeping.database import open_database
from devmail.keeping.listeners import Arrived, Gone, Listeners
from devmail.keeping.mail_table import mail_of_row, storable, told_columns
from devmail.keeping.unusable import InboxUnusable, saying
from devmail.mail import Mail, Received
from devmail.message import subject_and_text

__all__ = ["KEPT", "Inbox", "InboxUnusable", "now_in_utc"]

KEPT = 500
"""How many mails are kept: the newest."""
_TOLD = ("received_at", "sender", "recipients", "subject", "code", "link", "size")
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

    Raises:
        InboxUnusable: The file cannot be used; nothing was changed. Every other method raises it too
            when the file fails later.
    """

    def __init__(self, path: Path | None, clock: Callable[[], datetime] = now_in_utc) -> None:
        self._clock = clock
        self._listeners = Listeners()
        self._database, self._table = open_database(path)
        with saying(_READ):
            self._version = self._data_version()
            self._last_id = self._newest_id()

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
            InboxUnusable: They could not be kept, none of them.
        """
        rows = [self._row(mail) for mail in received]
        if not rows:
            return []
        with saying("The mail could not be kept"), self._database.atomic():
            ids = [self._table.insert(row).execute() for row in rows]
            pruned = self._table.delete().where(self._table.id <= ids[-1] - KEPT).execute()
        mails = [
            mail_of_row((id, *(row[name] for name in _TOLD), False))
            for id, row in zip(ids, rows, strict=True)
        ]
        if ids[0] > self._last_id + 1:  # another program's mails came before these
            self._tell_of_others(before=ids[0])
        self._last_id = ids[-1]
        self._listeners.tell_arrived(mails)
        if pruned:
            self._listeners.tell_gone()
        return mails

    def _row(self, received: Received) -> dict[str, Any]:
        subject, text = subject_and_text(received.raw)
        return {
            "received_at": self._clock().isoformat(),
            "sender": storable(received.sender),
            "recipients": json.dumps([storable(recipient) for recipient in received.recipients]),
            "subject": storable(subject),
            "code": find_code(subject, text),
            "link": None,
            "size": len(received.raw),
            "conversation": storable(received.conversation),
            "content": received.raw,
        }

    def page(self, search: str = "", before: int | None = None, limit: int = 100) -> list[Mail]:
        """Return a page of the mails, the newest first.

        Args:
            search: Words that must all be in a mail's addresses, subject or text; any text will do.
            before: The number of a mail; only older ones are told of.
            limit: How many at most.
        """
        with saying(_READ):
            query = self._found(self._table.select(*told_columns(self._table)), search)
            if before is not None:
                query = query.where(self._table.id < before)
            return [mail_of_row(row) for row in query.order_by(self._table.id.desc()).limit(limit).tuples()]

    def _found(self, query: Any, search: str) -> Any:
        for word in search.split():
            anywhere = self._table.subject + " " + self._table.sender + " " + self._table.recipients
            query = query.where(anywhere.contains(word))
        return query

    def prepare_search(self, seconds: float = 0.02) -> bool:
        """Read some of the mails that no search has gone through yet, so that the next is quick.

        Args:
            seconds: For how long at most, but for one mail.

        Returns:
            Whether there is more of that to do.
        """
        return False

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
        with saying(_READ):
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
        return str(self._value(self._table.conversation, id) or "")

    def _value(self, column: Any, id: int) -> Any:
        with saying(_READ):
            return self._table.select(column).where(self._table.id == id).scalar()

    def count(self, search: str = "") -> int:
        """Return how many mails there are.

        Args:
            search: Words that must all be in them.
        """
        with saying(_READ):
            return int(self._found(self._table.select(), search).count())

    def mark(self, id: int, marked: bool) -> None:
        """Put a mark on a mail, or take it away.

        Args:
            id: The mail's number.
            marked: Whether it is marked from now on.
        """
        with saying(_CHANGED):
            self._table.update(marked=marked).where(self._table.id == id).execute()
        self._listeners.tell_gone()

    def delete(self, ids: Iterable[int]) -> None:
        """Delete mails.

        Args:
            ids: Their numbers; those that are not there any more do not matter.
        """
        with saying(_CHANGED), self._database.atomic():
            for id in ids:
                self._table.delete().where(self._table.id == id).execute()
        self._listeners.tell_gone()

    def clear(self) -> None:
        """Delete all mails."""
        with saying(_CHANGED):
            self._table.delete().execute()
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
        with saying(_READ):
            version = self._data_version()
            if version == self._version:
                return
            self._version = version
        self._tell_of_others()
        self._listeners.tell_gone()

    def _tell_of_others(self, before: int | None = None) -> None:
        with saying(_READ):
            query = self._table.select(*told_columns(self._table)).where(self._table.id > self._last_id)
            if before is not None:
                query = query.where(self._table.id < before)
            mails = [mail_of_row(row) for row in query.order_by(self._table.id).tuples()]
        if mails:
            self._last_id = mails[-1].id
            self._listeners.tell_arrived(mails)

    def _data_version(self) -> int:
        return int(self._database.pragma("data_version"))

    def _newest_id(self) -> int:
        newest = self._table.select(self._table.id).order_by(self._table.id.desc()).limit(1).scalar()
        return int(newest or 0)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()
