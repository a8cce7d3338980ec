"""Ways to the mail servers of a test."""

from collections.abc import Iterator
from contextlib import contextmanager

from kstore_tui.mail.smtp import MailServer, SmtpTransport
from kstore_tui.store import Store


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
