"""A mail server that takes everything but never answers to a mail's content."""

import asyncio
import threading

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.journeys.smtp_server import SmtpServer


class HangsInData(SmtpServer):
    """Reads a mail to its end and says nothing to it."""

    def __init__(self) -> None:
        self._read = threading.Event()
        super().__init__(
            lambda mails: SMTP(
                self, hostname="localhost", loop=asyncio.get_running_loop(), enable_SMTPUTF8=True
            )
        )

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self._read.set()
        await asyncio.Event().wait()
        return "250 OK"

    def wait_for_mail(self) -> None:
        """Wait until it has read a mail."""
        assert self._read.wait(20), "no mail came"
