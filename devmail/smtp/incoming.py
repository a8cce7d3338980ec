"""What a client has sent: its commands line by line, and its mails in large pieces."""

import asyncio
from collections.abc import Awaitable, Callable

from devmail.smtp.at_once import AtOnce
from devmail.smtp.mail_data import DataReader, MailData

_LONGEST_COMMAND = 12_288
"""Bytes of a command: RFC 4954 asks so much for a login."""
_MOST_UNREAD = 64 * 1024
"""Bytes that may wait; a client that sends more commands before it reads an answer is to wait."""
_SILENCE = 5
"""Seconds to wait for the rest of a mail that is refused for its line ends."""


class CommandTooLong(Exception):
    """A command had more bytes than any has."""


class Incoming:
    """What a client has sent and nobody has read yet.

    Args:
        before_waiting: Sends what the client must have before it sends more.
    """

    def __init__(self, before_waiting: Callable[[], Awaitable[None]]) -> None:
        self._before_waiting = before_waiting
        self._transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._ended = False
        self._paused = False
        self._waiter: AtOnce[None] | None = None

    def begin(self, transport: asyncio.Transport) -> None:
        """Read from a transport; what another one brought is forgotten: nobody encrypted it.

        Args:
            transport: Where it comes from.
        """
        self._transport = transport
        self._paused = False
        self.forget()

    def forget(self) -> None:
        """Forget what is unread."""
        self._buffer.clear()

    @property
    def is_empty(self) -> bool:
        """Whether all that has come is read."""
        return not self._buffer

    def feed(self, data: bytes) -> None:
        """Add what has come."""
        self._buffer += data
        if len(self._buffer) > _MOST_UNREAD and not self._paused and self._transport is not None:
            self._transport.pause_reading()
            self._paused = True
        self._wake()

    def end(self) -> None:
        """Nothing more will come."""
        self._ended = True
        self._wake()

    async def line(self) -> bytes:
        """Return the next command, without its line's end.

        Raises:
            CommandTooLong: It was passed over.
            EOFError: There is none any more.
        """
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > _LONGEST_COMMAND:
                await self._pass_over_line()
            await self.more()
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        if len(line) > _LONGEST_COMMAND:
            raise CommandTooLong
        return line.rstrip(b"\r")

    async def mail(self, largest: int) -> MailData:
        """Return the mail whose data comes next.

        Args:
            largest: How many bytes it may have.

        Raises:
            EOFError: The client went away in the middle of it.
        """
        reader = DataReader(largest)
        while not reader.take(self._buffer):
            if not reader.is_bare:
                await self.more()
                continue
            try:
                async with asyncio.timeout(_SILENCE):
                    await self.more()
            except TimeoutError:
                return reader.data(ended=False)
        return reader.data()

    async def more(self) -> None:
        """Wait until more has come.

        Raises:
            EOFError: Nothing more will come.
        """
        unread = len(self._buffer)
        await self._before_waiting()
        if self._paused and self._transport is not None:
            self._transport.resume_reading()
            self._paused = False
        if len(self._buffer) != unread:
            return
        if self._ended:
            raise EOFError
        self._waiter = AtOnce(loop=asyncio.get_running_loop())
        try:
            await self._waiter
        finally:
            self._waiter = None

    async def _pass_over_line(self) -> None:
        while (end := self._buffer.find(b"\n")) < 0:
            self._buffer.clear()
            await self.more()
        del self._buffer[: end + 1]
        raise CommandTooLong

    def _wake(self) -> None:
        if self._waiter is not None:
            self._waiter.bring(None)
