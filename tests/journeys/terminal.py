"""A real terminal to start programs in and to use them as a person does."""

import signal
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

from tests.journeys.display import Display
from tests.journeys.pseudo_terminal import PseudoTerminal, whole_environment

_LONE_ESCAPE = 0.2  # seconds; longer than programs wait for what may follow an escape
_TICK = 0.05  # seconds


class Terminal:
    """A program in a terminal of its own, whose output is read whenever something is waited for.

    Every wait is bounded and fails with what the screen shows. The environment is the one given, or this
    process's, without what would change the picture; variables of `also` are set after that. A program that
    is deaf to hang-ups starts with SIGHUP ignored, as under `nohup`.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        lines: int = 24,
        environment: Mapping[str, str] | None = None,
        also: Mapping[str, str] | None = None,
        deaf_to_hang_up: bool = False,
    ) -> None:
        self.display = Display(columns, lines)
        self.bytes_received = 0
        whole = whole_environment(environment, also or {})
        self._line = PseudoTerminal(command, columns, lines, whole, deaf_to_hang_up=deaf_to_hang_up)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.end()

    @property
    def text(self) -> str:
        return self.display.text

    def row(self, number: int) -> str:
        """Return one line of the screen, counted from 0."""
        return self.display.row(number)

    def find(self, text: str) -> tuple[int, int] | None:
        """Return the column and row where a text begins, the first time it is on the screen, or None."""
        return next(((first, row) for first, _, row in self.display.places(text)), None)

    @property
    def in_alternate_screen(self) -> bool:
        return self.display.in_alternate_screen

    @property
    def mouse_is_on(self) -> bool:
        return self.display.mouse_is_on

    @property
    def left_changed(self) -> set[str]:
        """What differs from a fresh terminal: numbers of private modes, `kitty`, `no echo`."""
        return self.display.modes_changed | (set() if self._line.echoes() else {"no echo"})

    def wait_for(self, text: str, seconds: float = 15) -> None:
        """Wait until a text is on the screen, on one line."""
        self._wait_for_screen(lambda: self.find(text) is not None, f"{text!r} on the screen", seconds)

    def wait_gone(self, text: str, seconds: float = 15) -> None:
        self._wait_for_screen(lambda: self.find(text) is None, f"screen without {text!r}", seconds)

    def wait_until(self, predicate: Callable[[], object], what: str, seconds: float = 15) -> None:
        """Wait until something holds, tried again and again; `what` it is goes into the message."""
        end = time.monotonic() + seconds
        while not predicate():
            if time.monotonic() > end:
                raise AssertionError(self._missing(what, seconds))
            self._take_in(_TICK)

    def settle(self, seconds_quiet: float = 0.3, seconds: float = 15) -> None:
        """Wait until nothing has come from the program for a while."""
        end = time.monotonic() + seconds
        while self._take_in(seconds_quiet):
            if time.monotonic() > end:
                raise AssertionError(self._missing(f"{seconds_quiet} s of quiet", seconds))

    def wait_exit(self, seconds: float = 15) -> int:
        """Wait for the program's end; return its exit status, or minus the signal that ended it."""
        self.wait_until(lambda: self._line.exit_status() is not None, "end of the program", seconds)
        while self._take_in(0):
            pass
        status = self._line.exit_status()
        assert status is not None
        return status

    def press(self, *keys: str) -> None:
        """Press keys one after another: `enter`, `shift+tab`, `f1`, `ctrl+q` or single characters."""
        for key in keys:
            self._send(key_bytes(key))
            if key == "escape":
                self._let_escape_stand_alone()

    def type(self, text: str) -> None:
        self._send(text.encode())

    def paste(self, text: str) -> None:
        """Paste a text, in brackets when the program has asked for them."""
        self._send(paste_bytes(text, bracketed=self.display.pastes_in_brackets))

    def click(self, text: str) -> None:
        """Wait for a text and click on its middle, the first time it is on the screen."""
        self.wait_for(text)
        first, last, row = next(self.display.places(text))
        self.click_at((first + last) // 2, row)

    def click_at(self, column: int, row: int) -> None:
        """Move the mouse to a cell, counted from 0, and click there, once the program wants the mouse."""
        self.wait_until(lambda: self.mouse_is_on, "program that has asked for the mouse")
        moved = move_bytes(column, row) if self.display.mouse_moves_are_wanted else b""
        self._send(moved + click_bytes(column, row))

    def resize(self, columns: int, lines: int) -> None:
        self._take_in(0)
        self.display.resize(columns, lines)
        self._line.resize(columns, lines)

    def signal(self, number: int) -> None:
        self._line.signal(number)

    def stop_and_continue(self, number: int) -> None:
        """Stop the program with a signal, and let it go on."""
        self.signal(number)
        self.wait_until(self._line.has_stopped, "stop of the program")
        self.signal(signal.SIGCONT)

    def hang_up(self) -> None:
        """Close the terminal, as a broken connection or a closed window does."""
        self._line.hang_up()

    def _wait_for_screen(self, predicate: Callable[[], bool], what: str, seconds: float) -> None:
        # Once the program has ended, nothing more will come: fail at once.
        self.wait_until(lambda: predicate() or self._line.far_is_closed, what, seconds)
        if not predicate():
            raise AssertionError(self._missing(what, seconds))

    def _take_in(self, seconds: float) -> bool:
        data = self._line.read(seconds)
        self.bytes_received += len(data)
        self.display.feed(data)
        return bool(data)

    def _send(self, data: bytes, seconds: float = 15) -> None:
        end = time.monotonic() + seconds
        while data := data[self._line.write(data) :]:
            if time.monotonic() > end:
                raise AssertionError(self._missing("program that reads what is typed", seconds))
            self._take_in(_TICK)

    def _let_escape_stand_alone(self) -> None:
        self.wait_until(lambda: self._line.unread() == 0, "program that reads the escape")
        end = time.monotonic() + _LONE_ESCAPE
        while (left := end - time.monotonic()) > 0:
            self._take_in(left)

    def _missing(self, what: str, seconds: float) -> str:
        status = self._line.exit_status()
        state = "" if status is None else f" (it has ended with {status})"
        frame = "-" * self.display.size[0]
        return f"no {what} within {seconds} s{state}; the screen:\n{frame}\n{self.text}\n{frame}"


_NAMED = {
    "enter": "\r",
    "tab": "\t",
    "space": " ",
    "escape": "\x1b",
    "backspace": "\x7f",
    "shift+tab": "\x1b[Z",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "insert": "\x1b[2~",
    "delete": "\x1b[3~",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
    "f11": "\x1b[23~",
    "f12": "\x1b[24~",
}


def key_bytes(key: str) -> bytes:
    """Return what a key sends: a character, or a name such as `shift+tab`, `ctrl+q`, `alt+x`."""
    if key in _NAMED:
        return _NAMED[key].encode()
    if len(key) == 1:
        return key.encode()
    modifier, _, rest = key.partition("+")
    if modifier == "alt" and rest:
        return b"\x1b" + key_bytes(rest)
    if modifier == "ctrl" and len(rest) == 1 and "@" <= rest.upper() <= "_":
        return bytes([ord(rest.upper()) & 0x1F])
    raise ValueError(f"no such key: {key!r}")


def click_bytes(column: int, row: int) -> bytes:
    """Return a press and a release of the left button on a cell, counted from 0, as SGR mouse reports."""
    return f"\x1b[<0;{column + 1};{row + 1}M\x1b[<0;{column + 1};{row + 1}m".encode()


def move_bytes(column: int, row: int) -> bytes:
    """Return a move of the mouse, no button held, to a cell counted from 0, as an SGR mouse report."""
    return f"\x1b[<35;{column + 1};{row + 1}M".encode()


def paste_bytes(text: str, *, bracketed: bool) -> bytes:
    """Return a paste: line ends go as Enter does, in brackets when the program has asked for them."""
    plain = text.replace("\r\n", "\r").replace("\n", "\r").encode()
    return b"\x1b[200~" + plain + b"\x1b[201~" if bracketed else plain
