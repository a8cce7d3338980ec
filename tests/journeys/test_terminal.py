"""The terminal for tests shows what a real one does."""

import sys

import pytest

from tests.journeys.display import Display
from tests.journeys.terminal import Terminal


@pytest.mark.slow
def test_the_environment_is_the_one_given_and_clean() -> None:
    given = {"A": "1", "NO_COLOR": "1", "TEXTUAL_DEBUG": "1", "COLUMNS": "7"}
    program = "import os; print(sorted(set(os.environ) - {'LC_CTYPE'}))"
    with Terminal([sys.executable, "-c", program], environment=given, also={"NO_COLOR": ""}) as terminal:
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
