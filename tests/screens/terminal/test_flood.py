"""A terminal that sends far too much, is far too large or takes nothing costs little and can be left."""

import re
import signal
import time
from pathlib import Path

import pytest

from tests.journeys.kstore import environment, program
from tests.journeys.terminal import Terminal
from tests.screens.terminal.place import protected

pytestmark = pytest.mark.slow


def _megabytes(terminal: Terminal) -> int:
    status = Path(f"/proc/{terminal._line._process.pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found is not None
    return int(found[1]) // 1024


def _flood(terminal: Terminal, data: bytes, seconds: float) -> int:
    """Send what the program takes within a time; return how much that was."""
    end, sent = time.monotonic() + seconds, 0
    while sent < len(data) and time.monotonic() < end:
        sent += terminal._line.write(data[sent : sent + 65_536])
        terminal._take_in(0.01)
    return sent


@pytest.mark.parametrize("size", [140_000, 1_000_000])
def test_keys_without_end_wait_in_the_terminal_and_it_can_be_told_to_end(tmp_path: Path, size: int) -> None:
    with protected(tmp_path) as place:
        terminal = place.terminal
        terminal.wait_for("Log in to the Kintone Store")
        before = _megabytes(terminal)
        assert _flood(terminal, b"x" * size, 3) < 20_000
        assert _megabytes(terminal) - before < 20
        terminal.signal(signal.SIGTERM)
        assert terminal.wait_exit(5) == 128 + signal.SIGTERM
        assert terminal.left_changed == set()


def test_sequences_without_end_leave_the_keys_after_them(tmp_path: Path) -> None:
    with protected(tmp_path) as place:
        terminal = place.terminal
        terminal.wait_for("Log in to the Kintone Store")
        for begin in (
            b"\x1b]" + b"x" * 65_536,
            b"\x1b[200~",
            b"\x1b[1114112u",
            b"\xff",
            b"\x1b[" + b"1;" * 999,
        ):
            assert _flood(terminal, begin, 15) == len(begin)
            time.sleep(1.3)  # after a second of quiet, it is given up
        terminal.type("\x15ami@here\r")
        terminal.wait_for("ami@here")
        terminal.press("ctrl+q")
        assert terminal.wait_exit(5) == 0


def test_a_window_of_any_size_is_drawn_up_to_a_bound(tmp_path: Path) -> None:
    with Terminal(program(tmp_path), environment=environment(tmp_path)) as terminal:
        terminal.wait_for("Register the first administrator")
        before = _megabytes(terminal)
        for size in ((20_000, 20_000), (1, 1), (65_535, 65_535), (80, 24)):
            terminal._line.resize(*size)
            end = time.monotonic() + 1.5
            while time.monotonic() < end:
                terminal._line.read(0.05)  # not drawn: the test has no such terminal
        assert _megabytes(terminal) - before < 250
        terminal.press("ctrl+l")
        terminal.wait_for("Confirm password")


def test_a_terminal_that_takes_nothing_gets_the_newest_frame_and_holds_up_nothing(tmp_path: Path) -> None:
    with protected(tmp_path) as place:
        terminal = place.terminal
        terminal.wait_for("Log in to the Kintone Store")
        terminal.settle()
        before = terminal.bytes_received
        for _ in range(150):  # nothing is read meanwhile
            terminal._line.write(b"\x0c")
            time.sleep(0.02)
        terminal._line.write(b"ami")
        time.sleep(0.3)
        terminal.wait_for("ami")
        assert terminal.bytes_received - before < 80_000  # what the kernel holds, and a frame
        for _ in range(150):
            terminal._line.write(b"\x0c")
            time.sleep(0.02)
        terminal.signal(signal.SIGTERM)
        end = time.monotonic() + 5
        while terminal._line.exit_status() is None and time.monotonic() < end:
            time.sleep(0.02)
        assert terminal._line.exit_status() == 128 + signal.SIGTERM


@pytest.mark.parametrize("closed", ["0<&-", "1>&-", "0<&- 1>&-"])
def test_without_stdin_or_stdout_it_says_so(tmp_path: Path, closed: str) -> None:
    command = f'exec "$@" {closed}'
    with Terminal(
        ["sh", "-c", command, "sh", *program(tmp_path)], environment=environment(tmp_path)
    ) as terminal:
        terminal.wait_for("Start kstore-tui in a terminal.")
        assert terminal.wait_exit(5) == 2


@pytest.mark.parametrize("redirected", ["2>errors", "2>&-"])
def test_wherever_stderr_goes_the_terminal_shows_the_screen(tmp_path: Path, redirected: str) -> None:
    command = f'cd "$HOME" && exec "$@" {redirected}'
    with Terminal(
        ["sh", "-c", command, "sh", *program(tmp_path)], environment=environment(tmp_path)
    ) as terminal:
        terminal.wait_for("Register the first administrator")
        terminal.press("ctrl+q")
        assert terminal.wait_exit(5) == 0
    assert not (tmp_path / "errors").exists() or (tmp_path / "errors").read_text() == ""
