"""Terminals at the other end of SSH connections, many in one loop."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncssh

from tests.journeys.display import Display


class SshClient:
    """A terminal that is connected to a server by SSH, and what it shows.

    Args:
        process: The shell's session of the connection.
        columns: The terminal's width.
        lines: The terminal's height.
    """

    def __init__(self, process: asyncssh.SSHClientProcess[bytes], columns: int, lines: int) -> None:
        self._process = process
        self.display = Display(columns, lines)
        self.bytes_received = 0
        self._changed = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        while data := await self._process.stdout.read(65536):
            self.bytes_received += len(data)
            self.display.feed(data)
            self._changed.set()
        self._changed.set()

    @property
    def is_over(self) -> bool:
        """Whether the server has ended the session."""
        return self._reading.done()

    async def wait_for(self, text: str, seconds: float = 30) -> None:
        """Wait until a text is on the screen, on one line."""
        try:
            async with asyncio.timeout(seconds):
                while not any(self.display.places(text)):
                    if self.is_over:
                        raise AssertionError(f"the session ended without {text!r}:\n{self.display.text}")
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"no {text!r} within {seconds} s:\n{self.display.text}") from None

    async def wait_end(self, seconds: float = 30) -> int | None:
        """Wait until the session has ended; return its exit status, None when the connection broke."""
        async with asyncio.timeout(seconds):
            await self._reading
            await self._process.wait_closed()
        return self._process.exit_status

    def type(self, text: str) -> None:
        """Type a text, or the bytes of keys."""
        self._process.stdin.write(text.encode())

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size."""
        self.display.resize(columns, lines)
        self._process.change_terminal_size(columns, lines)

    def hang_up(self) -> None:
        """Break the connection off."""
        self.connection.abort()

    def close_input(self) -> None:
        """Close the input, as a client does when its own input ends."""
        self._process.stdin.write_eof()

    def stop_reading(self) -> None:
        """Take nothing from the server, as on a line that is stuck."""
        self._transport.pause_reading()

    def go_on_reading(self) -> None:
        """Take again what the server sends."""
        self._transport.resume_reading()

    @property
    def _transport(self) -> asyncio.Transport:
        transport = self.connection._transport  # private: asyncssh always reads
        assert transport is not None
        return transport

    @property
    def connection(self) -> asyncssh.SSHClientConnection:
        """The connection, which could carry more than this terminal."""
        connection = self._process.channel.get_connection()
        assert isinstance(connection, asyncssh.SSHClientConnection)
        return connection


@asynccontextmanager
async def connected(
    port: int, *, user: str = "ada", columns: int = 80, lines: int = 24, **options: Any
) -> AsyncIterator[SshClient]:
    """Connect to a server on this host.

    Args:
        port: Where it listens.
        user: The name to log in by.
        columns: The terminal's width.
        lines: The terminal's height.
        options: More of asyncssh's, such as `client_keys`.
    """
    defaults = {"host": "127.0.0.1", "port": port, "client_keys": None, "agent_path": None}
    async with (
        asyncssh.connect(username=user, known_hosts=None, config=None, **defaults | options) as connection,
        connection.create_process(
            term_type="xterm-256color", term_size=(columns, lines), encoding=None
        ) as process,
    ):
        client = SshClient(process, columns, lines)
        try:
            yield client
        finally:
            client._reading.cancel()
