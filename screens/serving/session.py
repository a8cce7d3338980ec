"""One session: a terminal at the other end of an SSH channel, and the app that it shows."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Protocol

import asyncssh
from rich.console import Console

from kstore_tui.store import Store
from screens.app import KstoreApp
from screens.serving.channel_driver import ChannelDriver
from screens.terminal.cell_driver import READ_AT_ONCE, bounded

_CANNOT_START = 2
_HUNG_UP = 129
_MOST_UNSENT = 16_384
"""Bytes that may wait for a slow line; past that, newer frames replace older ones."""
_MOST_TYPED_AHEAD = 4_096
"""Bytes that are kept before they can be acted on; the rest waits at the client."""


class House(Protocol):
    """What sessions share."""

    store: Store
    theme: str
    log_folder: Path
    starting: asyncio.Semaphore
    """Apps start a few at a time: hundreds at once would keep those who are logged in waiting."""

    def began(self, session: "SshSession") -> None:
        """Note a session."""

    def ended(self, session: "SshSession") -> None:
        """Note that a session is over."""


class SshSession(asyncssh.SSHServerSession[bytes]):
    """Runs an app for one channel.

    Args:
        house: What sessions share.
        origin: Where the person comes from.
        address: An email address to log in by, if the person gave one as the SSH user name.
    """

    def __init__(self, house: House, origin: str, address: str = "") -> None:
        self._house = house
        self._origin = origin
        self._address = address
        self.size = (80, 24)
        self.erases_in_colour = False
        self.bytes_sent = 0
        self._term = ""
        self._app: ServedApp | None = None
        self._driver: ChannelDriver | None = None
        self._task: asyncio.Task[None] | None = None
        self._typed = b""
        self._is_paused = self._is_deaf = self._is_gone = False
        self._last_line = ""
        self._is_shown = asyncio.Event()

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        self._chan = chan

    def pty_requested(
        self, term_type: str, term_size: tuple[int, int, int, int], term_modes: Mapping[int, int]
    ) -> bool:
        self._term = term_type
        self.size = bounded(term_size[0], term_size[1])
        return True

    def shell_requested(self) -> bool:
        return True

    def exec_requested(self, command: str) -> bool:
        return True  # to say why not

    def session_started(self) -> None:
        if self._chan.get_command() is not None:
            self._refuse("The store runs no commands. Connect without one.")
        elif self._term in ("", "dumb"):
            self._refuse("The store needs a terminal. Use `ssh -t`.")
        else:
            self._house.began(self)
            self._task = asyncio.create_task(self._run())

    def _refuse(self, line: str) -> None:
        self._chan.write_stderr(f"{line}\r\n".encode())
        self._chan.exit(_CANNOT_START)

    async def _run(self) -> None:
        code = 1
        try:
            await self._start_in_turn()
            if self._is_gone:
                return
            house = self._house
            self._app = ServedApp(self, house.store, self._origin, house.theme, house.log_folder)
            code = await self._app.run_async() or self._app.return_code or 0
            for line in (self._app.last_words, self._last_line):
                self.send(line.replace("\n", "\r\n").encode())
        finally:
            self.shown()
            self._house.ended(self)
            self._app = self._driver = None
            with suppress(OSError):
                self._chan.exit(code)

    async def _start_in_turn(self) -> None:
        await self._house.starting.acquire()
        release = asyncio.create_task(self._is_shown.wait())
        release.add_done_callback(lambda _: self._house.starting.release())

    def end(self, code: int, line: str = "") -> None:
        """End the session, and leave a line on the person's terminal."""
        self._last_line = f"{line}\n" if line else ""
        self._is_gone = True
        if self._app is not None:
            self._app.exit(return_code=code)

    async def wait_ended(self) -> None:
        """Wait until the app has ended and its session is closed."""
        if self._task is not None:
            await asyncio.wait([self._task])

    # What the channel tells.

    def terminal_size_changed(self, width: int, height: int, pixwidth: int, pixheight: int) -> None:
        self.size = bounded(width, height)
        if self._driver is not None:
            self._driver.take_size(*self.size)

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        if not self._is_deaf:
            self._typed += data
            self._feed()

    def eof_received(self) -> bool:
        self.end(_HUNG_UP)
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self.end(_HUNG_UP)

    # What the driver asks for.

    @property
    def is_full(self) -> bool:
        connection = self._chan.get_connection()
        transport = (
            connection and connection._transport
        )  # private: asyncssh hides back-pressure from sessions
        unsent = transport.get_write_buffer_size() if transport else 0
        return self._chan.get_write_buffer_size() > 0 or unsent > _MOST_UNSENT

    def send(self, data: bytes) -> None:
        if data and not self._chan.is_closing():
            self.bytes_sent += len(data)
            self._chan.write(data)

    def opened(self, driver: ChannelDriver) -> None:
        self._driver = driver
        self._feed()

    def shown(self) -> None:
        self._is_shown.set()

    def pause_reading(self, seconds: float) -> None:
        self._is_paused = True
        asyncio.get_running_loop().call_later(seconds, self._read_again)

    def _read_again(self) -> None:
        self._is_paused = False
        self._feed()

    def stop_reading(self) -> None:
        self._is_deaf = True
        self._typed = b""

    def _feed(self) -> None:
        """Give the driver as many keys as it takes, and let the rest wait."""
        while self._typed and self._driver is not None and not self._is_paused:
            chunk, self._typed = self._typed[:READ_AT_ONCE], self._typed[READ_AT_ONCE:]
            self._driver.feed(chunk)
        if len(self._typed) > _MOST_TYPED_AHEAD:
            self._chan.pause_reading()
        else:
            self._chan.resume_reading()


class ServedApp(KstoreApp):
    """The app of one session among many in a process."""

    def __init__(self, channel: SshSession, store: Store, origin: str, theme: str, log_folder: Path) -> None:
        super().__init__(store, origin, theme, log_folder, driver_class=ChannelDriver)
        self.channel = channel
        self._words = StringIO()
        self.error_console = Console(file=self._words, markup=False, highlight=False, width=channel.size[0])

    @property
    def last_words(self) -> str:
        """What the app leaves on the terminal, such as a line about an unexpected error."""
        return self._words.getvalue()
