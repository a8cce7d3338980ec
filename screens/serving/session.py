"""One session: an app on one channel, from its start in turn to its end."""

import asyncio
import sys
from dataclasses import dataclass, field
from functools import partial
from io import StringIO
from pathlib import Path

from rich.console import Console

from kstore_tui.core.turns import Turns
from kstore_tui.store import Store
from screens.app import KstoreApp
from screens.base.screen import StoreScreen
from screens.crash_log import report
from screens.serving.channel import Channel
from screens.serving.channel_driver import ChannelDriver
from screens.serving.style_sheets import ParsedRules

FAULT, TERMINATED = 1, 143
_HUNG_UP = 129
STARTS_AT_ONCE = 2
_LONGEST_START = 5.0
"""Seconds after which the next app starts anyway."""
_LONGEST_LOGIN = 900
"""Seconds in which a person must log in, and may wait for a mailed code without a key: it is valid for ten
minutes."""
_LOOK_AGAIN = 0.1
NOT_LOGGED_IN = "You were disconnected because you didn't log in in time. Reconnect to try again."
SHUTTING_DOWN = "The server is shutting down or restarting. Connect again in a moment."


@dataclass(frozen=True)
class Shared:
    """What all sessions of a process share."""

    store: Store
    theme: str
    log_folder: Path
    seconds_to_log_in: float
    rules: ParsedRules = field(default_factory=ParsedRules)
    starts: Turns = field(default_factory=lambda: Turns(STARTS_AT_ONCE))
    """Hundreds of starts at once would keep those waiting who are logged in."""


class ServedApp(KstoreApp):
    """The app of one session among many in its process."""

    def __init__(self, shared: Shared, channel: Channel, origin: str, address: str) -> None:
        super().__init__(
            shared.store,
            origin,
            shared.theme,
            shared.log_folder,
            address=address,
            served=True,
            driver_class=ChannelDriver,
        )
        self.channel = channel
        self.shown = asyncio.get_running_loop().create_future()
        self.stylesheet = shared.rules.style_sheet(self.get_css_variables())
        # Private: Textual redirects the process's streams while an app runs; apps that overlap would leave
        # them redirected to one that has ended.
        self._capture_stdout, self._capture_stderr = sys.stdout, sys.stderr  # type: ignore[assignment]
        self.last_words = StringIO()
        self.error_console = Console(file=self.last_words, markup=False, highlight=False, soft_wrap=True)

    def _reload(self) -> None:
        if self._store.mail_worker.failure is None:  # the server deals with it: no session has caused it
            super()._reload()


class Session:
    """Shows the store to one person.

    Args:
        shared: What all sessions share.
        channel: The person's terminal.
        origin: Where the person comes from.
        address: The email address to log in with, if the person has given it already.
    """

    def __init__(self, shared: Shared, channel: Channel, origin: str, address: str) -> None:
        self._shared = shared
        self.channel = channel
        self._origin = origin
        self._address = address
        self._app: ServedApp | None = None
        self._ended_with: int | None = None
        self._last_line = ""
        self._watch: asyncio.TimerHandle | None = None
        channel.on_hang_up = partial(self.end, _HUNG_UP)
        if not channel.is_open:
            self.end(_HUNG_UP)

    @property
    def bytes_sent(self) -> int:
        """The bytes that were drawn."""
        return self.channel.bytes_sent

    @property
    def logins(self) -> int:
        """How often somebody has logged in."""
        return 0 if self._app is None else self._app.navigator.logins

    async def run(self) -> int:
        """Run until the person quits or is gone, and return the exit code; `FAULT` after a fault."""
        try:
            return await self._run()
        except Exception as error:
            now = self._shared.store.clock()
            self._say_last(str(report(error, self._shared.log_folder, now, served=True)))
            return FAULT
        finally:
            if self._watch is not None:
                self._watch.cancel()

    async def _run(self) -> int:
        async with self._shared.starts.turn(self._origin):
            if self._ended_with is not None:
                self._say_last(self._last_line)
                return self._ended_with
            self._app = app = ServedApp(self._shared, self.channel, self._origin, self._address)
            running = asyncio.create_task(app.run_async())
            await asyncio.wait(
                [running, app.shown], timeout=_LONGEST_START, return_when=asyncio.FIRST_COMPLETED
            )
        self._not_logged_in_since = asyncio.get_running_loop().time()
        self._watch_for_login()
        await running
        self._say_last(app.last_words.getvalue() or self._last_line)
        return app.return_code or 0

    def end(self, code: int, line: str = "") -> None:
        """End the session, and leave a line on the terminal."""
        if self._ended_with is None:
            self._ended_with, self._last_line = code, line
            if self._app is not None and self._app.return_code is None:
                self._app.exit(return_code=code)

    def _say_last(self, words: str) -> None:
        lines = words.strip().splitlines()
        self.channel.send("".join(f"{line}\r\n" for line in lines).encode())

    async def stop(self) -> None:
        """End the session as soon as what the person has begun to do is done."""
        while self._is_busy:  # noqa: ASYNC110 - nothing tells when all screens are free
            await asyncio.sleep(_LOOK_AGAIN)
        self.end(TERMINATED, SHUTTING_DOWN)

    @property
    def _is_busy(self) -> bool:
        screens = [] if self._app is None else self._app.screen_stack
        return any(isinstance(screen, StoreScreen) and screen.busy for screen in screens)

    def _watch_for_login(self) -> None:
        """End the session of someone who types nothing or never logs in, or look again when it is time."""
        if self._app is None:
            return
        loop, navigator = asyncio.get_running_loop(), self._app.navigator
        now = last_typed = loop.time()
        if navigator.session is not None:
            self._not_logged_in_since = now
        else:
            last_typed = self.channel.last_typed
        patience = _LONGEST_LOGIN if navigator.awaits_code else self._shared.seconds_to_log_in
        end = min(last_typed + patience, self._not_logged_in_since + _LONGEST_LOGIN)
        if now >= end:
            self.end(0, NOT_LOGGED_IN)
        else:
            if self._watch is not None:
                self._watch.cancel()
            self._watch = loop.call_at(end, self._watch_for_login)
