"""What becomes of a client's commands and mails: aiosmtpd's hooks, one object for all connections."""

import asyncio
import logging

from aiosmtpd.smtp import Envelope, Session, TLSSetupException

from devmail.model import Mail, Received, kept_answer
from devmail.smtp.auth import Authenticator
from devmail.smtp.connection import Connection
from devmail.smtp.faults import FaultsInForce, NoSuchFault, fault_of
from devmail.smtp.refusals import Refusals
from devmail.smtp.terms import Login
from devmail.store.database import InboxBusy, InboxUnusable
from devmail.store.inbox import Inbox

_NOBODY = "<>"  # aiosmtpd's word for the sender of a bounce
_PATIENCE = 5  # seconds a mail waits for another program that has the inbox to itself
_PAUSE = 0.05  # seconds from one try to the next
_LOG = logging.getLogger("devmail")


class Handler(Authenticator):
    """Keeps mails in the inbox, unless a login is missing or a fault is on."""

    def __init__(self, inbox: Inbox, login: Login | None, faults: FaultsInForce, refusals: Refusals) -> None:
        super().__init__(login, faults)
        self._inbox = inbox
        self._faults = faults
        self._refusals = refusals

    async def handle_EHLO(
        self, server: Connection, session: Session, envelope: Envelope, hostname: str, offers: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [offers[0], "250-PIPELINING", *offers[1:]]

    async def handle_MAIL(
        self, server: Connection, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.is_required and not session.authenticated:
            return "530 5.7.0 Authentication required"
        if refusal := self._faults.at_a_mails_begin():
            return refusal
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: Connection, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == _NOBODY:
            return "501 5.1.3 A recipient needs an address: <> can only be a sender"
        try:
            fault = fault_of(address)
        except NoSuchFault as error:
            return str(error)
        if fault is not None:
            if fault.drop:
                server.drop(f"connection dropped: requested by {address} (simulated fault)")
            if fault.code:
                return f"{fault.code} requested by {address} (simulated fault)"
            await asyncio.sleep(fault.delay)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Connection, session: Session, envelope: Envelope) -> str:
        if refusal := self._faults.at_a_mails_end():
            return refusal
        if delay := self._faults.now.delay:
            await asyncio.sleep(delay)
        sender = envelope.mail_from or ""
        received = Received(
            "" if sender == _NOBODY else sender,
            tuple(envelope.rcpt_tos),
            envelope.original_content or b"",
            str(server.transcript),
        )
        try:
            mail = await self._keep(received)
        except InboxUnusable as error:
            self._refusals.trouble = str(error)
            return f"451 {' '.join(str(error).split())}"
        self._refusals.trouble = ""
        return kept_answer(mail.id)

    async def handle_exception(self, error: Exception) -> str:
        if isinstance(error, TLSSetupException):  # after which aiosmtpd closes the connection
            self._refusals.note("TLS failed: the client doesn't support TLS or doesn't trust the certificate")
            return ""
        _LOG.error("A client's command could not be answered", exc_info=error)
        return "451 4.3.0 devmail failed; see its log"

    async def _keep(self, received: Received) -> Mail:
        """Keep a mail. While another program writes to the inbox, other clients are served."""
        loop = asyncio.get_running_loop()
        until = loop.time() + _PATIENCE
        while True:
            try:
                return self._inbox.add_all([received])[0]
            except InboxBusy:
                if loop.time() > until:
                    raise
            await asyncio.sleep(_PAUSE)
