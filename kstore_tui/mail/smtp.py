"""The mail server, read from one URL, and the transport that hands mails to it by SMTP."""

import asyncio
import socket
import ssl
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import make_msgid
from ipaddress import ip_address
from threading import Thread
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from aiosmtplib import SMTP, SMTPResponseException

_PORTS = {"smtp": 25, "smtps": 465}
_NO_URL = (
    "must be the URL of a mail server: smtp://host:port or smtps://host:port. "
    "To require STARTTLS, add ?starttls=required to smtp://."
)


class InvalidMailServer(ValueError):
    """`str()` is the line for the person, without the URL's password."""


@dataclass(frozen=True, slots=True)
class MailServer:
    host: str
    port: int
    implicit_tls: bool = False
    """TLS from the first byte (`smtps://`, RFC 8314)."""
    starttls_required: bool = False
    """Refuse to go on without STARTTLS and a valid certificate (RFC 3207)."""
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def read_mail_server(url: str) -> MailServer:
    """Return the server of a URL: `smtp://[user:password@]host[:port][?starttls=required]` or `smtps://…`.

    A password never travels in the clear: with a user, and a host that is not this one, TLS is required.
    Anything else raises `InvalidMailServer`.
    """
    try:
        parts = urlsplit(url)
        query = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
        port = parts.port or _PORTS[parts.scheme]
        host = parts.hostname
    except (KeyError, ValueError):
        raise InvalidMailServer(_NO_URL) from None
    if (
        not host
        or parts.path.strip("/")
        or parts.fragment
        or not query.items() <= {"starttls": ["required"]}.items()
    ):
        raise InvalidMailServer(_NO_URL)
    implicit_tls = parts.scheme == "smtps"
    if implicit_tls and query:
        raise InvalidMailServer("smtps:// uses TLS from the start. Leave out ?starttls=required.")
    return MailServer(
        host=host,
        port=port,
        implicit_tls=implicit_tls,
        starttls_required=bool(query)
        or (parts.username is not None and not implicit_tls and not _is_here(host)),
        user=None if parts.username is None else unquote(parts.username),
        password=None if parts.username is None else unquote(parts.password or ""),
    )


def _is_here(host: str) -> bool:
    """Return whether a host is this one, so that nothing travels over a network."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


P = ParamSpec("P")
T = TypeVar("T")


class MailNotSent(Exception):
    """The mail server did not take a mail; `str()` says why, as the end of a sentence."""


class MailRejected(MailNotSent):
    """The mail server will never take a mail for this address."""


@dataclass(eq=False, repr=False)
class SmtpTransport:
    server: MailServer
    sender: str
    """The address that mails come from."""
    answer_seconds: float = 10
    """How long the server may take for one answer."""
    whole_seconds: float = 20
    """How long a whole sending may take."""

    async def send(self, message: EmailMessage, mail_id: str | None = None) -> None:
        """Send a mail that lacks only its sender and Message-ID. Cancelled, this lets go at once.

        The Message-ID of a mail that may be tried again is made of `mail_id`, so that a mailbox can drop the
        second of two. Raises `MailRejected` or another `MailNotSent`.
        """
        import aiosmtplib  # heavy, and most runs send no mail

        message["From"] = self.sender
        domain = self.sender.rpartition("@")[2]
        message["Message-ID"] = make_msgid(domain=domain) if mail_id is None else f"<{mail_id}@{domain}>"
        try:
            async with asyncio.timeout(self.whole_seconds):
                client = self._client()
                try:
                    await client.connect()
                    await client.send_message(message)
                finally:
                    # The answer to DATA is all that counts: a farewell could only fail or take time.
                    client.close()
        except (aiosmtplib.SMTPException, OSError, UnicodeError) as error:  # the last: no host is named so
            refused = error.recipients[0] if isinstance(error, aiosmtplib.SMTPRecipientsRefused) else None
            kind = MailRejected if refused is not None and _is_for_good(refused) else MailNotSent
            raise kind(f"the mail server at {self.server} {_why(refused or error)}.") from error

    def _client(self) -> "SMTP":
        import aiosmtplib

        server = self.server
        secure = server.implicit_tls or server.starttls_required
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            local_hostname=socket.gethostname() or "localhost",  # else its full name is asked of the network
            timeout=self.answer_seconds,
            use_tls=server.implicit_tls,
            # Not required, TLS is used where it is offered, with any certificate (RFC 7435).
            start_tls=None if not secure else server.starttls_required,
            validate_certs=secure,
        )


def _why(error: Exception) -> str:
    """Say what the server did, as the end of a sentence."""
    import aiosmtplib

    words = str(error).lower()
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return "rejected the user name and password"
    if isinstance(error, aiosmtplib.SMTPResponseException):  # text from outside, made safe and not too long
        answer = " ".join("".join(c if c.isprintable() else " " for c in error.message).split())
        return f"answered “{error.code} {answer[:100]}”"
    if isinstance(error, TimeoutError):
        return "isn't responding"
    of_tls = error if isinstance(error, ssl.SSLError) else error.__cause__
    if isinstance(of_tls, ssl.SSLCertVerificationError) or "certificate" in words:
        return "has a certificate that can't be verified"
    if isinstance(of_tls, ssl.SSLError) or "starttls extension" in words:
        return "doesn't offer a secure connection"
    if isinstance(error, aiosmtplib.SMTPNotSupported):
        return "doesn't support this address's characters"
    if "auth extension" in words or "authentication method" in words:
        return "rejected the user name and password"
    if isinstance(error, aiosmtplib.SMTPException) and not isinstance(error.__cause__, OSError):
        return "closed the connection"
    return "can't be reached"


def _is_for_good(answer: "SMTPResponseException") -> bool:
    """Return whether an answer to a recipient is final (RFC 5321: 5yz).

    It isn't when it is about the sender (530, and the policies of RFC 3463, 5.7.z): that can be fixed here.
    """
    return answer.code >= 500 and answer.code != 530 and not answer.message.startswith("5.7.")


class NameLookups(ThreadPoolExecutor):
    """Runs asyncio's lookups of names in threads that the end of the program doesn't wait for.

    Nothing cancels a lookup, and it can take a minute.
    """

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future = Future[T]()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:
                future.set_exception(error)

        Thread(target=run, daemon=True).start()
        return future
