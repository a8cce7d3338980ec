"""What the driver takes for granted of a terminal that it knows only by name."""

import subprocess

import pytest

from screens.terminal.colours import erases_in_colour


@pytest.mark.parametrize(
    "term",
    [
        "xterm",
        "xterm-256color",
        "linux",
        "rxvt",
        "screen",
        "screen-256color",
        "tmux-256color",
        "vt100",
        "ansi",
    ],
)
def test_a_terminal_erases_in_colour_as_terminfo_says(term: str) -> None:
    described = subprocess.run(["/usr/bin/infocmp", "-1", term], capture_output=True, text=True)
    if described.returncode != 0:
        pytest.skip(f"this host has no description of {term}")
    assert erases_in_colour(term) is ("\tbce," in described.stdout)
