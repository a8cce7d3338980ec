"""The SMTP transport: hands mails to the mail server."""

import asyncio
import socket
import ssl
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from threading import Thread
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from kstore_tui.mail.server import MailServer

if TYPE_CHECKING:
    from aiosmtplib import SMTP, SMTPResponseException


P = ParamSpec("P")
T = TypeVar("T")


class MailNotSent(Exception):
    """The mail server did not take a mail; `str()` says why, as the end of a sentence."""


class MailRejected(MailNotSent):
    """The mail server will never take a mail for this address."""


@dataclass(eq=False, repr=False)
class SmtpTransport:
    """The way to the mail server."""

    server: MailServer
    sender: str
    """The address that mails come from."""
    answer_seconds: float = 10
    """How long the server may take for one answer."""
    whole_seconds: float = 20
    """How long a whole sending may take."""

    async def send(self, message: EmailMessage, mail_id: str | None = None) -> None:
        """Send a mail that lacks only its sender and Message-ID. Cancelled, this lets go at once.

        Args:
            message: The mail.
            mail_id: What its Message-ID is made of, so that a mailbox can drop a mail that comes twice;
                None for a mail that is tried once.

        Raises:
            MailRejected: The server refused its recipient for good.
            MailNotSent: The server did not take it.
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
        except aiosmtplib.SMTPRecipientsRefused as error:
            answer = error.recipients[0]
            kind = MailRejected if _is_for_good(answer) else MailNotSent
            raise kind(self._answer(answer)) from error
        except aiosmtplib.SMTPAuthenticationError as error:
            raise MailNotSent(
                f"the mail server at {self.server} rejected the user name and password."
            ) from error
        except aiosmtplib.SMTPResponseException as error:
            raise MailNotSent(self._answer(error)) from error
        except TimeoutError as error:
            raise MailNotSent(f"the mail server at {self.server} isn't responding.") from error
        except ssl.SSLError as error:
            raise MailNotSent(
                f"the mail server at {self.server} doesn't offer a secure connection."
            ) from error
        except aiosmtplib.SMTPNotSupported as error:
            raise MailNotSent(
                f"the mail server at {self.server} doesn't support this address's characters."
            ) from error
        except aiosmtplib.SMTPException as error:
            raise MailNotSent(self._lost(error)) from error
        except (OSError, UnicodeError) as error:  # the latter: no host has such a name
            raise MailNotSent(f"the mail server at {self.server} can't be reached.") from error

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

    def _answer(self, error: "SMTPResponseException") -> str:
        """Quote the server's answer: text from outside, made safe, on one line and not too long."""
        words = " ".join("".join(c if c.isprintable() else " " for c in error.message).split())
        return f"the mail server at {self.server} answered “{error.code} {words[:100]}”."

    def _lost(self, error: Exception) -> str:
        """Say why there is no connection to the server."""
        words = str(error).lower()
        if (
            isinstance(error.__cause__, ssl.SSLError)
            or "certificate" in words
            or "starttls extension" in words
        ):
            return f"the mail server at {self.server} doesn't offer a secure connection."
        if "auth extension" in words or "authentication method" in words:
            return f"the mail server at {self.server} rejected the user name and password."
        if isinstance(error.__cause__, OSError):
            return f"the mail server at {self.server} can't be reached."
        return f"the mail server at {self.server} closed the connection."


def _is_for_good(answer: "SMTPResponseException") -> bool:
    """Return whether an answer to a recipient is final (RFC 5321: 5yz).

    It isn't when it is about the sender (530, and the policies of RFC 3463, 5.7.z): that can be fixed here.
    """
    return answer.code >= 500 and answer.code != 530 and not answer.message.startswith("5.7.")


class NameLookups(ThreadPoolExecutor):
    """Runs asyncio's lookups of names in threads that the end of the program doesn't wait for.

    Nothing cancels a lookup, and it can take a minute.
    """

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:  # noqa: D102 - an override
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
