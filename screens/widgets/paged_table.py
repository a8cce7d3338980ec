"""A table that shows one page of many rows, and turns the pages by its keys."""

from collections.abc import Callable
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import DataTable


class Identified(Protocol):
    """A row that can be found again."""

    @property
    def id(self) -> int | str: ...


R = TypeVar("R", bound=Identified)
R_co = TypeVar("R_co", bound=Identified, covariant=True)


class PageOf(Protocol[R_co]):
    """One page of rows."""

    @property
    def rows(self) -> tuple[R_co, ...]: ...

    @property
    def now(self) -> datetime:
        """When it was read."""


class PagedTable(DataTable[Text], Generic[R]):
    """Shows a page; the chosen row stays chosen if it is still there.

    Args:
        id: The id of the table.
        columns_in: Gives the columns that there is room for in so many cells, with their widths.
        cells_of: Gives the cells of a row as of a time, by the columns' names, with nothing in them that acts
            on a terminal.
    """

    class TurnedFrom(Message):
        """The person moved past the end of the page (`onward`), or its beginning."""

        def __init__(self, *, onward: bool) -> None:
            super().__init__()
            self.onward = onward

    def __init__(
        self,
        id: str,
        columns_in: Callable[[int], list[tuple[str, int]]],
        cells_of: Callable[[R, datetime], dict[str, str]],
    ) -> None:
        super().__init__(id=id, cursor_type="row")
        self._columns_in = columns_in
        self._cells_of = cells_of
        self._page: PageOf[R] | None = None
        self._shown: object = None

    def show(self, page: PageOf[R], otherwise: int | None = None) -> None:
        """Show a page.

        Args:
            page: The rows.
            otherwise: The row to go to if the chosen one is gone, from the end if negative; without it, the
                one now in its place.
        """
        chosen, stood = self.chosen, self.cursor_row
        self._page = page
        if self._shown == (shown := (page.rows, page.now.date(), self.container_size.width)):
            return  # on a slow line, what is the same is not drawn again
        self._shown = shown
        self.clear(columns=True)
        columns = self._columns_in(self.container_size.width)
        for name, width in columns:
            self.add_column(name, width=width)
        for row in page.rows:
            cells = self._cells_of(row, page.now)
            self.add_row(*(Text(cells[name], overflow="ellipsis", no_wrap=True) for name, _ in columns))
        ids = [row.id for row in page.rows]
        if chosen is not None and chosen.id in ids:
            stand = ids.index(chosen.id)
        else:
            stand = stood if otherwise is None else otherwise % max(len(ids), 1)
        self.move_cursor(row=stand)  # past the last row, it is the last one

    @property
    def chosen(self) -> R | None:
        """The chosen row; None while there is none."""
        if self._page is None or not 0 <= self.cursor_row < len(self._page.rows):
            return None
        return self._page.rows[self.cursor_row]

    def action_page_down(self) -> None:
        """Go down a screenful, and from the last row to the next page."""
        if self.cursor_row >= self.row_count - 1:
            self.post_message(self.TurnedFrom(onward=True))
        else:
            super().action_page_down()

    def action_page_up(self) -> None:
        """Go up a screenful, and from the first row to the previous page."""
        if self.cursor_row <= 0:
            self.post_message(self.TurnedFrom(onward=False))
        else:
            super().action_page_up()

    def on_resize(self, event: events.Resize) -> None:
        if self._page is not None:
            self.show(self._page)
