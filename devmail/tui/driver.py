"""A terminal that can go away at any time."""

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import IO, Any

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from devmail.tui.lasting_app import LastingApp


class Lasting:
    """A stream whose writes fail unheard once nobody is at its other end.

    Textual writes in a thread that the first failure ends; the program then waits for ever for that thread to
    take what is queued, and keeps its port.
    """

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self.is_writing = False

    def write(self, text: str) -> None:
        self._try(lambda: self._stream.write(text))

    def flush(self) -> None:
        self._try(self._stream.flush)

    def _try(self, step: Callable[[], object]) -> None:
        self.is_writing = True
        with suppress(OSError):
            step()
        self.is_writing = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class LastingDriver(LinuxDriver):
    """Textual's own driver, which outlives its terminal until it is told to end."""

    def __init__(self, app: App[Any], *arguments: Any, **options: Any) -> None:
        super().__init__(app, *arguments, **options)
        # Private: Textual takes the stream from nowhere else.
        self._file: Any = (stream := Lasting(self._file))
        if isinstance(app, LastingApp):
            app.terminal_is_behind = lambda: stream.is_writing
        self._is_suspended = False
        # In the loop's turn: Textual's own handler may interrupt code that holds a lock which it needs.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTSTP, self._stop)

    def _stop(self) -> None:
        self.suspend_application_mode()
        os.kill(os.getpid(), signal.SIGSTOP)

    def suspend_application_mode(self) -> None:
        self._is_suspended = True
        super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        # Textual resumes at each SIGCONT, and starts its threads a second time when they run already: the
        # program would then wait for them at its end for ever.
        if self._is_suspended:
            self._is_suspended = False
            super().resume_application_mode()
