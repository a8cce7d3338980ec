"""What to make small mail servers of."""

import asyncio

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.journeys.smtp_server import Mail, SmtpServer


class _SaysIt(asyncio.Protocol):
    def __init__(self, words: bytes) -> None:
        self._words = words

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(self._words)
        transport.close()


class Recorder:
    """Keeps the mails of a server."""

    def __init__(self, mails: list[Mail]) -> None:
        self._mails = mails

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep one."""
        receivers = [str(address) for address in envelope.rcpt_tos]
        self._mails.append(
            Mail(str(envelope.mail_from), receivers, envelope.original_content or b"", False, None)
        )
        return "250 OK"


class Says(SmtpServer):
    """Says these words to whoever connects, and hangs up."""

    def __init__(self, words: bytes) -> None:
        super().__init__(lambda mails: _SaysIt(words))
