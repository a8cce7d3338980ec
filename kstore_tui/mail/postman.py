"""The postman: takes mails out of the outbox to the mail server."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from kstore_tui.clock import Clock
from kstore_tui.database.connection import UnitsOfWork
from kstore_tui.database.models import OutgoingMail
from kstore_tui.events import THE_STORE, What
from kstore_tui.mail.delivery import Delivery, MailNotSent
from kstore_tui.record import Record

if TYPE_CHECKING:
    from email.message import EmailMessage

Writer = Callable[[str, dict[str, Any]], "EmailMessage | None"]
"""Writes a mail to an address from the facts, `mail_id` among them; None when nobody needs it any more."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MailKind:
    """What is done for mails of one kind, each time in a unit of work."""

    write: Writer
    noted: What | None = None
    """What has happened when one was sent; None when that is not worth a note."""
    was_sent: Callable[[str], object] = lambda mail_id: None
    """Told the id of one that was sent."""


_LEASE = timedelta(minutes=2)
"""How long a mail is left to the one who sends it; longer than any sending takes."""
_LONGEST_PAUSE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Postman:
    """Takes mails out of the outbox to the mail server.

    Args:
        work: The way to the database.
        clock: The present time.
        delivery: The way to the mail server.
        kinds: What is done for each kind of mail.
        record: The record of activity.
    """

    work: UnitsOfWork
    clock: Clock
    delivery: Delivery
    kinds: Mapping[str, MailKind]
    record: Record
    patience_seconds: float = 3
    """How long the end of the program waits for a mail that is in hand."""

    async def drain(self, told: Callable[[int], object] | None = None) -> tuple[int, datetime | None]:
        """Send what is due.

        A mail is claimed before it is written and sent, so that of two programs only one sends it; one whose
        program dies over it is tried again after two minutes, under the same Message-ID. Cancelled, this
        finishes the mail in hand first, for a few seconds at most.

        Args:
            told: Told after each mail how many were sent until then; None when nobody wants to know.

        Returns:
            How many were sent, and when to try again; None when nothing is left.

        Raises:
            StoreUnusable: The database cannot be used.
        """
        sent = 0
        while (mail_id := await self.work.run(self._claim)) is not None:
            if await self._finished(asyncio.create_task(self._carry(mail_id))):
                sent += 1
                if told is not None:
                    told(sent)
        return sent, await self.work.run(self._next_due)

    async def _finished(self, carrying: asyncio.Task[bool]) -> bool:
        """Wait until a mail is at the server and noted as sent; when the program ends, not for long.

        What the server has taken and nobody noted would go out a second time.
        """
        try:
            return await asyncio.shield(carrying)
        except asyncio.CancelledError:
            await asyncio.wait([carrying], timeout=self.patience_seconds)
            carrying.cancel()
            await asyncio.gather(carrying, return_exceptions=True)
            raise

    async def _carry(self, mail_id: str) -> bool:
        """Write a mail and hand it to the server; tell whether it was sent."""
        try:
            message = await self.work.run(self._write, mail_id)
            if message is not None:
                await self.delivery.send(message, mail_id)
        except (MailNotSent, KeyError, ValueError):  # the latter: what this program cannot write
            await self.work.run(self._postpone, mail_id)
            return False
        await self.work.run(self._forget, mail_id, message is not None)
        return message is not None

    def _claim(self) -> str | None:
        now = self.clock()
        mail = OutgoingMail.select().where(OutgoingMail.due_at <= now).order_by(OutgoingMail.due_at).first()
        if mail is None:
            return None
        mail.due_at = now + _LEASE
        mail.tries += 1
        mail.save(only=[OutgoingMail.due_at, OutgoingMail.tries])
        claimed: str = mail.id
        return claimed

    def _write(self, mail_id: str) -> "EmailMessage | None":
        """Write a mail in a unit of its own: one that cannot be written is in no other's way."""
        mail = OutgoingMail.get_or_none(OutgoingMail.id == mail_id)
        if mail is None:
            return None
        message = self.kinds[mail.kind].write(mail.to, {**json.loads(mail.facts), "mail_id": mail.id})
        if message is not None:
            message["Date"] = self.clock()
        return message

    def _postpone(self, mail_id: str) -> None:
        mail = OutgoingMail.get_or_none(OutgoingMail.id == mail_id)
        if mail is None:
            return
        mail.due_at = self.clock() + min(timedelta(seconds=30) * 2 ** min(mail.tries - 1, 5), _LONGEST_PAUSE)
        mail.save(only=[OutgoingMail.due_at])

    def _forget(self, mail_id: str, was_sent: bool) -> None:
        mail = OutgoingMail.get_or_none(OutgoingMail.id == mail_id)
        if mail is None:
            return
        if was_sent:
            kind = self.kinds[mail.kind]
            kind.was_sent(mail_id)
            if kind.noted is not None:
                self.record.note(kind.noted, THE_STORE, mail.to)
        mail.delete_instance()

    def _next_due(self) -> datetime | None:
        mail = OutgoingMail.select().order_by(OutgoingMail.due_at).first()
        return None if mail is None else mail.due_at
