"""A terminal gets the characters it has, in as many cells as those it lacks would have taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from screens.terminal.cells import Cells
from screens.terminal.characters import spelling_for

LINUX, VT100, XTERM = "linux", "vt100", "xterm-256color"
SCREEN = "╭─ ‘é’ … • 日本 🎉 → ✗ ▏"


def sent(environment: dict[str, str], text: str = SCREEN) -> str:
    cells = Cells(40, 1, spell=spelling_for(environment))
    cells.take(f"\x1b[1;1H{text}")
    return cells.changes()


@pytest.mark.parametrize(
    ("environment", "shown"),
    [
        ({"TERM": XTERM, "LANG": "en_US.UTF-8"}, None),
        ({"TERM": XTERM}, None),
        ({"TERM": XTERM, "LC_CTYPE": "C.utf8", "LANG": "C"}, None),
        ({"TERM": XTERM, "LC_ALL": "C", "LC_CTYPE": "C.UTF-8"}, "+- 'e' . * ? ?     > x |"),
        ({"TERM": XTERM, "LANG": "de_DE.ISO-8859-1"}, "+- 'e' . * ? ?     > x |"),
        ({"TERM": LINUX, "LANG": "en_US.UTF-8"}, "+─ 'é' . * ? ?     > x |"),
        ({"TERM": LINUX, "LANG": "POSIX"}, "+- 'e' . * ? ?     > x |"),
        ({"TERM": VT100, "LANG": "en_US.UTF-8"}, "+- 'e' . * ? ?     > x |"),
    ],
)
def test_the_environment_says_which_characters_there_are(
    environment: dict[str, str], shown: str | None
) -> None:
    assert (spelling_for(environment) is None) is (shown is None)
    if shown is not None:
        assert shown in sent(environment)


@given(st.text(max_size=30))
def test_whatever_is_shown_it_is_ascii_and_takes_its_cells(text: str) -> None:
    spell = spelling_for({"TERM": VT100})
    assert spell is not None
    for width in (1, 2):
        for character in text:
            spelled = spell(character, width)
            assert spelled.isascii()
            assert len(spelled) == width or character.isascii()
    assert sent({"TERM": VT100}, text).isascii()


def test_an_emoji_of_several_characters_takes_its_two_cells() -> None:
    family = "👩\u200d👩\u200d👧"
    assert cell_len(family) == 2
    assert "a  b" in sent({"TERM": LINUX}, f"a{family}b")
