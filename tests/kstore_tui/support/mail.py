"""What a mail server took, as its reader sees it; another way for a store's mails."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default

from kstore_tui.mail.smtp import MailServer, SmtpTransport
from kstore_tui.store import Store
from tests.journeys.smtp_server import Mail, SmtpServer


def read(mail: Mail) -> EmailMessage:
    message = message_from_bytes(mail.content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    """Return the words of a message: its `plain` or its `html` form."""
    body = message.get_body((kind,))
    assert body is not None
    content = body.get_content()
    assert isinstance(content, str)
    return content


def code_in(mail: Mail) -> str:
    """Return the code that a mail brings: its first line."""
    return text_of(read(mail)).splitlines()[0]


def _brings_a_code(mail: Mail) -> bool:
    return str(BytesHeaderParser(policy=default).parsebytes(mail.content)["Subject"]).endswith(" Code")


class Mailbox:
    """All mails of a server, whoever they are for."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server

    @property
    def codes(self) -> list[str]:
        """The codes of any kind that were mailed, oldest first."""
        return [code_in(mail) for mail in self._server.mails if _brings_a_code(mail)]

    @property
    def code_receivers(self) -> list[str]:
        """Whom the codes were for, oldest first."""
        return [to for mail in self._server.mails if _brings_a_code(mail) for to in mail.recipients]

    @property
    def newest_code(self) -> str:
        """The code of the newest mail that brings one."""
        return next(code_in(mail) for mail in reversed(self._server.mails) if _brings_a_code(mail))

    @property
    def newest_text(self) -> str:
        """The words of the newest mail."""
        return text_of(read(self._server.mails[-1]))

    @property
    def texts(self) -> list[str]:
        """The words of all mails, oldest first."""
        return [text_of(read(mail)) for mail in self._server.mails]

    @property
    def receivers(self) -> list[str]:
        """Whom the mails were for, oldest first."""
        return [receiver for mail in self._server.mails for receiver in mail.recipients]


def transport_to(port: int) -> SmtpTransport:
    return SmtpTransport(MailServer("127.0.0.1", port), "no-reply@store.example")


@contextmanager
def mailing(
    store: Store, port: int, answer_seconds: float = 10, patience_seconds: float = 3
) -> Iterator[None]:
    """Lead a store's mails to another mail server for a while."""
    worker, transport = store.mail_worker, store.mail_worker.transport
    before = (transport.server, transport.answer_seconds, transport.whole_seconds, worker.patience_seconds)
    transport.server = MailServer("127.0.0.1", port)
    transport.answer_seconds, transport.whole_seconds = answer_seconds, 2 * answer_seconds
    worker.patience_seconds = patience_seconds
    try:
        yield
    finally:
        transport.server, transport.answer_seconds, transport.whole_seconds, worker.patience_seconds = before
