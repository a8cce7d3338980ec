"""The server's end of an SSH channel: what its client asked for, and the bytes to and from its terminal."""

import asyncio
import fcntl
import struct
import termios
from collections.abc import Callable, Mapping
from contextlib import suppress

import asyncssh

from screens.terminal.cell_driver import READ_AT_ONCE

TYPED_AHEAD = 16_384
"""Bytes that a client may send before it has to wait."""
_UNSENT = 2_048
"""Bytes that may be on their way; while there are more, newer frames replace older ones."""
_BETWEEN_SIZES = 0.1
"""Seconds: a client may send thousands of sizes, and for each the screen is drawn."""
_VARIABLES = {b"COLORTERM", b"LANG", b"LC_ALL", b"LC_CTYPE", b"NO_COLOR"}
_LONGEST_VALUE = 100


class Channel(asyncssh.SSHServerSession[bytes]):
    """A terminal at the other end of a connection.

    Args:
        started: Called once the client has said all that it asks for.
    """

    def __init__(
        self, connection: asyncssh.SSHServerConnection, started: Callable[["Channel"], None]
    ) -> None:
        self._socket = connection.get_extra_info("socket")
        self._started = started
        self.size = (80, 24)
        self.bytes_sent = 0
        self.is_open = True
        self.on_resize: Callable[[int, int], object] = lambda columns, lines: None
        self.on_hang_up: Callable[[], object] = lambda: None
        self._take: Callable[[bytes], object] | None = None
        self._typed = bytearray()
        self._is_paused = self._is_deaf = False
        self._size_waits = self._rests = False
        self.last_typed = asyncio.get_running_loop().time()
        """When the last key came, by the loop's clock. What a terminal sends by itself is none."""

    @property
    def refusal(self) -> str:
        """Why this channel gets no session; empty if it does."""
        if self._ssh.get_command() is not None or self._ssh.get_subsystem() is not None:
            return "You can't run commands or transfer files here. Connect without a command."
        if self._ssh.get_terminal_type() in (None, "", "dumb"):
            return (
                "The store needs a terminal. Use `ssh -t` in a terminal that supports full-screen programs."
            )
        return ""

    @property
    def environment(self) -> dict[str, str]:
        """What describes the terminal, as far as the client may say."""
        return {**self._ssh.get_environment(), "TERM": self._ssh.get_terminal_type() or ""}

    def refuse(self, line: str) -> None:
        """Say why there is no session, where a script looks for it."""
        with suppress(OSError):
            self._ssh.write_stderr(f"{line}\r\n".encode())

    def send(self, data: bytes) -> None:
        """Send something to the terminal, if it is still there."""
        with suppress(OSError):
            self._ssh.write(data)
            self.bytes_sent += len(data)

    def exit(self, code: int) -> None:
        """Close the channel with an exit status."""
        with suppress(OSError):
            self._ssh.exit(code)

    async def wait_closed(self) -> None:
        """Wait until the client has taken everything, and closed the channel too."""
        await self._ssh.wait_closed()

    @property
    def is_behind(self) -> bool:
        """Whether the line has not taken what was sent.

        asyncssh takes whatever is written. The kernel knows what the other end has not acknowledged.
        """
        line = self._socket.fileno()
        if line < 0:  # closed
            return False
        unsent = fcntl.ioctl(line, termios.TIOCOUTQ, bytes(4))
        return struct.unpack("i", unsent)[0] > _UNSENT or self._ssh.get_write_buffer_size() > 0

    def read(self, take: Callable[[bytes], object]) -> None:
        """Pass on what is typed, and what was typed before, in pieces."""
        self._take = take
        self._pass_on()

    def pause_reading(self, seconds: float) -> None:
        """Let what is typed wait, here up to a bound and then at the client."""
        self._is_paused = True
        asyncio.get_running_loop().call_later(seconds, self._read_again)

    def stop_reading(self) -> None:
        """Drop what is typed: nobody acts on it."""
        self._is_deaf = True
        self._typed.clear()

    def _read_again(self) -> None:
        self._is_paused = False
        self._pass_on()

    def _pass_on(self) -> None:
        if self._take is not None and not self._is_paused and self._typed:
            piece = bytes(self._typed[:READ_AT_ONCE])
            del self._typed[:READ_AT_ONCE]
            self._take(piece)
            asyncio.get_running_loop().call_soon(self._pass_on)
        elif not self._typed:
            self._ssh.resume_reading()

    # What asyncssh calls.

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        self._ssh = chan

    def pty_requested(
        self, term_type: str, term_size: tuple[int, int, int, int], term_modes: Mapping[int, int]
    ) -> bool:
        self.size = term_size[:2]
        return True

    def shell_requested(self) -> bool:
        return True

    def exec_requested(self, command: str) -> bool:
        return True  # to say why not

    def subsystem_requested(self, subsystem: str) -> bool:
        return True  # as above

    def session_started(self) -> None:
        self._started(self)

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        self.size = (width, height)
        self._size_waits = True
        if not self._rests:
            self._pass_on_size()

    def _pass_on_size(self) -> None:
        self._rests = self._size_waits
        if self._size_waits:
            self._size_waits = False
            self.on_resize(*self.size)
            asyncio.get_running_loop().call_later(_BETWEEN_SIZES, self._pass_on_size)

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        if not self._is_deaf:
            self._ssh.pause_reading()  # until it has been passed on
            self._typed += data
            self._pass_on()

    def eof_received(self) -> bool:
        self._hang_up()
        return True  # there may be last words

    def connection_lost(self, exc: Exception | None) -> None:
        self._hang_up()

    def _hang_up(self) -> None:
        if self.is_open:
            self.is_open = False
            self.on_hang_up()


class Variables(dict[bytes, bytes]):
    """The variables that a client may send: those that describe its terminal, and no long values."""

    def __setitem__(self, name: bytes, value: bytes) -> None:
        if name in _VARIABLES and len(value) <= _LONGEST_VALUE:
            super().__setitem__(name, value)
