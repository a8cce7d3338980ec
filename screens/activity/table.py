"""The table of activity: one page of what happened."""

from datetime import datetime

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import DataTable

from kstore_tui.moments import day_and_time
from kstore_tui.outcomes import ActivityPage, ActivityRow
from kstore_tui.safe_text import safe_text

_COLUMNS = (("When (UTC)", 16), ("What", 20), ("Who", 0), ("About", 0), ("From where", 15))
"""The columns and their cells; those of 0 share what is left."""
_LEFT_OUT_WHEN_NARROW = ("About", "From where")
_LEFT_OUT_WHEN_USUAL = ("About",)
_USUAL = 76
_WIDE = 100
_NARROWEST = 10
_SCROLL_BAR = 1
_PADDING = 2
"""Cells beside each column."""


class ActivityTable(DataTable[Text]):
    """Shows a page; the chosen row stays chosen where it is still there."""

    class TurnedFrom(Message):
        """The person moved over the end of the page.

        Args:
            older: Whether it was the end with the older rows.
        """

        def __init__(self, *, older: bool) -> None:
            super().__init__()
            self.older = older

    def __init__(self) -> None:
        super().__init__(id="activity-table", cursor_type="row")
        self._page: ActivityPage | None = None
        self._shown: object = None

    def show(self, page: ActivityPage, *, stand_on_last: bool = False) -> None:
        """Show a page.

        Args:
            page: The rows.
            stand_on_last: Whether to stand on the last row rather than the first, when the chosen one is
                not there.
        """
        chosen = self.chosen
        self._page = page
        if self._shown == (shown := (page.rows, page.now.date(), self.app.size.width)):
            return  # on a slow line, what is the same is not drawn again
        self._shown = shown
        self.clear(columns=True)
        columns = _columns(self.app.size.width, self.container_size.width)
        for name, width in columns:
            self.add_column(name, width=width)
        for row in page.rows:
            cells = _cells(row, page.now)
            self.add_row(*(Text(cells[name], overflow="ellipsis", no_wrap=True) for name, _ in columns))
        ids = [row.id for row in page.rows]
        if chosen is not None and chosen.id in ids:
            self.move_cursor(row=ids.index(chosen.id))
        elif stand_on_last:
            self.move_cursor(row=len(ids) - 1)

    @property
    def chosen(self) -> ActivityRow | None:
        """The chosen row; None while there is none."""
        if self._page is None or not 0 <= self.cursor_row < len(self._page.rows):
            return None
        return self._page.rows[self.cursor_row]

    def action_page_down(self) -> None:
        """Move on by what is in sight, and from the last row to the next page."""
        if self.cursor_row >= self.row_count - 1:
            self.post_message(self.TurnedFrom(older=True))
        else:
            super().action_page_down()

    def action_page_up(self) -> None:
        """Move back by what is in sight, and from the first row to the page before."""
        if self.cursor_row <= 0:
            self.post_message(self.TurnedFrom(older=False))
        else:
            super().action_page_up()

    def on_resize(self, event: events.Resize) -> None:
        """Use the width there is."""
        if self._page is not None:
            self.show(self._page)


def _columns(terminal: int, table: int) -> list[tuple[str, int]]:
    """Return the columns that there is room for, with their cells."""
    left_out: tuple[str, ...] = ()
    if terminal < _WIDE:
        left_out = _LEFT_OUT_WHEN_NARROW if terminal < _USUAL else _LEFT_OUT_WHEN_USUAL
    columns = [column for column in _COLUMNS if column[0] not in left_out]
    left = table - _SCROLL_BAR - sum(width + _PADDING for _, width in columns)
    share = left // sum(1 for _, width in columns if not width)
    return [(name, width or max(share, _NARROWEST)) for name, width in columns]


def _cells(row: ActivityRow, now: datetime) -> dict[str, str]:
    """Write a row."""
    return {
        "When (UTC)": day_and_time(row.at, now).removesuffix(" UTC"),
        "What": row.what.words,
        "Who": safe_text(row.who),
        "About": safe_text(row.about),
        "From where": safe_text(row.origin),
    }
