"""Mail servers for tests: one that keeps what it gets, and ones that fail, each in its own way.

They run in threads of their own, on free ports of 127.0.0.1.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal, NamedTuple

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.journeys.certificate import Certificate
from tests.journeys.smtp_server import Mail, SmtpServer

Tls = Literal["none", "offered", "required", "implicit"]
"""`offered` and `required` mean STARTTLS; `implicit` is TLS from the first byte."""


async def _nothing(server: SMTP) -> None: ...


class _Handler:
    """Takes every mail, from those who have logged in when that is asked for, and then does something."""

    def __init__(
        self,
        mails: list[Mail],
        *,
        encrypted: bool = False,
        login_required: bool = False,
        answer: str = "250 OK",
        then: Callable[[SMTP], Awaitable[None]] = _nothing,
    ) -> None:
        self._mails = mails
        self._encrypted = encrypted
        self._login_required = login_required
        self._answer = answer
        self._then = then

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._login_required and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self._answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.original_content
        assert content is not None
        data = session.auth_data
        self._mails.append(
            Mail(
                sender=envelope.mail_from or "",
                recipients=[str(address) for address in envelope.rcpt_tos],
                content=content,
                encrypted=self._encrypted or session.ssl is not None,
                user=data.login.decode() if isinstance(data, LoginPassword) else None,
            )
        )
        await self._then(server)
        return "250 OK"


def _smtp(handler: object, kind: type[SMTP] = SMTP, **options: Any) -> SMTP:
    options = {"enable_SMTPUTF8": True} | options
    return kind(handler, hostname="localhost", loop=asyncio.get_running_loop(), **options)


def recording(
    *,
    tls: Tls = "none",
    certificate: Certificate | None = None,
    user: str | None = None,
    password: str | None = None,
    utf8: bool = True,
) -> SmtpServer:
    """Return a server that keeps every mail, of anybody unless a user must log in.

    `utf8` is whether it takes addresses of any script (SMTPUTF8).
    """
    context = None if certificate is None or tls == "none" else certificate.server_context()
    assert context is not None or tls == "none", "TLS needs a certificate"
    implicit = tls == "implicit"

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        right = (data.login.decode(), data.password.decode()) == (user, password)
        return AuthResult(success=right, handled=False, auth_data=data if right else None)

    def talk(mails: list[Mail]) -> SMTP:
        return _smtp(
            _Handler(mails, encrypted=implicit, login_required=user is not None),
            tls_context=None if implicit else context,
            require_starttls=tls == "required",
            authenticator=check,
            auth_require_tls=context is not None and not implicit,
            auth_exclude_mechanism=["LOGIN", "PLAIN"] if user is None else [],
            enable_SMTPUTF8=utf8,
        )

    return SmtpServer(talk, context if implicit else None)


class _Says(asyncio.Protocol):
    """Says one thing, or nothing, to whoever connects, and hangs up if it said something."""

    def __init__(self, words: bytes) -> None:
        self._words = words
        self.transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        if self._words:
            assert isinstance(transport, asyncio.Transport)
            transport.write(self._words)
            transport.close()


def says(words: bytes) -> SmtpServer:
    """Return a server that says these words and hangs up."""
    return SmtpServer(lambda mails: _Says(words))


def hangs() -> SmtpServer:
    """Return a server that takes connections and never says a word."""
    return says(b"")


def refuses_greeting() -> SmtpServer:
    """Return a server that greets with 554 and hangs up."""
    return says(b"554 5.3.2 No service here\r\n")


def refuses_recipient(answer: str = "451 4.3.0 Try again later") -> SmtpServer:
    """Return a server that refuses every recipient, for now unless its answer says for good."""
    return SmtpServer(lambda mails: _smtp(_Handler(mails, answer=answer)))


class _DropsInData(SMTP):
    async def smtp_DATA(self, arg: str) -> None:
        await self.push("354 Go ahead")
        await self._reader.readline()
        assert isinstance(self.transport, asyncio.Transport)
        self.transport.abort()


def drops_in_data() -> SmtpServer:
    """Return a server that closes the line after the first line of a mail's content."""
    return SmtpServer(lambda mails: _smtp(_Handler(mails), kind=_DropsInData))


def drops_after_mail() -> SmtpServer:
    """Return a server that keeps every mail, and closes the line instead of saying that it has."""

    async def drop(server: SMTP) -> None:
        assert isinstance(server.transport, asyncio.Transport)
        server.transport.abort()

    return SmtpServer(lambda mails: _smtp(_Handler(mails, then=drop)))


def answers_late(seconds: float) -> SmtpServer:
    """Return a server that keeps every mail, and takes its time to say that it has."""
    return SmtpServer(lambda mails: _smtp(_Handler(mails, then=lambda server: asyncio.sleep(seconds))))


def hangs_in_data() -> SmtpServer:
    """Return a server that reads every mail to its end and never answers."""
    return answers_late(3600)


class ClosedPort(NamedTuple):
    """A port without a server; it has no mails."""

    port: int
    mails: tuple[Mail, ...] = ()


@contextmanager
def closed_port() -> Iterator[ClosedPort]:
    """Yield a port where nothing listens, and nothing else can begin to meanwhile."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield ClosedPort(held.getsockname()[1])
