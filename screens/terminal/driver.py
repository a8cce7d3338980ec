"""Textual's driver for the terminal that the program was started in."""

import asyncio
import curses
import os
import select
import signal
import termios
import time
import tty
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any, NoReturn

from textual import constants, events
from textual.app import App
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message

from screens.terminal.cells import MOST_COLUMNS, MOST_LINES, Cells
from screens.terminal.decoder import Decoder

_MOUSE = "\x1b[?1000{0}\x1b[?1003{0}\x1b[?1006{0}"
_KITTY_KEYS = "" if constants.DISABLE_KITTY_KEY else "\x1b[>25u"
_START = f"\x1b[?1049h\x1b[?25l\x1b[?1004h\x1b[?2004h\x1b[?7l{_KITTY_KEYS}"
_STOP = "\x1b[0m\x1b[?2004l\x1b[?7h\x1b[<u\x1b[?1004l\x1b[?1049l\x1b[?25h"
_CAN_SYNCHRONIZE = "\x1b[?2026$p"
_SYNCHRONIZED = "\x1b[?2026h{}\x1b[?2026l"
_LONG_FRAME = 200
"""Bytes; a shorter one is not seen being drawn."""
_KEYS_A_SECOND, _KEYS_AT_ONCE = 200, 600
"""More than a person types, and what a code or mail pasted without brackets needs; the rest waits outside."""
_PASTED_AS_ONE_KEY = 100
_READ_AT_ONCE = 256
_DRAWN_BY_THEN = 0.1
"""Seconds in which Textual draws for another size of the terminal; it doesn't if the size only came back."""
_LAST_WORDS = 0.4
"""Seconds that the end waits for a terminal that takes nothing."""


class TerminalDriver(Driver):
    """Sends the cells that changed, takes no more keys than the app can act on, and ends with its terminal.

    Everything happens in the loop's turn, signals too: there is no thread to wait for.
    """

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size or _terminal_size(0))
        self._handlers: dict[signal.Signals, Callable[[], object]] = {
            **{
                number: partial(self._end, number)
                for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
            },
            signal.SIGTSTP: self._stop,
            signal.SIGCONT: self._continue,
            signal.SIGWINCH: self._look_at_size,
        }
        for number, handler in self._handlers.items():
            self._loop.add_signal_handler(number, handler)
        self._cells = Cells(*_terminal_size(0), erases_in_colour=_erases_in_colour())
        self._decoder = Decoder()
        self._line: int | None = None
        self._modes_before: list[Any] | None = None
        self._is_stopped = False
        self._unsent = b""
        self._through = ""
        self._credit, self._credited_at = float(_KEYS_AT_ONCE), time.monotonic()
        self._patience: asyncio.TimerHandle | None = None

    @property
    def can_suspend(self) -> bool:
        return True

    def start_application_mode(self) -> None:
        self._line = _open_terminal()
        if self._line is None:
            self._end(signal.SIGHUP)
            return
        self._loop.add_reader(self._line, self._read)
        self._take_over()

    def _take_over(self) -> None:
        """Make the terminal ready, and draw on it whatever it shows."""
        line = self._line
        if line is None:
            return
        with suppress(termios.error):  # gone: reading says so
            modes = termios.tcgetattr(line)
            if self._modes_before is None:
                self._modes_before = termios.tcgetattr(line)
            modes[tty.LFLAG] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
            modes[tty.IFLAG] &= ~(
                termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR
            )
            modes[tty.CC][termios.VMIN] = 1
            termios.tcsetattr(line, termios.TCSANOW, modes)
        self._through += _START + (_MOUSE.format("h") if self._mouse else "")
        if os.environ.get("TERM_PROGRAM") != "Apple_Terminal":  # prints a letter of it
            self._through += _CAN_SYNCHRONIZE
        self._look_at_size()
        self._send_soon()

    def _look_at_size(self) -> None:
        """Take over the terminal's size; nothing is known of what it shows now."""
        if self._line is None:
            return
        columns, lines = _terminal_size(self._line)
        self._cells.resize(columns, lines)
        size = Size(columns, lines)
        self.process_message(events.Resize(size, size))
        self._loop.call_later(
            _DRAWN_BY_THEN, self._send_soon
        )  # what was drawn for the old size is for nobody

    def redraw(self) -> None:
        """Draw the whole screen: something else may have written over it."""
        self._cells.forget()
        self._send_soon()

    def write(self, data: str) -> None:
        if self._line is not None:
            self._through += self._cells.take(data)
            self._send_soon()

    def _send_soon(self) -> None:
        """Send when the terminal takes it. Until then, newer frames take the place of older ones."""
        if self._line is not None:
            self._loop.add_writer(self._line, self._send)

    def _send(self) -> None:
        if self._line is None:
            return
        if not self._unsent:
            changes = self._cells.changes()
            if self._decoder.synchronizes and len(changes) > _LONG_FRAME:
                changes = _SYNCHRONIZED.format(changes)
            self._unsent, self._through = (self._through + changes).encode("utf-8", "replace"), ""
        if self._unsent:
            try:
                self._unsent = self._unsent[os.write(self._line, self._unsent) :]
            except BlockingIOError:
                return
            except OSError:
                self._lose()
        else:
            self._loop.remove_writer(self._line)

    def _read(self) -> None:
        if self._line is None:
            return
        try:
            data = os.read(self._line, _READ_AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._lose()
            return
        try:
            self._take(self._decoder.feed(data))
        except Exception as error:  # ends as every other fault does
            self._app.call_later(_raise, error)

    def _take(self, messages: Iterable[Message]) -> None:
        """Pass messages on; when there are too many, let the rest wait in the terminal."""
        for message in messages:
            if isinstance(message, events.Key) and message.key == "ctrl+l":
                self.redraw()
            self._credit -= len(message.text) / _PASTED_AS_ONE_KEY if isinstance(message, events.Paste) else 1
            self.process_message(message)
        now = time.monotonic()
        earned = (now - self._credited_at) * _KEYS_A_SECOND
        self._credit, self._credited_at = min(_KEYS_AT_ONCE, self._credit + earned), now
        if self._credit < 0 and self._line is not None:
            self._loop.remove_reader(self._line)
            self._loop.call_later(-self._credit / _KEYS_A_SECOND, self._read_again)
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
        if (patience := self._decoder.patience) is not None:
            self._patience = self._loop.call_later(patience, self._give_up)

    def _read_again(self) -> None:
        if self._line is not None:
            self._loop.add_reader(self._line, self._read)

    def _give_up(self) -> None:
        self._patience = None
        self._take(self._decoder.give_up())

    def _lose(self) -> None:
        """End with the terminal, which is gone."""
        self._close_line()
        self._end(signal.SIGHUP)

    def _end(self, number: int) -> None:
        self._app.exit(return_code=128 + number)

    def _stop(self) -> None:
        """Stop as the shell's Ctrl+Z wants it, with the terminal as it was."""
        self._is_stopped = True
        self.suspend_application_mode()
        os.kill(os.getpid(), signal.SIGSTOP)

    def _continue(self) -> None:
        """Go on after a stop; one that nobody announced may have left anything on the terminal."""
        if self._is_stopped:
            self._is_stopped = False
            self.resume_application_mode()
            self.process_message(self.SignalResume())
        else:
            self._take_over()

    def disable_input(self) -> None:
        if self._line is not None:
            self._loop.remove_reader(self._line)
            with suppress(termios.error):  # what was typed is not for the shell
                termios.tcflush(self._line, termios.TCIFLUSH)

    def stop_application_mode(self) -> None:
        if self._line is None:
            return
        self.disable_input()
        self._loop.remove_writer(self._line)
        self._say_last(self._unsent + ((_MOUSE.format("l") if self._mouse else "") + _STOP).encode())
        self._unsent, self._through = b"", ""
        if self._modes_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self._line, termios.TCSANOW, self._modes_before)
        self._modes_before = None
        self._close_line()

    def _say_last(self, words: bytes) -> None:
        """Send what must arrive, while the terminal takes something."""
        line, end = self._line, time.monotonic() + _LAST_WORDS
        while line is not None and words and (left := end - time.monotonic()) > 0:
            select.select([], [line], [], left)
            try:
                words = words[os.write(line, words) :]
            except BlockingIOError:
                continue
            except OSError:
                return

    def suspend_application_mode(self) -> None:
        self.stop_application_mode()  # and goes on listening to signals

    def close(self) -> None:
        self._close_line()
        for number in self._handlers:
            self._loop.remove_signal_handler(number)

    def _close_line(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
        if self._line is not None:
            self._loop.remove_reader(self._line)
            self._loop.remove_writer(self._line)
            os.close(self._line)
            self._line = None


def _raise(error: Exception) -> NoReturn:
    raise error


def _open_terminal() -> int | None:
    """Open the terminal once more: what is set for it then is not set for the shell behind it, too.

    Whatever stdout and stderr are, this is the terminal. None when it is gone.
    """
    for name in (os.ttyname, lambda line: "/dev/tty"):  # the name may be of another mount namespace
        with suppress(OSError):
            return os.open(name(0), os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    return None


def _terminal_size(line: int) -> tuple[int, int]:
    try:
        columns, lines = os.get_terminal_size(line)
    except OSError:
        columns, lines = 0, 0
    return min(columns or 80, MOST_COLUMNS), min(lines or 24, MOST_LINES)


def _erases_in_colour() -> bool:
    """Whether the terminal fills what it erases with the background colour, as terminfo has it."""
    try:
        curses.setupterm(fd=0)
        return curses.tigetflag("bce") == 1
    except curses.error:  # nothing is known of such a terminal
        return False
