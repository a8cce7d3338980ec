"""A client that says any bytes, whether they are SMTP or not."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from devmail.smtp.sink import Sink

SECONDS = 10
HELO = b"EHLO a\r\n"
MAIL = b"MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\n"
DATA = MAIL + b"DATA\r\n"


class RawClient:
    """One connection to a sink."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def say(self, said: bytes) -> None:
        """Send bytes as they are."""
        self._writer.write(said)
        await self._writer.drain()

    async def answer(self) -> str:
        """Return the next answer, all its lines; nothing at the connection's end."""
        lines = []
        async with asyncio.timeout(SECONDS):
            while line := (await self._reader.readline()).decode():
                lines.append(line)
                if line[3:4] != "-":
                    break
        return "".join(lines)

    async def codes(self, number: int) -> list[str]:
        """Return the codes of the next answers."""
        return [(await self.answer())[:3] for _ in range(number)]

    async def ask(self, said: bytes) -> str:
        """Say something and return its answer."""
        await self.say(said)
        return await self.answer()

    def end(self) -> None:
        """Say that nothing more will come; answers can still be heard."""
        self._writer.write_eof()

    async def is_over(self) -> bool:
        """Return whether the server closes the connection and says nothing more."""
        with suppress(ConnectionError):
            async with asyncio.timeout(SECONDS):
                return await self._reader.read() == b""
        return True

    async def encrypt(self, context: ssl.SSLContext) -> None:
        """Begin TLS."""
        await self._writer.start_tls(context, server_hostname="localhost")

    def go_away(self) -> None:
        """Go away without a word, whatever was still to be sent."""
        self._writer.transport.abort()

    async def close(self) -> None:
        """Go away."""
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()


@asynccontextmanager
async def talking(sink: Sink, tls: ssl.SSLContext | None = None) -> AsyncIterator[RawClient]:
    """Connect to a sink and hear its greeting."""
    name = None if tls is None else "localhost"
    client = RawClient(*await asyncio.open_connection(*sink.address, ssl=tls, server_hostname=name))
    assert (await client.answer())[:4] == "220 "
    try:
        yield client
    finally:
        await client.close()


@asynccontextmanager
async def serving(sink: Sink) -> AsyncIterator[Sink]:
    """Let a sink listen."""
    await sink.start()
    try:
        yield sink
    finally:
        await sink.stop()
