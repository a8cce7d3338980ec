"""The inbox: mails kept in SQLite, and told to who listens."""

import json
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from peewee import PeeweeException, SqliteDatabase

from devmail.code_finder import find_code
from devmail.mail import Mail
from devmail.mail_table import is_foreign, mail_of_row, mail_table, storable
from devmail.message import subject_and_text
from devmail.private_file import make_private_file

KEPT = 500
"""How many mails are kept: the newest."""
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
        self._listeners: list[Callable[[Mail], None]] = []
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
        """Keep a mail, find its code, and tell who listens.

        Args:
            sender: Who sent it, as the mail server was told.
            recipients: Who gets it, as the mail server was told.
            raw: The mail.

        Raises:
            InboxUnusable: It could not be kept.
        """
        subject, text = subject_and_text(raw)
        subject, sender, *told = map(storable, (subject, sender, *recipients))
        received_at = self._clock()
        code = find_code(subject, text)
        try:
            with self._database.atomic():
                kept = self._table.create(
                    received_at=received_at.isoformat(),
                    sender=sender,
                    recipients=json.dumps(told),
                    subject=subject,
                    code=code,
                    content=raw,
                )
                self._table.delete().where(self._table.id <= kept.id - KEPT).execute()
        except PeeweeException as error:
            raise InboxUnusable(f"The mail could not be kept: {_reason(error)}.") from error
        mail = Mail(kept.id, received_at, sender, tuple(told), subject, code, raw)
        for listener in tuple(self._listeners):
            try:
                listener(mail)
            except Exception:
                # The mail is kept, whoever fails to hear of it: its sender must not send it again.
                _LOG.exception("Mail %d was kept, but not told to all", mail.id)
        return mail

    def newest(self, limit: int = KEPT) -> list[Mail]:
        """Return the newest mails, the newest first.

        Args:
            limit: How many at most.
        """
        return [mail_of_row(row) for row in self._table.select().order_by(self._table.id.desc()).limit(limit)]

    def get(self, id: int) -> Mail | None:
        """Return a mail, or None when it is not there any more.

        Args:
            id: Its number.
        """
        row = self._table.get_or_none(self._table.id == id)
        return None if row is None else mail_of_row(row)

    def count(self) -> int:
        """Return how many mails there are."""
        return int(self._table.select().count())

    def subscribe(self, listener: Callable[[Mail], None]) -> Callable[[], None]:
        """Tell a listener of each mail once it is kept.

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
