"""An app that the mail server can live with: it runs in the same program, and its terminal can go away."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import IO, Any

from textual.actions import ActionParseResult
from textual.app import App
from textual.dom import DOMNode
from textual.drivers.linux_driver import LinuxDriver
from textual.worker import WorkerFailed

from devmail.store.inbox import InboxUnusable
from devmail.tui.saving import CannotSave

Report = Callable[[BaseException], str]
"""Logs what nobody expected, and returns the line for the person."""


class LastingApp(App[int]):
    """Tells the person what fails and goes on, or ends without ending the program."""

    def __init__(self, report: Report | None = None) -> None:
        super().__init__(driver_class=LastingDriver)
        self._report = report  # without it faults are raised, as tests want them
        self.terminal: Lasting | None = None  # set by the driver
        self.ended_by = ""
        """The line about the fault that ended the app; empty when none did."""

    def say(self, line: str, *, fails: bool = False) -> None:
        """Tell the person something, such as that something failed."""
        raise NotImplementedError

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell the person when the inbox or a folder fails, and what nobody expected."""
        try:
            yield
        except (InboxUnusable, CannotSave) as error:
            self.say(str(error), fails=True)
        except Exception as error:
            if self._report is None:
                raise
            self.say(self._report(error), fails=True)

    async def run_action(
        self,
        action: "str | ActionParseResult",
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        with self.telling():
            return await super().run_action(action, default_namespace, namespaces)
        return True

    # Private: nothing public is told of a fault before Textual prints its report, which shows mails.
    def _handle_exception(self, error: Exception) -> None:
        if self._report is None:
            super()._handle_exception(error)
        elif not self.ended_by:
            self.ended_by = self._report(error.error if isinstance(error, WorkerFailed) else error)
            self.exit(return_code=1)

    def on_load(self) -> None:
        """Leave the terminal as it was when told to end: Textual by itself does not."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.exit, 128 + number)


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
        self._file: Any = Lasting(self._file)
        if isinstance(app, LastingApp):
            app.terminal = self._file
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
