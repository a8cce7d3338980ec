"""What a terminal shows: a main and an alternate screen, the cursor, and the modes a program switched on."""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

import pyte

_ALTERNATE = {"47", "1047", "1049"}
_MOUSE = {"1000", "1002", "1003"}
_BRACKETED_PASTE = "2004"
_ON_AT_START = frozenset({"7", "25"})  # wrapping, and the cursor shown
_SEQUENCE = re.compile(
    r"""
    \x1b\[ (?P<parameters>[0-?]*) (?P<intermediate>[ -/]*) (?P<final>[@-~])
    | (?P<title>\x1b\][012];) .*? (?:\x07|\x1b\\)    # OSC for the window's title
    | \x1b\] .*? (?:\x07|\x1b\\)                     # any other OSC
    | \x1b[PX^_] .*? \x1b\\                          # DCS, SOS, PM, APC
    | (?P<simple>\x1b[78DEHMc]|\x1b\#8)              # the few plain escapes that pyte knows
    | \x1b(?![\[\]PX^_])[ -/]*[0-~]                  # any other plain escape
    """,
    re.VERBOSE | re.DOTALL,
)
_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_].*|[ -/]*)", re.DOTALL)
_FOR_PYTE = "@ABCDEFGHJKLMPX`adefgmr'"
_PRIVATE_FOR_PYTE = "hlJK"


class Mode(NamedTuple):
    """A mode that the program switched: a private one's number, or `kitty` for that keyboard protocol."""

    name: str
    on: bool


class Sequences:
    """Splits what a program sends, in whatever pieces, into text for pyte and modes switched on or off.

    pyte 0.8.2 stumbles over the kitty keyboard protocol, queries, device strings and the clipboard.
    """

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""

    def read(self, data: bytes) -> Iterator[str | Mode]:
        """Yield what is whole by now, in order; the start of a sequence waits for its end."""
        text, self._rest, at = self._rest + self._decoder.decode(data), "", 0
        while at < len(text):
            start = text.find("\x1b", at)
            if start < 0:
                yield text[at:]
                return
            if start > at:
                yield text[at:start]
            if found := _SEQUENCE.match(text, start):
                yield from _kept(found)
                at = found.end()
            elif _UNFINISHED.fullmatch(text, start):
                self._rest = text[start:]
                return
            else:
                at = start + 1


def _kept(found: re.Match[str]) -> Iterator[str | Mode]:
    if found["final"] is None:
        if found["title"] or found["simple"]:
            yield found[0]
        return
    parameters, final = found["parameters"], found["final"]
    if found["intermediate"] or ":" in parameters:
        return
    if final == "u" and parameters[:1] in {">", "<"}:
        yield Mode("kitty", parameters[0] == ">")
    elif parameters.startswith("?"):
        if final in "hl":
            yield from (Mode(number, final == "h") for number in parameters[1:].split(";"))
        if final in _PRIVATE_FOR_PYTE:
            yield found[0]
    elif parameters[:1] not in {"<", "=", ">"} and final in _FOR_PYTE + "hl":
        yield found[0]


class Display:
    """The picture that a program's bytes draw."""

    def __init__(self, columns: int, lines: int) -> None:
        self._sequences = Sequences()
        self._main = pyte.Screen(columns, lines)
        self._alternate = pyte.Screen(columns, lines)
        self._shown = self._main
        self._streams = {screen: pyte.Stream(screen) for screen in (self._main, self._alternate)}
        self._modes = set(_ON_AT_START)

    def feed(self, data: bytes) -> None:
        for part in self._sequences.read(data):
            if isinstance(part, Mode):
                self._switch(part)
            else:
                self._streams[self._shown].feed(part)

    def _switch(self, mode: Mode) -> None:
        if mode.on:
            self._modes.add(mode.name)
        else:
            self._modes.discard(mode.name)
        if mode.name in _ALTERNATE:
            if mode.on and self._shown is self._main:
                self._alternate.reset()
            self._shown = self._alternate if mode.on else self._main

    def resize(self, columns: int, lines: int) -> None:
        """Give both screens another size; nothing is reflowed."""
        for screen in (self._main, self._alternate):
            screen.resize(lines, columns)
            screen.ensure_hbounds()
            screen.ensure_vbounds()

    @property
    def size(self) -> tuple[int, int]:
        return self._shown.columns, self._shown.lines

    @property
    def text(self) -> str:
        """The whole screen, a line each, without the spaces at the ends."""
        return "\n".join(self.row(number) for number in range(self._shown.lines))

    def row(self, number: int) -> str:
        """Return one line's text, counted from 0, without the spaces at its end."""
        return "".join(character for _, character in self._cells(number)).rstrip()

    @property
    def title(self) -> str:
        """The window's title, as far as the program set one on this screen."""
        return self._shown.title

    @property
    def in_alternate_screen(self) -> bool:
        return self._shown is self._alternate

    @property
    def mouse_is_on(self) -> bool:
        return bool(self._modes & _MOUSE)

    @property
    def mouse_moves_are_wanted(self) -> bool:
        """Whether the program has asked for moves of the mouse without a button held."""
        return "1003" in self._modes

    @property
    def pastes_in_brackets(self) -> bool:
        """Whether the program has asked for brackets around a paste."""
        return _BRACKETED_PASTE in self._modes

    @property
    def modes_changed(self) -> set[str]:
        """The modes that differ from those of a fresh terminal, such as `1049`, `25` or `kitty`."""
        return set(self._modes ^ _ON_AT_START)

    def places(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield each place of a text on one line: its first and last column, and its row."""
        for number in range(self._shown.lines):
            cells = list(self._cells(number))
            line = "".join(character for _, character in cells)
            at = line.find(text)
            while at >= 0:
                end = at + len(text)
                after = cells[end][0] if end < len(cells) else self._shown.columns
                yield cells[at][0], max(cells[at][0], after - 1), number
                at = line.find(text, end)

    @property
    def cursor(self) -> tuple[int, int]:
        return self._shown.cursor.x, self._shown.cursor.y

    def picture(self) -> list[list[pyte.screens.Char]]:
        screen = self._shown
        return [
            [screen.buffer[row][column] for column in range(screen.columns)] for row in range(screen.lines)
        ]

    def _cells(self, number: int) -> Iterator[tuple[int, str]]:
        # A wide character is followed by an empty cell; one with accents is several characters in one cell.
        line = self._shown.buffer[number]
        for column in range(self._shown.columns):
            for character in line[column].data:
                yield column, character
