"""Pictures of terminals, compared as they are seen."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from pyte.screens import Char

from tests.journeys.display import Display

Picture = list[list[Char]]


def as_seen(cell: Char) -> Char:
    """Return a cell without what is not seen: the colour of a blank, and whether it is bold."""
    if cell.data != " " or cell.underscore or cell.strikethrough or cell.reverse or cell.blink:
        return cell
    return cell._replace(fg="default", bold=False, italics=False)


def seen(display: Display) -> Picture:
    """Return what a display shows."""
    return [[as_seen(cell) for cell in row] for row in display.picture()]


def require_tmux() -> None:
    """Skip the test where tmux isn't installed; where everything must be, fail."""
    if shutil.which("tmux") is None:
        line = "This test needs: apt-get install tmux"
        assert "CI" not in os.environ, line
        pytest.skip(line)


def in_tmux(folder: Path, text: str, columns: int, lines: int) -> Picture:
    """Return what tmux shows after a text, read by another emulator from its own words."""
    folder.mkdir()
    (folder / "text").write_text(f"\x1b[?7l{text}\x1b[0m\x1b[{lines + 2};1HEND")
    tmux = ["tmux", "-S", str(folder / "socket"), "-f", "/dev/null"]
    show = f"stty -onlcr -echo; cat {folder / 'text'}; sleep 60"
    size = ["-x", str(columns), "-y", str(lines + 3)]
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color"}
    subprocess.run([*tmux, "new-session", "-d", *size, show], check=True, env=environment)
    capture = [*tmux, "capture-pane", "-p", "-e", "-N"]
    try:
        end = time.monotonic() + 15
        shown = ""
        while "END" not in shown:
            assert time.monotonic() < end
            time.sleep(0.02)
            shown = subprocess.run(capture, capture_output=True, text=True, check=True).stdout
        display = Display(columns, lines + 3)
        display.feed(f"\x1b[?7l{shown.rstrip()}".replace("\n", "\r\n").encode())
        return seen(display)[:lines]
    finally:
        subprocess.run([*tmux, "kill-server"], check=False)
