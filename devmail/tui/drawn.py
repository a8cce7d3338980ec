"""A view that draws only the rows in sight, so that ten thousand cost no more than ten."""

from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

_MOST_HELD = 300
"""Rows that are held once they were drawn: several screens of them."""


class Drawn(ScrollView, can_focus=True):
    """Rows of exactly the view's width, drawn when they come in sight, and once while they stay the same.

    A mail that comes moves all rows by one: drawing them anew takes most of the time until it is seen.
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.auto_links = False  # there are none in what is shown, and looking for them takes time
        self._strips: dict[tuple[object, ...], Strip] = {}
        self._style = Style.null()
        self._width_of_rows = 0

    class Scrolled(Message):
        """It was scrolled away from its top."""

    def drawn(self, row: int, width: int) -> Content | None:
        """Return a row; None below the last.

        Args:
            row: Which one, from 0.
            width: Its cells.
        """
        raise NotImplementedError

    def set_rows(self, rows: int) -> None:
        """Tell how many rows there are; all is laid out anew only where a scrollbar comes or goes.

        Args:
            rows: How many.
        """
        height, size = self.size.height, Size(0, rows)
        if (rows > height) != (self.virtual_size.height > height):
            self.virtual_size = size
        else:
            self.set_reactive(Drawn.virtual_size, size)
            if self.show_vertical_scrollbar:
                self.vertical_scrollbar.window_virtual_size = rows
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the rows in sight. Those that were drawn before, perhaps elsewhere, are as they were."""
        self._look_at_style()
        return super().render_lines(crop)

    def _look_at_style(self) -> None:
        # Once for all rows: Textual makes both anew whenever they are asked for.
        if self.visual_style != self._style or len(self._strips) > _MOST_HELD:
            self._strips.clear()
        self._style = self.visual_style
        self._width_of_rows = self.scrollable_content_region.width

    def render_line(self, y: int) -> Strip:
        """Draw one row of those in sight."""
        if not self._width_of_rows:  # a row alone, as under the mouse
            self._look_at_style()
        width = self._width_of_rows
        line = self.drawn(y + self.scroll_offset.y, width) or Content(" " * width)
        if self.text_selection is not None:  # which lies over it
            return self._strip(line, width)
        known = (width, line.plain, tuple(line.spans))
        if known not in self._strips:
            self._strips[known] = self._strip(line, width)
        return self._strips[known]

    def _strip(self, line: Content, width: int) -> Strip:
        return (Visual.to_strips(self, line, width, 1, self._style) or [Strip.blank(width)])[0]

    def notify_style_update(self) -> None:
        """Draw all rows anew in another look."""
        self._strips.clear()
        self._width_of_rows = 0
        super().notify_style_update()

    def watch_scroll_y(self, old: float, new: float) -> None:
        """Tell when the person looks at something that is not at the top."""
        super().watch_scroll_y(old, new)
        if new > old == 0:
            self.post_message(self.Scrolled())
