"""Few bytes go to the terminal, and it shows what Textual drew, cell for cell."""

import re
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from rich.cells import split_graphemes

from screens.terminal.cells import parse_style
from screens.terminal.characters import spelling_for
from screens.terminal.colours import adaptation, colours_of
from tests.journeys.display import Display
from tests.kstore_tui.support import steps
from tests.screens.terminal.pictures import Picture, in_tmux, require_tmux, seen
from tests.screens.terminal.place import Place, protected

pytestmark = pytest.mark.slow


class Meter:
    """Counts the bytes of each step."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._before = 0

    def settled(self, shown: str = "") -> int:
        """Return the bytes since the last step, once the screen is at rest."""
        terminal = self.place.terminal
        terminal.wait_for(shown)
        terminal.settle()
        before, self._before = self._before, terminal.bytes_received
        return self._before - before

    def key(self, key: str) -> int:
        self.place.terminal.press(key)
        self.place.terminal.settle(0.12)
        before, self._before = self._before, self.place.terminal.bytes_received
        return self._before - before


def test_a_login_key_by_key_costs_few_bytes(tmp_path: Path) -> None:
    with protected(tmp_path) as place:
        meter = Meter(place)
        assert meter.settled("Log in to the Kintone Store") <= 3_000
        sent = [meter.key(key) for key in steps.ADDRESS]
        assert max(sent) <= 80
        assert meter.key("tab") <= 500
        sent = [meter.key(key) for key in steps.PASSWORD]
        assert max(sent) <= 80
        place.terminal.press("enter")
        meter.settled("Valid for 10 minutes")
        for key in place.mailbox.newest_code:
            meter.key(key)
        place.terminal.press("enter")
        meter.settled("Welcome.")
        assert place.terminal.bytes_received <= 7_000
        place.terminal.press("f10")
        assert meter.settled("Log out") <= 2_000


def test_a_login_typed_ahead_costs_fewer(tmp_path: Path) -> None:
    with protected(tmp_path) as place:
        place.terminal.wait_for("Log in to the Kintone Store")
        place.terminal.type(f"{steps.ADDRESS}\r{steps.PASSWORD}\r")
        place.terminal.wait_for("Valid for 10 minutes")
        place.terminal.type(f"{place.mailbox.newest_code}\r")
        place.terminal.wait_for("Welcome.")
        place.terminal.settle()
        assert place.terminal.bytes_received <= 5_000


class Pictures:
    """Compares what the terminal shows with what Textual drew, in its own colours and characters."""

    def __init__(self, place: Place, drawn: Path, described: Mapping[str, str]) -> None:
        self._terminal, self._drawn = place.terminal, drawn
        self.taken = list[tuple[str, Picture]]()
        """What the program had sent by then, and what it looks like."""
        self._adapt, self._spell = adaptation(colours_of(described)), spelling_for(described)

    def same(self, shown: str) -> None:
        self._terminal.wait_for(shown)
        self._terminal.settle()
        self._terminal.wait_until(self._are_same, "screen as Textual drew it")
        if self._terminal.display.size == (80, 24):
            self.taken.append((self._terminal.received.decode(), seen(self._terminal.display)))

    def _are_same(self) -> bool:
        whole, shown = Display(*self._terminal.display.size), self._terminal.display
        drawn = re.sub(r"\x1b\[([0-9;]*)m|[^\0-\x7f]+", self._in_its_terms, self._drawn.read_text())
        whole.feed(f"\x1b[?1049h\x1b[?7l{drawn}".encode())
        return seen(shown) == seen(whole) and shown.cursor == whole.cursor

    def _in_its_terms(self, found: re.Match[str]) -> str:
        if found[1] is None:
            spell, text = self._spell or (lambda text, width: text), found[0]
            return "".join(spell(text[start:end], width) for start, end, width in split_graphemes(text)[0])
        style = self._adapt(parse_style(found[1]))
        return f"\x1b[{';'.join(filter(None, ['0', *style.attributes, style.fore, style.back]))}m"


@contextmanager
def recorded(folder: Path, described: Mapping[str, str]) -> Iterator[tuple[Place, Pictures]]:
    drawn = folder / "drawn"
    start = (sys.executable, "-m", "tests.screens.terminal.recorded", str(drawn))
    with protected(folder, also=described, start=start) as place:
        yield place, Pictures(place, drawn, described)


def walk(place: Place, pictures: Pictures) -> None:
    """Go everywhere in a journey, with other sizes and stops in between."""
    terminal = place.terminal
    pictures.same("Log in to the Kintone Store")
    for keys, shown in (
        ("nobody@example.com\tx\r", "is wrong"),
        ("", "Log in to the Kintone Store"),
    ):
        terminal.type(keys)
        pictures.same(shown)
    terminal.press("f1")
    pictures.same("Help")
    terminal.press("escape")
    terminal.press("shift+tab", "home", *["delete"] * 20)
    terminal.type(f"{steps.ADDRESS}\t{steps.PASSWORD}")
    terminal.press("f3")
    pictures.same(steps.PASSWORD)
    terminal.press("enter")
    pictures.same("Valid for 10 minutes")
    terminal.type("000000\r")
    pictures.same("code")
    terminal.type(f"{place.mailbox.newest_code}\r")
    pictures.same("Welcome.")
    terminal.press("f10")
    pictures.same("Log out")
    terminal.press("escape")
    pictures.same("Welcome.")
    for columns, lines in ((60, 16), (40, 12), (120, 40), (80, 24)):
        terminal.resize(columns, lines)
        pictures.same("Kintone Store")
    for number in (signal.SIGTSTP, signal.SIGSTOP):
        terminal.stop_and_continue(number)
        terminal.wait_until(lambda: terminal.in_alternate_screen, "program on the screen")
        pictures.same("Welcome.")
    for page, line, shown in (
        ("Administrators", "See, register and delete", "Last login"),
        ("Activity", "What happened", "today"),
        ("Change app", "Switch between dark and light", "today"),
    ):
        terminal.press("ctrl+p")
        terminal.wait_for("Account Settings")
        terminal.paste(page)
        terminal.wait_gone("Account Settings")
        pictures.same(line)
        terminal.press("enter")
        pictures.same(shown)
    terminal.press("ctrl+l")
    pictures.same("today")


@pytest.mark.parametrize(
    "described",
    [
        {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
        {"TERM": "xterm-256color", "NO_COLOR": "1"},
        {"TERM": "screen-256color"},
        {"TERM": "linux"},
        {"TERM": "vt100"},
        {"TERM": "tmux-256color", "LC_ALL": "C"},
    ],
    ids=" ".join,
)
def test_every_step_of_a_journey_is_shown_as_textual_drew_it(
    tmp_path: Path, described: dict[str, str]
) -> None:
    with recorded(tmp_path, described) as (place, pictures):
        walk(place, pictures)


def test_tmux_shows_the_same_at_every_step(tmp_path: Path) -> None:
    require_tmux()
    with recorded(tmp_path, {"TERM": "tmux-256color"}) as (place, pictures):
        walk(place, pictures)
    for number, (sent, picture) in enumerate(pictures.taken):
        assert in_tmux(tmp_path / str(number), sent, 80, 24) == picture
