"""A line of 1 200 bytes a second, with 300 ms of delay: what is typed counts, and the newest frame."""

import time
from collections import deque
from pathlib import Path

import pytest

from tests.journeys.kstore import environment, program
from tests.journeys.terminal import Terminal
from tests.kstore_tui.support import steps
from tests.screens.terminal.place import Place, protected

pytestmark = pytest.mark.slow

_BYTES_A_SECOND, _DELAY = 1_200, 0.3


class SlowLine:
    """Carries bytes between a program's terminal and a person who is far away."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal, self._line = terminal, terminal._line
        self._shown = deque[tuple[float, bytes]]()
        self._typed = deque[tuple[float, bytes]]()
        self._free_at = time.monotonic()
        self.received = bytearray()

    def type(self, data: bytes) -> None:
        self._typed.append((time.monotonic() + _DELAY, data))

    def wait_for(self, text: str, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while self._terminal.find(text) is None:
            assert time.monotonic() < end, self._terminal.text
            self.carry(0.02)

    def carry(self, seconds: float) -> None:
        """Carry what comes within a time."""
        end = time.monotonic() + seconds
        while (now := time.monotonic()) < end:
            if now >= self._free_at:
                data = self._line.read(0.01, 24)
                self._shown.append((now + _DELAY, data))
                self._free_at = max(now - 0.05, self._free_at) + len(data) / _BYTES_A_SECOND
            else:
                time.sleep(0.005)
            while self._shown and self._shown[0][0] <= now:
                self._show(self._shown.popleft()[1])
            while self._typed and self._typed[0][0] <= now:
                self._line.write(self._typed.popleft()[1])

    def _show(self, data: bytes) -> None:
        asked = self.received.count(b"\x1b[5n")
        self.received += data
        self._terminal.display.feed(data)
        for _ in range(self.received.count(b"\x1b[5n") - asked):
            self.type(b"\x1b[0n")


def logged_in(place: Place) -> SlowLine:
    line = SlowLine(place.terminal)
    line.wait_for("Log in to")
    line.type(f"{steps.ADDRESS}\r{steps.PASSWORD}\r".encode())
    line.wait_for("Valid for 10 minutes")
    line.type(f"{place.mailbox.newest_code}\r".encode())
    line.wait_for("Welcome.")
    line.carry(2)
    return line


def test_what_is_typed_ahead_counts(tmp_path: Path) -> None:
    with protected(tmp_path) as place:
        line = logged_in(place)
        line.type(b"\x1b[21~\r")
        line.wait_for("Login address")


def test_nothing_queues_up_before_the_newest_frame(tmp_path: Path) -> None:
    with protected(tmp_path) as place:
        line = logged_in(place)
        for _ in range(25):  # the menu, opened and closed: 1.6 kB each
            line.type(b"\x1b[21~")
            line.carry(0.1)
            line.type(b"\x1b[21~")
            line.carry(0.1)
        before = len(line.received)
        line.type(b"\x10")
        line.wait_for("See, register")
        assert len(line.received) - before < 4_000  # it was 18 000


def test_a_terminal_that_does_not_answer_is_not_asked_again(tmp_path: Path) -> None:
    with Terminal(program(tmp_path), environment=environment(tmp_path), answers=False) as terminal:
        terminal.wait_for("Register the first administrator")
        for _ in range(3):
            terminal.press("ctrl+l")
            terminal.settle()
        assert terminal.bytes_received > 3_000
        assert terminal.received.count(b"\x1b[5n") == 1
