"""The mail worker: takes mails out of the outbox to the mail server."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import partial
from typing import Any, Protocol

from kstore_tui.activity.log import ActivityLog
from kstore_tui.core.clock import Clock
from kstore_tui.core.errors import StoreUnavailable
from kstore_tui.core.events import THE_STORE, EventKind
from kstore_tui.database.models import OutgoingMail
from kstore_tui.database.transactions import Transactions
from kstore_tui.mail.messages import Notice, OutboxMail, UnknownMail, from_json
from kstore_tui.mail.outbox import Outbox, name_of
from kstore_tui.mail.smtp import MailNotSent, MailRejected, SmtpTransport

_FIRST_REST = timedelta(seconds=1)
"""The person waits for the first screen, and mails left over from before can wait; new ones don't."""
_LONGEST_REST = timedelta(minutes=1)
"""After this the outbox is looked into anyway: another program may have left mails in it."""


class TokenMailer(Protocol):
    """Makes the code of a mail when it is written. Its methods are parts of transactions."""

    def write_mail(self, mail: Any, to: str, mail_id: str) -> EmailMessage | None:
        """Make a code and write the mail; return None when nobody needs it now."""

    def mail_was_sent(self, mail: Any, mail_id: str) -> None:
        """Note that the mail server took the mail."""


@dataclass(eq=False, repr=False)
class MailWorker:
    """Sends what the outbox holds: once (`drain`), or from `start` to `stop` whenever a mail is due."""

    transactions: Transactions
    clock: Clock
    outbox: Outbox
    transport: SmtpTransport
    token_mailers: Mapping[type[OutboxMail], TokenMailer]
    activity: ActivityLog
    patience_seconds: float = 0.6
    """How long the end of the program waits for a mail that is being sent."""
    on_sent: list[Callable[[], object]] = field(default_factory=list)
    """Called after a round in which mails were sent, and after a failure."""
    failure: Exception | None = field(default=None, init=False)
    """What nobody expected; it has ended the sending."""
    _task: asyncio.Task[None] | None = field(default=None, init=False)
    _wanted: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _stopping: bool = field(default=False, init=False)

    def start(self) -> None:
        """Start sending mails: what is due, and what is put into the outbox."""
        self._wanted, self._stopping = asyncio.Event(), False
        self.outbox.on_put = partial(asyncio.get_running_loop().call_soon_threadsafe, self._wanted.set)
        self._task = asyncio.create_task(self._run_and_tell())

    async def stop(self) -> None:
        """Stop after a last round, so that what was just put still goes out.

        It is given a moment; what is left waits in the outbox for the next program.
        """
        if self._task is None:
            return
        task, self._task, self._stopping = self._task, None, True
        self._wanted.set()
        await asyncio.wait([task], timeout=self.patience_seconds)
        self.outbox.on_put = lambda: None
        task.cancel()
        await asyncio.wait([task])

    async def _run_and_tell(self) -> None:
        try:
            await self._run()
        except Exception as error:
            self.failure = error
            self._tell()

    def _tell(self) -> None:
        for tell in self.on_sent:
            tell()

    async def _run(self) -> None:
        await self._rest(_FIRST_REST)
        while True:
            self._wanted.clear()
            is_last_round = self._stopping
            try:
                sent, due = await self.drain()
            except StoreUnavailable:
                sent, due = 0, None  # tried again after the longest rest
            if sent:
                self._tell()
            if is_last_round:
                return
            await self._rest(_LONGEST_REST if due is None else min(_LONGEST_REST, due - self.clock()))

    async def _rest(self, span: timedelta) -> None:
        try:
            async with asyncio.timeout(max(span.total_seconds(), 0)):
                await self._wanted.wait()
        except TimeoutError:
            return

    async def send_all(
        self, sent: Callable[[], object], failed: Callable[[str], object]
    ) -> tuple[int, datetime | None]:
        """Do what `drain` does with all mails, also postponed and failed ones (for the operator)."""
        await self.transactions.run(self.outbox.make_all_due)
        return await self.drain(sent, failed)

    async def drain(
        self, sent: Callable[[], object] = lambda: None, failed: Callable[[str], object] = lambda line: None
    ) -> tuple[int, datetime | None]:
        """Send what is due; return how many mails were sent and when the next is due (None: none is left).

        A mail is claimed before it is written and sent, so that of two programs only one sends it; one whose
        program dies over it is tried again after two minutes, under the same Message-ID. Cancelled, this
        finishes the mail in hand first, for a moment at most. `sent` is called for each mail that was sent,
        `failed` with a line that says which mail was not sent, and why.
        """
        count = 0
        while (mail_id := await self.transactions.run(self.outbox.claim)) is not None:
            if await self._finished(asyncio.create_task(self._carry(mail_id, failed))):
                count += 1
                sent()
        return count, await self.transactions.run(self.outbox.next_due)

    async def _finished(self, carrying: asyncio.Task[bool]) -> bool:
        """Wait until a mail is sent and noted as sent: what was sent and not noted would go out twice."""
        try:
            return await asyncio.shield(carrying)
        except asyncio.CancelledError:
            if not self._stopping:  # `stop` has waited already
                await asyncio.wait([carrying], timeout=self.patience_seconds)
            carrying.cancel()
            await asyncio.gather(carrying, return_exceptions=True)
            raise

    async def _carry(self, mail_id: str, failed: Callable[[str], object]) -> bool:
        """Write a mail and hand it to the mail server; return whether it was sent."""
        try:
            message = await self.transactions.run(self._write, mail_id)
            if message is not None:
                await self.transport.send(message, mail_id)
        except (MailNotSent, ValueError) as error:
            why = (
                str(error)
                if isinstance(error, MailNotSent)
                else "this version of kstore-tui doesn't know this kind of email."
            )
            kept = await self.transactions.run(self._keep, mail_id, isinstance(error, MailRejected))
            if kept is not None:
                failed(f"{name_of(kept)}: {why}")
            return False
        await self.transactions.run(self._remove, mail_id, message is not None)
        return message is not None

    def _write(self, mail_id: str) -> EmailMessage | None:
        """Write a mail in a transaction of its own: one that can't be written doesn't block the others."""
        row = OutgoingMail.find(mail_id)
        if row is None:
            return None
        mail = from_json(row.kind, row.facts)
        if isinstance(mail, Notice):
            message: EmailMessage | None = mail.message(row.to)
        elif type(mail) in self.token_mailers:
            message = self.token_mailers[type(mail)].write_mail(mail, row.to, mail_id)
        else:
            raise UnknownMail(row.kind)
        if message is not None:
            message["Date"] = self.clock()
        return message

    def _keep(self, mail_id: str, rejected: bool) -> OutgoingMail | None:
        """Keep a mail that was not sent, to be tried again or not; return it if it is still there."""
        mail = OutgoingMail.find(mail_id)
        if mail is None:
            return None
        if rejected:
            self.outbox.give_up(mail)
        if rejected or not self.outbox.postpone(mail):
            self.activity.note(EventKind.MAIL_NOT_DELIVERED, THE_STORE, name_of(mail))
        return mail

    def _remove(self, mail_id: str, was_sent: bool) -> None:
        row = OutgoingMail.find(mail_id)
        if row is None:
            return
        mail = from_json(row.kind, row.facts)
        if was_sent and type(mail) in self.token_mailers:
            self.token_mailers[type(mail)].mail_was_sent(mail, mail_id)
        row.delete_instance()
