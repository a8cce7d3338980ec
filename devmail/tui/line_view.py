"""A view that is drawn line by line, only where it is in sight.

Measured: one more mail on top of 2 000 takes Textual's DataTable 53 ms and its OptionList 137 ms; a text of
100 000 empty lines stops the program for 14 s in a Static, for 2 s in a TextArea.
"""

from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual


class LineView(ScrollView, can_focus=True):
    """Lines that a subclass makes when they come in sight."""

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
        if lines != self.virtual_size.height:
            self.virtual_size = Size(0, lines)
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
        strips = Visual.to_strips(self, line, width, 1, self.visual_style)
        return strips[0] if strips else Strip.blank(width, self.visual_style.rich_style)

    def watch_scroll_y(self, old: float, new: float) -> None:
        super().watch_scroll_y(old, new)
        if new > old == 0:
            self.post_message(self.Scrolled())
