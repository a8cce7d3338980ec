"""How long until the login screen stands, beside an empty Textual app with the same widgets."""

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from tests.journeys.kstore import environment, program
from tests.journeys.terminal import Terminal

RUNS = 15
BOUND = 1.4


def measure() -> float:
    """Start both programs in turn; return the ratio of their median times, and print it."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        login = program(folder)
        with Terminal(login, environment=environment(folder)) as terminal:  # makes the store
            terminal.wait_for("Register the first administrator")
            terminal.type("ada@example.com\ryellow-umbrella\ryellow-umbrella\r")
            terminal.wait_for("ada@example.com ▾")
        empty = [sys.executable, "-m", "tests.benchmarks.empty_app"]
        seconds = [(_until_it_stands(login, folder), _until_it_stands(empty, folder)) for _ in range(RUNS)]
    ours, theirs = (median(column) for column in zip(*seconds, strict=True))
    ratio: float = ours / theirs
    print(
        f"first frame: login {ours * 1000:.0f} ms, empty app {theirs * 1000:.0f} ms, "
        f"ratio {ratio:.2f} (bound {BOUND})"
    )
    return ratio


def _until_it_stands(command: Sequence[str], folder: Path) -> float:
    """Return the seconds from the start of a program to the button on its screen."""
    begun = time.monotonic()
    with Terminal(command, environment=environment(folder)) as terminal:
        terminal.wait_for("Login")
        return time.monotonic() - begun
