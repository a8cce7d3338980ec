"""A program started at the far end of a pseudo terminal, and the near end's bytes."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from contextlib import suppress

# Makes the terminal the new session's controlling one, undoes what Python and whoever started this
# process did to signals, and becomes the program.
_START = """
import fcntl, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGPIPE, signal.SIGXFSZ):
    signal.signal(number, signal.SIG_DFL)
if sys.argv[1] == "deaf":
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
os.execvp(sys.argv[2], sys.argv[2:])
"""
_LEFT_OUT = {"NO_COLOR", "COLUMNS", "LINES"}


def whole_environment(given: Mapping[str, str] | None, also: Mapping[str, str]) -> dict[str, str]:
    """Return a program's environment, or this process's, free of what would change how it looks."""
    start = {**os.environ, "TERM": "xterm-256color"} if given is None else given
    kept = {
        name: value
        for name, value in start.items()
        if name not in _LEFT_OUT and not name.startswith("TEXTUAL_")
    }
    return {"TERM": "xterm-256color", **kept, **also}


class PseudoTerminal:
    """A program and the near end of the pseudo terminal that it runs in."""

    def __init__(
        self,
        command: Sequence[str],
        columns: int,
        lines: int,
        environment: Mapping[str, str],
        *,
        deaf_to_hang_up: bool = False,
    ) -> None:
        near, far = pty.openpty()
        self._near: int | None = near
        self.far_is_closed = False  # every program at the far end has ended, and all of it has been read
        try:
            self.resize(columns, lines)
            os.set_blocking(near, False)
            self._far_name = os.ttyname(far)
            self._process = subprocess.Popen(
                [sys.executable, "-ISc", _START, "deaf" if deaf_to_hang_up else "hears", *command],
                stdin=far,
                stdout=far,
                stderr=far,
                env=environment,
                start_new_session=True,
            )
        except BaseException:
            self.hang_up()
            raise
        finally:
            os.close(far)

    def read(self, seconds: float) -> bytes:
        """Return what comes within the time; nothing at all when nothing does."""
        near = None if self.far_is_closed else self._near
        if not select.select([] if near is None else [near], [], [], seconds)[0] or near is None:
            return b""
        try:
            data = os.read(near, 65536)
        except OSError:  # every program at the far end has ended
            data = b""
        self.far_is_closed = not data
        return data

    def write(self, data: bytes) -> int:
        """Send as much as there is room for now; return how much that was."""
        try:
            return os.write(self._opened(), data)
        except BlockingIOError:
            return 0

    def unread(self) -> int:
        """Return how many bytes the program has not read yet; of a line without its Enter none count."""
        far = os.open(self._far_name, os.O_RDWR | os.O_NOCTTY)
        try:
            count: int = struct.unpack("i", fcntl.ioctl(far, termios.FIONREAD, b"\0" * 4))[0]
        finally:
            os.close(far)
        return count

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size; the program gets SIGWINCH from the kernel."""
        termios.tcsetwinsize(self._opened(), (lines, columns))

    def echoes(self) -> bool:
        """Return whether what is typed is echoed, as it is until a program changes that."""
        return bool(termios.tcgetattr(self._opened())[3] & termios.ECHO)

    def hang_up(self) -> None:
        """Close the near end: the program gets SIGHUP, and neither reads nor writes from then on."""
        if self._near is not None:
            os.close(self._near)
        self._near = None

    def signal(self, number: int) -> None:
        self._process.send_signal(number)

    def has_stopped(self) -> bool:
        """Tell, once for each time, whether a signal has stopped the program."""
        return os.waitid(os.P_PID, self._process.pid, os.WSTOPPED | os.WNOHANG) is not None

    def exit_status(self) -> int | None:
        """Return the program's exit status, or minus the signal that ended it; None while it runs."""
        return self._process.poll()

    def end(self) -> None:
        """Kill the program if it still runs, and everything in its process group, and hang up."""
        if self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
        self.hang_up()

    def _opened(self) -> int:
        if self._near is None:
            raise AssertionError("the terminal has hung up")
        return self._near
