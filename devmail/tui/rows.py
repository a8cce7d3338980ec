"""A list of rows, one of them chosen."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content

from devmail.tui.drawn import Drawn


class Rows(Drawn):
    """Rows to choose one of, by keys or with a click."""

    # With priority, so in the order in which they were pressed: what has none is looked up later, when a key
    # behind it may have moved the focus.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", "Up", show=False, priority=True),
        Binding("down", "choose(1)", "Down", show=False, priority=True),
        Binding("pageup", "choose_page(-1)", show=False, priority=True),
        Binding("pagedown", "choose_page(1)", show=False, priority=True),
        Binding("home", "choose_end(False)", show=False, priority=True),
        Binding("end", "choose_end(True)", show=False, priority=True),
    ]

    @property
    def total(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    @property
    def row(self) -> int:
        """Which one is chosen."""
        raise NotImplementedError

    def choose(self, row: int) -> None:
        """Choose a row, or the nearest that there is, and bring it in sight.

        Args:
            row: Which one, from 0.
        """
        raise NotImplementedError

    def moved(self) -> None:
        """Hear that the person chose another row."""

    def line(self, row: int, width: int) -> Content:
        """Return a row's text.

        Args:
            row: Which one, from 0.
            width: Its cells.
        """
        raise NotImplementedError

    def drawn(self, row: int, width: int) -> Content | None:
        """Draw a row; the chosen one is to be seen without the focus too, and without colours."""
        if row >= self.total:
            return None
        line = self.line(row, width)
        if row != self.row:
            return line
        if self.has_focus:
            return line.stylize("$on-primary on $primary")
        return Content.assemble(("▌", "$primary"), line[1:]).stylize("on $rule")

    @property
    def shows_chosen(self) -> bool:
        """Whether the chosen row is in sight."""
        return self.scroll_offset.y <= self.row < self.scroll_offset.y + self.size.height

    def draw_anew(self, reveal: bool = True) -> None:
        """Show how the rows are now.

        Args:
            reveal: Whether to bring the chosen one in sight.
        """
        self.set_rows(self.total)
        if reveal:
            self.reveal()

    def reveal(self) -> None:
        """Bring the chosen row in sight."""
        # Forced: the scrollbar that would allow it may not be there yet.
        if self.row < self.scroll_offset.y:
            self.scroll_to(y=self.row, animate=False, force=True)
        elif self.size.height and self.row >= self.scroll_offset.y + self.size.height:
            self.scroll_to(y=self.row - self.size.height + 1, animate=False, force=True)

    def on_resize(self) -> None:
        """Keep the chosen row in sight."""
        self.reveal()

    def action_choose(self, by: int) -> None:
        """Go so many rows down.

        Args:
            by: How many; negative goes up.
        """
        self._choose(self.row + by)

    def action_choose_page(self, by: int) -> None:
        """Go down by what is in sight.

        Args:
            by: How often; negative goes up.
        """
        self._choose(self.row + by * max(self.size.height - 1, 1))

    def action_choose_end(self, last: bool) -> None:
        """Go to the first row, or to the last.

        Args:
            last: Whether to the last.
        """
        self._choose(self.total - 1 if last else 0)

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked."""
        row = event.y + self.scroll_offset.y
        if row < self.total:
            self._choose(row)

    def _choose(self, row: int) -> None:
        self.choose(row)
        self.draw_anew()
        self.moved()
