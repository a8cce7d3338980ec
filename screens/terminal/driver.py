"""Textual's driver for the terminal that the program was started in."""

import asyncio
import os
import select
import signal
import termios
import time
import tty
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from textual.app import App

from screens.terminal.cell_driver import READ_AT_ONCE, CellDriver, bounded
from screens.terminal.colours import own_terminal_erases_in_colour

_LAST_WORDS = 0.4
"""Seconds that the end waits for a terminal that takes nothing."""
_ASK_AFTER = 1_024
"""Bytes after which the terminal is asked whether it has shown them. The kernel and sshd take far more than a
slow line does, and all of that would have to be shown before the newest frame."""
_QUESTION, _LAST_ANSWER, _LONGEST_WAIT = b"\x1b[5n", 0.3, 10.0
"""What all terminals answer; and the seconds to wait for that, at the end and before."""


class TerminalDriver(CellDriver):
    """Ends with its terminal, however that goes. Signals, too, are dealt with in the loop's turn."""

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(
            app,
            debug=debug,
            mouse=mouse,
            size=size or _terminal_size(0),
            environment=os.environ,
            erases_in_colour=own_terminal_erases_in_colour(),
            is_remote="SSH_CONNECTION" in os.environ,
        )
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
        self._line: int | None = None
        self._modes_before: list[Any] | None = None
        self._is_stopped = False
        self._unsent = b""
        self._on_its_way = 0
        self._asks = False
        self._waiting: asyncio.TimerHandle | None = None

    @property
    def is_connected(self) -> bool:
        return self._line is not None

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
        self.begin(ask=os.environ.get("TERM_PROGRAM") != "Apple_Terminal")  # prints a letter of the question
        self._on_its_way, self._asks = 0, False  # until this has been answered
        self._unsent += _QUESTION
        self._look_at_size()
        self.send_soon()

    def _look_at_size(self) -> None:
        if self._line is not None:
            self.take_size(*_terminal_size(self._line))

    def send_soon(self) -> None:
        if self._line is not None:
            self._loop.add_writer(self._line, self._send)

    def _send(self) -> None:
        if self._line is None:
            return
        if not self._unsent and self._waiting is None:
            self._unsent = self.next_frame()
            self._on_its_way += len(self._unsent)
            if self._asks and self._on_its_way > _ASK_AFTER:
                self._unsent += _QUESTION
                self._waiting = self._loop.call_later(_LONGEST_WAIT, self._take_as_shown, False)
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
            data = os.read(self._line, READ_AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self.feed(data)
            if self._decoder.answered:
                self._decoder.answered = False
                self._take_as_shown(True)
        else:
            self._lose()

    def _take_as_shown(self, by_its_word: bool) -> None:
        """Take all that was sent as shown, and go on; don't ask a terminal again that doesn't answer."""
        self._on_its_way, self._asks = 0, by_its_word
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
            self.send_soon()

    def pause_reading(self, seconds: float) -> None:
        if self._line is not None:
            self._loop.remove_reader(self._line)
            self._loop.call_later(seconds, self._read_again)

    def _read_again(self) -> None:
        if self._line is not None:
            self._loop.add_reader(self._line, self._read)

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
        self._loop.remove_writer(self._line)
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
            select.select([self._line], [], [], _LAST_ANSWER)  # the answer, too, is not for the shell
        self.disable_input()
        self._say_last(self._unsent + self.last_words())
        self._unsent = b""
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
        if self._line is not None:
            self._loop.remove_reader(self._line)
            self._loop.remove_writer(self._line)
            os.close(self._line)
            self._line = None


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
    return bounded(columns, lines)
