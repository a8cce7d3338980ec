"""What each command of a client does."""

import asyncio
from collections.abc import Sequence

from aiosmtpd.smtp import Envelope, TLSSetupException

from devmail.model import Received, kept_answer
from devmail.smtp.addresses import NOBODY, is_number, usual_address, without_login
from devmail.smtp.faults import FaultsInForce
from devmail.smtp.hooks import Hooks, MailEnvelope
from devmail.smtp.intake import Intake
from devmail.smtp.logging_in import LoggingIn
from devmail.smtp.mail_data import MailData
from devmail.smtp.refusals import Refusals
from devmail.smtp.talk import Talk
from devmail.smtp.terms import Terms
from devmail.store.inbox import InboxUnusable

_NAMED_IN_HELP = ("EHLO", "HELO", "AUTH", "MAIL", "RCPT", "DATA", "RSET", "NOOP", "VRFY", "HELP", "QUIT")


class Connection(LoggingIn):
    """One client's connection.

    Args:
        terms: On which its mails are taken.
        intake: Where they go.
        faults: What is done to it.
        connections: All that are open; it adds and removes itself.
        refusals: Told of what is refused.
    """

    def __init__(
        self,
        terms: Terms,
        intake: Intake,
        faults: FaultsInForce,
        connections: "set[Talk]",
        refusals: Refusals,
    ) -> None:
        tls = terms.tls
        super().__init__(
            terms.login,
            faults,
            connections,
            Hooks(faults),
            hostname=terms.hostname,
            ident="devmail",
            data_size_limit=terms.largest,
            enable_SMTPUTF8=True,
            tls_context=None if tls is None or tls.implicit else tls.context,
            loop=asyncio.get_running_loop(),
        )
        self._terms = terms
        self._intake = intake
        self._refusals = refusals

    async def push(self, status: str | bytes) -> None:
        """Answer, and tell of an answer that refuses."""
        answer = status if isinstance(status, str) else status.decode()
        if answer[:1] in "45":
            self._refusals.note(answer, tuple(self._mail.rcpt_tos))
        await super().push(answer)

    def drop(self, why: str) -> None:
        """Break the connection off, and tell of that.

        Args:
            why: What there is to be told.
        """
        self._refusals.note(why, tuple(self._mail.rcpt_tos))
        self.break_off()

    async def smtp_EHLO(self, hostname: str) -> None:
        """Greet, and tell all that is offered in one answer."""
        if not hostname:
            await self.push("501 Syntax: EHLO hostname")
            return
        self.envelope = self._create_envelope()
        self.client.extended_smtp = True
        self.client.host_name = hostname
        offers = [self.hostname, "PIPELINING", f"SIZE {self._terms.largest}", "8BITMIME", "SMTPUTF8"]
        if self._offers_tls:
            offers.append("STARTTLS")
        offers.append(f"AUTH {' '.join(self.mechanisms)}")
        await self.push("".join(f"250-{offer}\r\n" for offer in offers) + "250 HELP")

    @property
    def _offers_tls(self) -> bool:
        return self.tls_context is not None and self._tls_protocol is None

    async def smtp_STARTTLS(self, arg: str) -> None:
        """Encrypt the connection; what was sent behind this command in plain text is not looked at."""
        self.incoming.forget()
        try:
            await super().smtp_STARTTLS(arg)
        except TLSSetupException:  # it speaks no TLS, or does not trust the certificate
            self.drop("broken off: the client speaks no TLS, or does not trust the certificate")

    async def smtp_DATA(self, arg: str) -> None:
        """Take the mail's data, and answer once it is kept."""
        if await self.check_helo_needed() or await self.check_auth_needed("DATA"):
            return
        if not self._mail.rcpt_tos:
            await self.push("503 Error: need RCPT command")
            return
        if arg:
            await self.push("501 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        if self._mail.drop or self._faults.now.drop:
            await self.incoming.more()
            self.drop("broken off in the middle of the mail (a fault on demand)")
            return
        data = await self.incoming.mail(self._terms.largest)
        if not data.ended:
            self.leave()
        answer = data.refusal or await self._keep(data)
        await self.push(answer)
        self.envelope = self._create_envelope()
        self.conversation.end_mail()

    async def smtp_HELP(self, arg: str) -> None:
        """Name the commands."""
        tls = ["STARTTLS"] if self._offers_tls else []
        await self.push(f"214 2.0.0 Commands: {' '.join((*_NAMED_IN_HELP, *tls))}")

    async def smtp_QUIT(self, arg: str) -> None:
        """Say goodbye."""
        if arg:
            await self.push("501 Syntax: QUIT")
        else:
            await self.push("221 Bye")
            self.leave()

    async def _keep(self, data: MailData) -> str:
        """Keep a mail, and return the answer."""
        if refusal := self._faults.at_a_mails_end():
            return refusal
        if delay := self._faults.now.delay:
            await self.pause(delay)
        mail = self._mail
        self.conversation.aside(f"the mail, {len(data.raw)} bytes")
        received = Received(
            "" if mail.mail_from in (None, NOBODY) else mail.mail_from,
            tuple(mail.rcpt_tos),
            data.raw,
            str(self.conversation),
        )
        try:
            return kept_answer((await self._intake.keep(received)).id)
        except InboxUnusable as error:
            return f"451 {' '.join(str(error).split())}"

    def _create_envelope(self) -> Envelope:
        self._mail = MailEnvelope()
        return self._mail

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        usual = usual_address(arg)
        if usual is not None:
            return usual
        try:
            return super()._getaddr(arg)
        except Exception:  # what the parser cannot even refuse
            return None, None

    def _getparams(self, params: Sequence[str]) -> dict[str, str | bool] | None:
        known = super()._getparams(without_login(params))
        return None if known and not is_number(known.get("SIZE", "0")) else known
