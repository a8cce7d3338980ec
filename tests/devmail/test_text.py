"""Text from outside shows; it does not act."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from devmail.text import one_line, safe_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]52;c;Zm9v\x07", "␛]52;c;Zm9v␇"),
        ("a\x00b\x08c\x7f", "a␀b␈c\ufffd"),
        ("over\rwritten", "over␍written"),
        ("\x9b31m \x9d0;title\x9c", "\ufffd31m \ufffd0;title\ufffd"),
        ("abc\u202edef\u202c \u2066x\u2069 \u200f", "abc\ufffddef\ufffd \ufffdx\ufffd \ufffd"),
        ("zero\u200bwidth \ufeff\u2028\u2029\ue000\ud800", "zero\ufffdwidth \ufffd\ufffd\ufffd\ufffd\ufffd"),
        ("[bold]x[/bold] [@click=app.quit]y[/]", "[bold]x[/bold] [@click=app.quit]y[/]"),
        ("👩\u200d💻 می\u200cخواهم", "👩\u200d💻 می\u200cخواهم"),
        ("adm\u200din veri\u00adfication", "adm\ufffdin verification"),
        ("確認 café cafe\u0301 שלום 👍", "確認 café cafe\u0301 שלום 👍"),
        ("one\r\ntwo\tthree\n", "one\ntwo\tthree\n"),
    ],
    ids=[
        "colours",
        "the clipboard",
        "controls",
        "a lone return",
        "C1 controls",
        "direction",
        "invisible",
        "markup",
        "joiners where they join",
        "joiners where they deceive",
        "words of any script",
        "lines",
    ],
)
def test_what_could_act_on_a_terminal_is_replaced_and_the_rest_stays(text: str, shown: str) -> None:
    assert safe_text(text) == shown


def test_one_line_is_one_line() -> None:
    assert one_line(" one\r\n two\tthree\u2028four\u00a0five ") == "one two three\ufffdfour five"


@given(st.text(st.characters()))
def test_no_control_and_no_invisible_format_is_left(text: str) -> None:
    for shown in (safe_text(text), one_line(text)):
        kept = "\n\t\u200c\u200d"  # joiners between letters of some scripts
        left = {unicodedata.category(character) for character in shown if character not in kept}
        assert not left & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
        assert Content(shown).plain == shown
    assert "\n" not in one_line(text)
    assert "\t" not in one_line(text)
