"""The terminal for tests does for a program what a real one does."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.display import Display
from tests.journeys.terminal import Terminal

pytestmark = pytest.mark.slow

TRIAL = """
from textual.app import App
from textual.widgets import Button, Input, Label

class Trial(App):
    def compose(self):
        yield Input()
        yield Button("押す ok", id="press")
        yield Label(id="said")

    def say(self, words):
        self.query_one("#said", Label).update(words)

    def on_button_pressed(self):
        self.say(f"pressed with {self.query_one(Input).value}")

    def on_resize(self, event):
        self.say(f"size {event.size.width} by {event.size.height}")

Trial().run()
raise SystemExit(7)
"""


def _python(program: str, **options: Any) -> Terminal:
    return Terminal([sys.executable, "-c", program], **options)


@pytest.fixture(scope="module")
def trial() -> Iterator[Terminal]:
    """A Textual program that several tests use one after another."""
    with _python(TRIAL) as terminal:
        terminal.wait_for("size 80 by 24")
        yield terminal


def test_a_textual_program_is_typed_into_pasted_into_and_clicked_on(trial: Terminal) -> None:
    trial.type("héllo ")
    trial.paste("日本\nsecond line")
    trial.click("押す ok")
    trial.wait_for("pressed with héllo 日本")
    said = trial.find("with héllo")
    assert said is not None
    assert trial.row(said[1]) == "pressed with héllo 日本"
    assert trial.find("nowhere") is None


def test_a_textual_program_leaves_the_terminal_as_it_found_it() -> None:
    with _python(f"print('before')\n{TRIAL}") as terminal:
        terminal.wait_for("size 80 by 24")
        assert terminal.in_alternate_screen
        assert terminal.mouse_is_on
        assert {"1049", "1000", "2004", "kitty", "no echo"} <= terminal.left_changed
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 7
        assert terminal.left_changed == set()
        assert terminal.text.split() == ["before"]


def test_a_failed_wait_shows_the_screen() -> None:
    with (
        _python("input('name? ')") as terminal,
        pytest.raises(AssertionError, match=r"(?s)no 'Welcome'.*name\?"),
    ):
        terminal.wait_for("name?")
        terminal.wait_for("Welcome", seconds=0.1)


def test_the_environment_is_the_one_given_and_clean() -> None:
    given = {"A": "1", "NO_COLOR": "1", "TEXTUAL_DEBUG": "1", "COLUMNS": "7"}
    program = "import os; print(sorted(set(os.environ) - {'LC_CTYPE'}))"
    with _python(program, environment=given, also={"NO_COLOR": ""}) as terminal:
        terminal.wait_for("['A', 'NO_COLOR', 'TERM']")


def test_the_columns_of_wide_and_combined_characters_are_counted() -> None:
    display = Display(20, 2)
    display.feed("日本 cafe\N{COMBINING ACUTE ACCENT} ok 日本".encode())
    assert list(display.places("日本")) == [(0, 3, 0), (13, 16, 0)]
    assert list(display.places("ok")) == [(10, 11, 0)]


def test_what_pyte_cannot_take_leaves_no_trace_however_it_is_cut() -> None:
    data = (
        "\x1b[>1u\x1b[=5;1u\x1b[?u\x1b[?2026$p\x1b[?2048h\x1b[>q\x1bP+q544e\x1b\\\x1b_Gi=1;AAAA\x1b\\"
        "\x1b]52;c;Y29kZQ==\x07\x1b]8;;http://example.com\x1b\\link\x1b]8;;\x1b\\\x1b[4:3m\x1b[>4;1m"
        "\x1b(B\x1b[?1000;1006h\x1b[2;3Hwäre\x1b[<u"
    ).encode()
    whole, cut = Display(20, 3), Display(20, 3)
    whole.feed(data)
    for byte in data:
        cut.feed(bytes([byte]))
    assert whole.text == cut.text == "link\n  wäre\n"
    assert whole.modes_changed == cut.modes_changed == {"2048", "1000", "1006"}
