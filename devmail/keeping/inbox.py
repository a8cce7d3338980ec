"""The inbox: mails kept in SQLite, and told to who listens."""

import json
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from peewee import PeeweeException, SqliteDatabase

from devmail.code_finder import find_code
from devmail.keeping.mail_table import is_foreign, mail_of_row, mail_table, storable, told_columns
from devmail.keeping.private_file import make_private_file
from devmail.mail import Mail, Received
from devmail.message import subject_and_text

KEPT = 500
"""How many mails are kept: the newest."""
_TOLD = ("received_at", "sender", "recipients", "subject", "code", "link", "size")
Listener = Callable[[Sequence[Mail]], None]
"""Who is told of mails once they are kept."""
_LOG = logging.getLogger("devmail")


class InboxUnusable(Exception):
    """The inbox cannot be used; `str()` is the line for the person."""


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
        InboxUnusable: The file cannot be used; nothing was changed.
    """

    def __init__(self, path: Path | None, clock: Callable[[], datetime] = now_in_utc) -> None:
        self._clock = clock
        self._listeners: list[Listener] = []
        try:
            if path is not None:
                make_private_file(path)
            # Connected once: an inbox that is closed stays closed.
            self._database = SqliteDatabase(
                ":memory:" if path is None else str(path), autoconnect=False, timeout=5
            )
            self._database.connect()
            self._table = mail_table(self._database)
            self._prepare(path)
        except (OSError, PeeweeException) as error:
            raise InboxUnusable(f"The inbox {path} cannot be used: {_reason(error)}.") from error

    def _prepare(self, path: Path | None) -> None:
        """Make the table; leave another program's database as it is."""
        try:
            if is_foreign(self._database, self._table):
                raise InboxUnusable(f"The inbox {path} cannot be used: it belongs to another program.")
            self._database.pragma("journal_mode", "wal")
            self._database.create_tables([self._table])
        except BaseException:
            self._database.close()
            raise

    def add(self, sender: str, recipients: Sequence[str], raw: bytes) -> Mail:
        """Keep one mail; see `add_all`.

        Args:
            sender: Who sent it, as the mail server was told.
            recipients: Who gets it, as the mail server was told.
            raw: The mail.

        Raises:
            InboxUnusable: It could not be kept.
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
        try:
            with self._database.atomic():
                ids = [self._table.insert(row).execute() for row in rows]
                self._table.delete().where(self._table.id <= ids[-1] - KEPT).execute()
        except PeeweeException as error:
            raise InboxUnusable(f"The mail could not be kept: {_reason(error)}.") from error
        mails = [
            mail_of_row((id, *(row[name] for name in _TOLD), False))
            for id, row in zip(ids, rows, strict=True)
        ]
        for listener in tuple(self._listeners):
            try:
                listener(mails)
            except Exception:
                # They are kept, whoever fails to hear of it: their senders must not send them again.
                _LOG.exception("Mail %d was kept, but not told to all", mails[-1].id)
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

    def newest(self, limit: int = KEPT) -> list[Mail]:
        """Return the newest mails, the newest first.

        Args:
            limit: How many at most.
        """
        query = self._table.select(*told_columns(self._table)).order_by(self._table.id.desc()).limit(limit)
        return [mail_of_row(row) for row in query.tuples()]

    def get(self, id: int) -> Mail | None:
        """Return a mail, or None when it is not there any more.

        Args:
            id: Its number.
        """
        query = self._table.select(*told_columns(self._table)).where(self._table.id == id)
        return next(map(mail_of_row, query.tuples()), None)

    def raw(self, id: int) -> bytes:
        """Return a mail's bytes as they were received; none when it is not there any more.

        Args:
            id: Its number.
        """
        query = self._table.select(self._table.content).where(self._table.id == id)
        return next((bytes(content) for (content,) in query.tuples()), b"")

    def conversation(self, id: int) -> str:
        """Return the SMTP conversation that brought a mail; nothing when it is not there any more.

        Args:
            id: Its number.
        """
        query = self._table.select(self._table.conversation).where(self._table.id == id)
        return next((str(lines) for (lines,) in query.tuples()), "")

    def count(self) -> int:
        """Return how many mails there are."""
        return int(self._table.select().count())

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Tell a listener of mails once they are kept, the oldest first.

        Args:
            listener: Called in the event loop's thread.

        Returns:
            What ends it.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()


def _reason(error: Exception) -> str:
    return ((error.strerror if isinstance(error, OSError) else None) or str(error)).rstrip(".")
