"""Decides on commands, logins and mails: aiosmtpd's hooks, one object for all connections."""

import asyncio
import logging
import secrets

from aiosmtpd.smtp import MISSING, SMTP, AuthResult, Envelope, LoginPassword, Session, TLSSetupException

from devmail.model import Mail, Received, kept_answer
from devmail.smtp.connection import Connection
from devmail.smtp.faults import ActiveFaults, NoSuchFault, fault_of
from devmail.smtp.refusals import Refusals
from devmail.smtp.settings import Login
from devmail.store.inbox import Inbox, InboxBusy, InboxUnusable

_NOBODY = "<>"  # aiosmtpd's word for the sender of a bounce
_PATIENCE = 5  # seconds a mail waits for another program that has the inbox to itself
_PAUSE = 0.05  # seconds from one try to the next
_LOG = logging.getLogger("devmail")


class Handler:
    """Keeps mails in the inbox, unless a login is missing or a fault is on.

    Without a user any login is accepted and none is needed. aiosmtpd itself has PLAIN and LOGIN, and finds
    the other mechanisms by their names here.
    """

    def __init__(self, inbox: Inbox, login: Login | None, faults: ActiveFaults, refusals: Refusals) -> None:
        self._inbox = inbox
        self._login = login
        self._faults = faults
        self._refusals = refusals
        self._waiting: list[tuple[Received, asyncio.Future[Mail]]] = []

    async def handle_EHLO(
        self, server: Connection, session: Session, envelope: Envelope, hostname: str, offers: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [offers[0], "250-PIPELINING", *offers[1:]]

    async def handle_MAIL(
        self, server: Connection, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._login is not None and not session.authenticated:
            return "530 5.7.0 Authentication required"
        if refusal := self._faults.begin_mail():
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
        if refusal := self._faults.end_mail():
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
            mail = await self._keep(server, received)
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

    async def _keep(self, server: Connection, received: Received) -> Mail:
        """Keep a mail, in one transaction with those that come in the same turn of the loop."""
        loop = asyncio.get_running_loop()
        kept: asyncio.Future[Mail] = loop.create_future()
        server.keeping = kept
        self._waiting.append((received, kept))
        if len(self._waiting) == 1:
            loop.call_soon(self._keep_waiting, loop.time() + _PATIENCE)
        return await kept

    def _keep_waiting(self, until: float) -> None:
        """Keep the mails that wait; try again while another program writes to the inbox."""
        loop = asyncio.get_running_loop()
        waiting = [(received, kept) for received, kept in self._waiting if not kept.done()]
        try:
            mails = self._inbox.add_all([received for received, _ in waiting])
        except Exception as error:
            if isinstance(error, InboxBusy) and loop.time() < until:
                loop.call_later(_PAUSE, self._keep_waiting, until)
                return
            for _, kept in waiting:
                kept.set_exception(error)
        else:
            for (_, kept), mail in zip(waiting, mails, strict=True):
                kept.set_result(mail)
        self._waiting.clear()

    # --- logins ---

    def check_password(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        return self._login_result(self._login is None or self._login.is_right(*data))

    async def auth_CRAM__MD5(self, server: SMTP, args: list[str]) -> AuthResult:
        """Log in with a digest of the password and a challenge (RFC 2195)."""
        challenge = f"<{secrets.token_hex(8)}@{server.hostname}>".encode()
        answer = await server.challenge_auth(challenge)
        if answer is MISSING:  # cancelled or not base64, and answered
            return AuthResult(success=False)
        user, _, digest = answer.rpartition(b" ")
        return self._login_result(self._login is None or self._login.is_right_digest(user, digest, challenge))

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        """Log in with a token, whatever it is."""
        if len(args) == 1 and await server.challenge_auth("") is MISSING:
            return AuthResult(success=False)
        return self._login_result(True)

    def _login_result(self, right: bool) -> AuthResult:
        return AuthResult(success=right and not self._faults.now.no_login, handled=False)
