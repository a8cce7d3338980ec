"""What a terminal shows: a main and an alternate screen, the cursor, and the modes a program switched on."""

from collections.abc import Iterator

import pyte

from tests.journeys.sequences import Mode, Sequences

_ALTERNATE = {"47", "1047", "1049"}
_MOUSE = {"1000", "1002", "1003"}
_BRACKETED_PASTE = "2004"
_ON_AT_START = frozenset({"7", "25"})  # wrapping, and the cursor shown


class Display:
    """The picture that a program's bytes draw.

    Args:
        columns: The width in cells.
        lines: The height in cells.
    """

    def __init__(self, columns: int, lines: int) -> None:
        self._sequences = Sequences()
        self._main = pyte.Screen(columns, lines)
        self._alternate = pyte.Screen(columns, lines)
        self._shown = self._main
        self._streams = {screen: pyte.Stream(screen) for screen in (self._main, self._alternate)}
        self._modes = set(_ON_AT_START)

    def feed(self, data: bytes) -> None:
        """Draw what the program sent."""
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
        """Columns and lines."""
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
        """Whether the program draws on the alternate screen."""
        return self._shown is self._alternate

    @property
    def mouse_is_on(self) -> bool:
        """Whether the program has asked for clicks."""
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

    def _cells(self, number: int) -> Iterator[tuple[int, str]]:
        # A wide character is followed by an empty cell; one with accents is several characters in one cell.
        line = self._shown.buffer[number]
        for column in range(self._shown.columns):
            for character in line[column].data:
                yield column, character
