"""A terminal that can go away at any time."""

from contextlib import suppress
from typing import IO, Any

from textual.drivers.linux_driver import LinuxDriver


class Lasting:
    """A stream whose writes fail unheard once nobody is at its other end.

    Textual writes in a thread that the first failure ends; the program then waits for ever for that thread to
    take what is queued, and keeps its port.
    """

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        with suppress(OSError):
            self._stream.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class LastingDriver(LinuxDriver):
    """Textual's own driver, which outlives its terminal until it is told to end."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._file: Any = Lasting(self._file)  # private: Textual takes the stream from nowhere else
        self._is_suspended = False

    def suspend_application_mode(self) -> None:
        self._is_suspended = True
        super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        # Textual resumes at each SIGCONT, and starts its threads a second time when they run already: the
        # program would then wait for them at its end for ever.
        if self._is_suspended:
            self._is_suspended = False
            super().resume_application_mode()
