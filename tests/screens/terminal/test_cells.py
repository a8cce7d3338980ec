"""Whatever is drawn, the terminal shows it, from whatever it showed before."""

from pathlib import Path
from random import Random

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screens.terminal.cells import Cells, parse_style
from tests.screens.terminal.pictures import as_seen, in_tmux, require_tmux

COLUMNS, LINES = 20, 5
STYLES = (
    "",
    "0",
    "1",
    "2;38;5;9",
    "4",
    "7;48;5;236",
    "38;2;1;2;3;48;2;9;9;9",
    "3;31;42",
    "1;4;90;107",
    "48;5;4",
)
LETTERS = ("a", "b", " ", " ", "─", "é", "…", "•", "日", "本", "🎉", "e\u0301")
WIDE = ("日", "本", "🎉")
Row = list[tuple[str, list[str]]]
Frame = list[tuple[int, Row]]

rows = st.lists(
    st.tuples(st.sampled_from(STYLES), st.lists(st.sampled_from(LETTERS), max_size=9)), max_size=5
)
frames = st.lists(st.tuples(st.integers(0, LINES - 1), rows), max_size=4)


def drawn(frame: Frame) -> str:
    """Return rows as Textual writes them: whole ones, each segment with its style."""
    out = []
    for line, row in frame:
        out.append(f"\x1b[{line + 1};1H")
        left = COLUMNS
        for style, letters in row:
            text = ""
            for letter in letters:
                width = 2 if letter in WIDE else 1
                if width <= left:
                    text, left = text + letter, left - width
            out.append(f"\x1b[{style}m{text}\x1b[0m")
        out.append(" " * left + "\x1b[2;3H")
    return "".join(out)


class Emulator:
    def __init__(self, columns: int = COLUMNS, lines: int = LINES) -> None:
        self.screen = pyte.Screen(columns, lines)
        self.stream = pyte.Stream(self.screen)
        self.stream.feed("\x1b[?7l")

    def shows(self, text: str) -> object:
        self.stream.feed(text)
        screen = self.screen
        cells = [[as_seen(screen.buffer[y][x]) for x in range(screen.columns)] for y in range(screen.lines)]
        return cells, (screen.cursor.x, screen.cursor.y)


@settings(max_examples=300)
@given(st.lists(st.lists(frames, min_size=1, max_size=3), max_size=6), st.booleans())
def test_what_is_sent_shows_what_was_drawn(sent_together: list[list[Frame]], erases: bool) -> None:
    cells, sent, meant = Cells(COLUMNS, LINES, erases_in_colour=erases), Emulator(), Emulator()
    for together in sent_together:
        for frame in together:
            text = drawn(frame)
            assert cells.take(text) == ""
            meant.stream.feed(text)
        assert sent.shows(cells.changes()) == meant.shows("")
        assert cells.changes() == ""


@given(st.lists(frames, min_size=1, max_size=4), st.randoms())
def test_all_is_drawn_again_on_a_terminal_that_shows_anything(before: list[Frame], random: Random) -> None:
    cells, meant = Cells(COLUMNS, LINES), Emulator()
    for frame in before:
        cells.take(drawn(frame))
        meant.stream.feed(drawn(frame))
        cells.changes()
    cells.forget()
    sent = Emulator()
    sent.stream.feed(
        "".join(f"\x1b[{line};1H\x1b[{random.choice(STYLES)}m{'#' * COLUMNS}" for line in range(1, LINES + 1))
    )
    assert sent.shows(cells.changes()) == meant.shows("")


@given(st.lists(frames, min_size=1, max_size=4), st.integers(1, 30), st.integers(1, 8))
def test_resized_there_and_back_nothing_is_lost(before: list[Frame], columns: int, lines: int) -> None:
    cells, meant = Cells(COLUMNS, LINES), Emulator()
    for frame in before:
        cells.take(drawn(frame))
        meant.stream.feed(drawn(frame))
    cells.resize(columns, lines)
    Emulator(columns, lines).stream.feed(cells.changes())  # nothing fails in between
    cells.resize(COLUMNS, LINES)
    assert Emulator().shows(cells.changes()) == meant.shows("")


def test_half_of_a_wide_character_is_a_blank() -> None:
    for column, left in ((5, "    x   "), (6, "     x  ")):
        cells = Cells(8, 1)
        cells.take("\x1b[1;1H    日  ")
        cells.changes()
        cells.take(f"\x1b[1;{column}Hx")
        emulator = Emulator(8, 1)
        cells.forget()
        emulator.stream.feed(cells.changes())
        assert emulator.screen.display == [left]


def test_after_a_character_of_doubtful_width_the_cursor_is_placed() -> None:
    cells = Cells(20, 1)
    cells.take("\x1b[1;1Ha👩\u200d💻b…c")
    assert "a👩\u200d💻\x1b[1;4Hb…\x1b[1;6Hc" in cells.changes()


def test_erasing_in_colour_is_left_to_terminals_that_can() -> None:
    for erases in (False, True):
        cells = Cells(40, 1, erases_in_colour=erases)
        cells.take(f"\x1b[1;1H\x1b[48;5;4m{' ' * 40}")
        assert ("\x1b[K" in cells.changes()) is erases
    cells = Cells(40, 1)
    cells.take(f"\x1b[1;1H{' ' * 40}")
    assert "\x1b[K" in cells.changes()  # without a colour, all can


def test_links_travel_with_their_cells() -> None:
    cells = Cells(10, 1)
    link = "\x1b]8;id=1;https://example.com\x1b\\"
    cells.take(f"\x1b[1;1H{link}ab\x1b]8;;\x1b\\c")
    assert f"{link}\x1b[mab\x1b]8;;\x1b\\c" in cells.changes()


def test_what_is_no_cell_goes_through_and_controls_in_a_text_do_not() -> None:
    cells = Cells(10, 1)
    assert cells.take("\x1b]52;c;eA==\x07\x1b[1;1Ha\x9b2J\x00b\x07") == "\x1b]52;c;eA==\x07\x07"
    assert "a2Jb" in cells.changes()


@pytest.mark.parametrize(
    ("parameters", "style"),
    [
        ("1;38;5;231;48;5;16", ({"1"}, "38;5;231", "48;5;16", "")),
        ("4;31;0;3;97;104", ({"3"}, "97", "104", "")),
        ("38;2;1;2;3;39;49", (set(), "", "", "")),
        ("9;53", ({"9", "53"}, "", "", "")),
    ],
)
def test_a_style_is_read(parameters: str, style: tuple[object, ...]) -> None:
    assert parse_style(parameters) == style


@pytest.mark.slow
def test_tmux_shows_the_same(tmp_path: Path) -> None:
    require_tmux()
    random = Random(3)  # noqa: S311 - the same each time
    frames = [_random_frame(random) for _ in range(120)]
    cells, whole, changed = Cells(COLUMNS, LINES), [], []
    for frame in frames:
        whole.append(drawn(frame))
        cells.take(whole[-1])
        changed.append(cells.changes())
    for number in range(0, 120, 10):
        pictures = [
            in_tmux(tmp_path / f"{number}-{each is whole}", "".join(each[: number + 1]), COLUMNS, LINES)
            for each in (whole, changed)
        ]
        assert pictures[0] == pictures[1]


def _random_frame(random: Random) -> Frame:
    return [
        (
            random.randrange(LINES),
            [(random.choice(STYLES), random.choices(LETTERS, k=random.randrange(9))) for _ in range(4)],
        )
        for _ in range(random.randrange(1, 4))
    ]
