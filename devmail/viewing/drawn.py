"""A view that draws only the rows in sight, so that ten thousand cost no more than ten."""

from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual


class Drawn(ScrollView, can_focus=True):
    """Rows of exactly the view's width, drawn when they come in sight."""

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

    def render_line(self, y: int) -> Strip:
        """Draw one row of those in sight."""
        width = self.scrollable_content_region.width
        line = self.drawn(y + self.scroll_offset.y, width)
        if line is None:
            return Strip.blank(width, self.rich_style)
        return Visual.to_strips(self, line, width, 1, self.visual_style)[0]

    def watch_scroll_y(self, old: float, new: float) -> None:
        """Tell when the person looks at something that is not at the top."""
        super().watch_scroll_y(old, new)
        if new > old == 0:
            self.post_message(self.Scrolled())
