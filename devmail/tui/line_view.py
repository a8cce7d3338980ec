"""A view that is drawn line by line, only where it is in sight.

Measured: one more mail on top of 2 000 takes Textual's DataTable 53 ms and its OptionList 137 ms; a text of
100 000 empty lines stops the program for 14 s in a Static, for 2 s in a TextArea.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len, chop_cells
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

_MOST_HELD = 300
"""Drawn lines that are held: several screens of them."""


class LineView(ScrollView, can_focus=True):
    """Lines that a subclass makes when they come in sight."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        # A mail that comes moves all lines by one: drawing them again is most of the time until it is seen.
        self._strips: dict[tuple[object, ...], Strip] = {}

    class Scrolled(Message):
        """It was scrolled away from its top."""

    def line(self, number: int, width: int) -> Content:
        """Make a line; numbers go on below the last one."""
        raise NotImplementedError

    @property
    def width(self) -> int:
        """The cells of a line; the scrollbar's own are kept free, so that nothing moves when it comes."""
        return self.scrollable_content_region.width

    def set_count(self, lines: int) -> None:
        """Set how many lines there are, and draw those in sight."""
        height, size = self.size.height, Size(0, lines)
        if (lines > height) != (self.virtual_size.height > height):
            self.virtual_size = size
        else:  # no scrollbar comes or goes: Textual need not lay out all of the screen
            self.set_reactive(LineView.virtual_size, size)
            if self.show_vertical_scrollbar:
                self.vertical_scrollbar.window_virtual_size = lines
        self.refresh()

    def reveal(self, number: int) -> None:
        """Scroll just as far as it takes to have a line in sight."""
        height = self.size.height
        if number < self.scroll_offset.y:
            self.jump_to(number)
        elif height and number >= self.scroll_offset.y + height:
            self.jump_to(number - height + 1)

    def jump_to(self, number: int) -> None:
        """Scroll a line to the top."""
        # Forced: the scrollbar that would allow it may not be there yet.
        self.scroll_to(y=number, animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        width = self.width
        line = self.line(y + self.scroll_offset.y, width)
        known = (width, line.plain, tuple(line.spans))
        if known not in self._strips:
            if len(self._strips) > _MOST_HELD:
                self._strips.clear()
            strips = Visual.to_strips(self, line, width, 1, self.visual_style)
            self._strips[known] = strips[0] if strips else Strip.blank(width, self.visual_style.rich_style)
        return self._strips[known]

    def notify_style_update(self) -> None:
        self._strips.clear()
        super().notify_style_update()

    def watch_scroll_y(self, old: float, new: float) -> None:
        super().watch_scroll_y(old, new)
        if new > old == 0:
            self.post_message(self.Scrolled())


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
