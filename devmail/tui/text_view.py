"""Text, wrapped to the width there is, and drawn only where it is in sight."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from devmail.tui.cells import wrapped
from devmail.tui.drawn import Drawn
from devmail.tui.reading_keys import READING_KEYS


class TextView(Drawn):
    """Shows a text; the arrow keys scroll it."""

    BINDINGS: ClassVar[list[BindingType]] = [*READING_KEYS]

    def __init__(self) -> None:
        super().__init__(id="text")
        self._lines: Sequence[str] = ()
        self._rows: list[str] = []
        self._width = 0

    def show(self, lines: Sequence[str]) -> None:
        """Show a text from its beginning.

        Args:
            lines: What can be shown as it is.
        """
        self._lines = lines
        self._width = 0
        self._wrap()
        self.scroll_to(y=0, animate=False, force=True)

    def on_resize(self) -> None:
        """Use the width there is."""
        self._wrap()

    def _wrap(self) -> None:
        # A cell for the scrollbar is kept free: that it comes must not make the text longer.
        width = self.size.width + self.scrollbars_enabled[0] - 3
        if width == self._width or width < 1:
            return
        self._width = width
        self._rows = list(wrapped(self._lines, width))
        self.set_rows(len(self._rows))

    def drawn(self, row: int, width: int) -> Content | None:
        """Draw a row."""
        return Content(f" {self._rows[row]}") if row < len(self._rows) else None
