"""Text, wrapped to the width there is."""

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len, chop_cells
from textual.content import Content

from devmail.tui.line_view import LineView


class TextView(LineView):
    """Shows safe text; the arrow keys scroll it."""

    def __init__(self) -> None:
        super().__init__(id="text")
        self._lines: Sequence[str] = ()
        self._rows: list[str] = []
        self._wrapped_to = 0

    def show(self, lines: Sequence[str]) -> None:
        """Show a text from its beginning."""
        self._lines = lines
        self._wrapped_to = 0
        self._wrap()
        self.jump_to(0)

    def on_resize(self) -> None:
        self._wrap()

    def _wrap(self) -> None:
        width = self.width - 2
        if width == self._wrapped_to or width < 1:
            return
        self._wrapped_to = width
        self._rows = list(wrapped(self._lines, width))
        self.set_count(len(self._rows))

    def line(self, number: int, width: int) -> Content:
        return Content(f" {self._rows[number]}" if number < len(self._rows) else "")


def wrapped(lines: Iterable[str], cells: int) -> Iterator[str]:
    """Yield each row of safe text, broken between words where that goes."""
    for line in lines:
        row, used = "", 0
        for word in re.findall(r"\s*\S+|\s+$", line.expandtabs(8)):
            width = cell_len(word)
            if used + width <= cells:
                row, used = row + word, used + width
                continue
            if row:
                yield row
                word = word.lstrip()
            *full, row = chop_cells(word, cells) or [""]
            yield from full
            used = cell_len(row)
        yield row
