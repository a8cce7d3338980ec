"""The postman: takes mails out of the outbox to the mail server."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from kstore_tui.activity.log import ActivityLog
from kstore_tui.core.clock import Clock
from kstore_tui.core.events import THE_STORE, EventKind
from kstore_tui.database.models import OutgoingMail
from kstore_tui.database.transactions import Transactions
from kstore_tui.mail.outbox import Outbox, name_of
from kstore_tui.mail.smtp import MailNotSent, MailRejected, SmtpTransport

if TYPE_CHECKING:
    from email.message import EmailMessage

Writer = Callable[[str, dict[str, Any]], "EmailMessage | None"]
"""Writes a mail to an address from the facts, `mail_id` among them; None when nobody needs it any more."""


def _nobody(*_: object) -> None:
    """Tell nobody."""


@dataclass(eq=False, repr=False)
class MailKind:
    """What is done for mails of one kind, each time in a unit of work."""

    write: Writer
    noted: EventKind | None = None
    """What has happened when one was sent, and from where it was asked for; None for no note."""
    was_sent: Callable[[str], object] = lambda mail_id: None
    """Told the id of one that was sent."""


@dataclass(eq=False, repr=False)
class MailWorker:
    """Takes mails out of the outbox to the mail server.

    Args:
        work: The way to the database.
        clock: The present time.
        outbox: Where the mails are.
        delivery: The way to the mail server.
        kinds: What is done for each kind of mail.
        record: The record of activity.
    """

    work: Transactions
    clock: Clock
    outbox: Outbox
    delivery: SmtpTransport
    kinds: Mapping[str, MailKind]
    record: ActivityLog
    patience_seconds: float = 3
    """How long the end of the program waits for a mail that is in hand."""

    async def drain(
        self, sent: Callable[[], object] = _nobody, failed: Callable[[str], object] = _nobody
    ) -> tuple[int, datetime | None]:
        """Send what is due.

        A mail is claimed before it is written and sent, so that of two programs only one sends it; one whose
        program dies over it is tried again after two minutes, under the same Message-ID. Cancelled, this
        finishes the mail in hand first, for a few seconds at most.

        Args:
            sent: Told of each mail that was sent.
            failed: Told which mail was not sent, and why.

        Returns:
            How many were sent, and when to try again; None when nothing is left to be tried.

        Raises:
            StoreUnavailable: The database cannot be used.
        """
        count = 0
        while (mail_id := await self.work.run(self.outbox.claim)) is not None:
            if await self._finished(asyncio.create_task(self._carry(mail_id, failed))):
                count += 1
                sent()
        return count, await self.work.run(self.outbox.next_due)

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

    async def _carry(self, mail_id: str, failed: Callable[[str], object]) -> bool:
        """Write a mail and hand it to the server; tell whether it was sent."""
        try:
            message = await self.work.run(self._write, mail_id)
            if message is not None:
                await self.delivery.send(message, mail_id)
        except (MailNotSent, KeyError, ValueError) as error:
            why = str(error) if isinstance(error, MailNotSent) else "this program cannot write such a mail."
            kept = await self.work.run(self._keep, mail_id, isinstance(error, MailRejected))
            if kept is not None:
                failed(f"{name_of(kept)}: {why}")
            return False
        await self.work.run(self._forget, mail_id, message is not None)
        return message is not None

    def _write(self, mail_id: str) -> "EmailMessage | None":
        """Write a mail in a unit of its own: one that cannot be written is in no other's way."""
        mail = OutgoingMail.get_or_none(OutgoingMail.id == mail_id)
        if mail is None:
            return None
        message = self.kinds[mail.kind].write(mail.to, {**json.loads(mail.facts), "mail_id": mail.id})
        if message is not None:
            message["Date"] = self.clock()
        return message

    def _keep(self, mail_id: str, refused_for_good: bool) -> OutgoingMail | None:
        """Keep a mail that was not sent, to be tried again or not; return it if it is still there."""
        mail: OutgoingMail | None = OutgoingMail.get_or_none(OutgoingMail.id == mail_id)
        if mail is None:
            return None
        if refused_for_good:
            self.outbox.give_up(mail)
        if refused_for_good or not self.outbox.postpone(mail):
            self.record.note(EventKind.MAIL_NOT_DELIVERED, THE_STORE, name_of(mail))
        return mail

    def _forget(self, mail_id: str, was_sent: bool) -> None:
        mail = OutgoingMail.get_or_none(OutgoingMail.id == mail_id)
        if mail is None:
            return
        if was_sent:
            kind = self.kinds[mail.kind]
            kind.was_sent(mail_id)
            if kind.noted is not None:
                origin = json.loads(mail.facts).get("origin", "")
                self.record.note(kind.noted, THE_STORE, mail.to, origin)
        mail.delete_instance()
