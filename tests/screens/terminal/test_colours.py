"""Each terminal gets the colours it has."""

import pytest
from rich.color import ColorSystem

from screens.terminal.cells import Cells, parse_style
from screens.terminal.colours import adaptation, colours_of

_16, _256, _ALL = ColorSystem.STANDARD, ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR
FOCUSED = "1;38;2;25;26;29;48;2;255;199;44"
PLAIN = "38;2;232;230;225;48;2;25;26;29"


@pytest.mark.parametrize(
    ("term", "other", "colours"),
    [
        ("xterm-256color", {}, _256),
        ("screen-256color", {}, _256),
        ("tmux-256color", {}, _256),
        ("xterm-kitty", {}, _256),
        ("xterm", {}, _16),
        ("linux", {}, _16),
        ("linux", {"COLORTERM": "truecolor"}, _16),
        ("vt100", {}, None),
        ("", {}, _16),
        ("xterm-256color", {"COLORTERM": "truecolor"}, _ALL),
        ("xterm", {"COLORTERM": "24bit"}, _ALL),
        ("xterm", {"COLORTERM": "yes"}, _16),
        ("xterm-256color", {"COLORTERM": "truecolor", "NO_COLOR": "1"}, None),
        ("xterm-256color", {"NO_COLOR": ""}, _256),
    ],
)
def test_the_environment_says_which_colours_there_are(
    term: str, other: dict[str, str], colours: ColorSystem | None
) -> None:
    assert colours_of({"TERM": term, **other}) is colours


@pytest.mark.parametrize(
    ("system", "fore", "back"),
    [
        (_ALL, "38;2;25;26;29", "48;2;255;199;44"),
        (_256, "38;5;234", "48;5;220"),
        (_16, "30", "103"),
        (None, "", ""),
    ],
)
def test_a_colour_is_sent_as_the_terminal_has_it(system: ColorSystem | None, fore: str, back: str) -> None:
    style = adaptation(system)(parse_style(FOCUSED))
    assert (style.fore, style.back) == (fore, back)


@pytest.mark.parametrize("system", [_ALL, _256, _16])
def test_the_terminals_own_colours_stay(system: ColorSystem) -> None:
    for parameters in ("", "1;31;42", "4"):
        assert adaptation(system)(parse_style(parameters)) == parse_style(parameters)


def test_without_colours_what_has_the_focus_is_reversed() -> None:
    adapt = adaptation(None)
    assert adapt(parse_style(FOCUSED)).attributes == {"1", "7"}
    assert adapt(parse_style(PLAIN)).attributes == set()
    assert adapt(parse_style("4;" + PLAIN)).attributes == {"4"}
    assert adapt(parse_style("7;" + FOCUSED)).attributes == {"1"}


def test_without_colours_none_is_sent() -> None:
    cells = Cells(20, 1, adapt=adaptation(None))
    cells.take(f"\x1b[1;1H\x1b[{PLAIN}mLogin\x1b[0m\x1b[{FOCUSED}m Login \x1b[0m")
    assert cells.changes() == "\x1b[H\x1b[mLogin\x1b[1;7m Login \x1b[27m        \x1b[1;13H"
