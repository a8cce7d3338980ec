"""The inbox: mails kept in SQLite, and told to who listens."""

import json
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from peewee import AutoField, BlobField, Model, PeeweeException, SqliteDatabase, TextField

from devmail.code_finder import find_code
from devmail.mail import Mail
from devmail.message import subject_and_text

KEPT = 500
"""How many mails are kept: the newest."""


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
                _make_private_file(path)
            self._database = SqliteDatabase(
                ":memory:" if path is None else str(path), pragmas={"journal_mode": "wal"}, timeout=5
            )
            self._table = _table(self._database)
            self._database.create_tables([self._table])
        except (OSError, PeeweeException) as error:
            raise InboxUnusable(f"The inbox {path} cannot be used: {_reason(error)}.") from error

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
        received_at = self._clock()
        code = find_code(subject, text)
        try:
            with self._database.atomic():
                kept = self._table.create(
                    received_at=received_at.isoformat(),
                    sender=sender,
                    recipients=json.dumps(list(recipients)),
                    subject=subject,
                    code=code,
                    content=raw,
                )
                self._table.delete().where(self._table.id <= kept.id - KEPT).execute()
        except PeeweeException as error:
            raise InboxUnusable(f"The mail could not be kept: {error}.") from error
        mail = Mail(kept.id, received_at, sender, tuple(recipients), subject, code, raw)
        for listener in tuple(self._listeners):
            listener(mail)
        return mail

    def newest(self, limit: int = KEPT) -> list[Mail]:
        """Return the newest mails, the newest first.

        Args:
            limit: How many at most.
        """
        return [_mail(row) for row in self._table.select().order_by(self._table.id.desc()).limit(limit)]

    def get(self, id: int) -> Mail | None:
        """Return a mail, or None when it is not there any more.

        Args:
            id: Its number.
        """
        row = self._table.get_or_none(self._table.id == id)
        return None if row is None else _mail(row)

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


def _table(database: SqliteDatabase) -> Any:
    """Return the table of one inbox: bound to its own database, so that a process can have several."""

    class Mails(Model):
        id = AutoField()
        received_at = TextField()
        sender = TextField()
        recipients = TextField()
        subject = TextField()
        code = TextField(null=True)
        content = BlobField()

        class Meta:
            table_name = "mail"

    Mails.bind(database)
    return Mails


def _mail(row: Any) -> Mail:
    return Mail(
        row.id,
        datetime.fromisoformat(row.received_at),
        row.sender,
        tuple(json.loads(row.recipients)),
        row.subject,
        row.code,
        bytes(row.content),
    )


def _make_private_file(path: Path) -> None:
    """Make the file for its owner alone: mails hold codes."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
