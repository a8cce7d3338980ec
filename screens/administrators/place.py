"""Administrators: the place that shows them."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, DataTable, Static

from kstore_tui.moments import day_and_time
from kstore_tui.outcomes import AdministratorRow, AdministratorsPage
from screens.place import Place
from screens.widgets.field import Field
from screens.widgets.link import link

_WIDE = 76
"""Cells from which on there is room for who registered whom."""


class Administrators(Place[AdministratorsPage]):
    """Shows administrators in pages, found by a part of their address.

    Args:
        load: Gives a page, by what is searched for and the first row.
        register: Begins to register more.
        delete: Begins to delete the one in the row.
        send_again: Mails the invited one in the row another code.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search"),
        Binding("pagedown", "turn(1)", "Next page", show=False),
        Binding("pageup", "turn(-1)", "Page before", show=False),
    ]
    EXPLANATION = (
        "Every administrator of this store. “Register” mails a registration code to new ones; “Delete” "
        "deletes the account of the chosen row. The last one who can log in cannot be deleted.\n\n"
        "A fellow administrator has lost the mailbox for the codes? Delete their account and register "
        "their email address again.\n\n"
        "/ searches by address; Page Down and Page Up turn the pages."
    )

    heading = "Administrators"

    def __init__(
        self,
        load: Callable[[str, int], Awaitable[AdministratorsPage]],
        register: Callable[[], object],
        delete: Callable[[AdministratorRow], object],
        send_again: Callable[[AdministratorRow], object],
    ) -> None:
        super().__init__(
            lambda: load(self._search, self._start),
            {
                "register": register,
                "delete": lambda: self._with_chosen(delete),
                "send-again": lambda: self._with_chosen(send_again),
            },
        )
        self._search = ""
        self._start = 0
        self._page: AdministratorsPage | None = None

    def content(self) -> Iterable[Widget]:
        """Lay it out."""
        yield Field(enter="Search", id="search")
        yield DataTable(id="administrators-table", cursor_type="row", zebra_stripes=False)
        with Horizontal(id="administrators-actions"):
            yield link("Register", "register")
            yield link("Delete", "delete")
            yield link("Send again", "send-again")
            yield Static(id="counted")

    def show(self, state: AdministratorsPage) -> None:
        """Show a page; the row that was chosen stays chosen where it is still there."""
        chosen = self._chosen()
        self._page = state
        table = self._table()
        table.clear(columns=True)
        wide = self.size.width >= _WIDE
        names = ("Email address", "Two-step", *(("Registered",) if wide else ()), "Last login")
        rest = sum((9, *((22,) if wide else ()), 18)) + 2 * len(names) + 6
        for name, width in zip(
            names, (max(self.size.width - rest, 18), 8, *((22,) if wide else ()), 18), strict=True
        ):
            table.add_column(name, width=width)
        for row in state.rows:
            table.add_row(
                *(Text(cell, overflow="ellipsis", no_wrap=True) for cell in _cells(row, state.now, wide)),
                key=row.id,
            )
        if chosen is not None and chosen.id in {row.id for row in state.rows}:
            table.move_cursor(row=table.get_row_index(chosen.id))
        last = state.start + len(state.rows)
        counted = f"{state.start + 1}–{last} of {state.found}" if state.rows else "none found"
        self.query_one("#counted", Static).update(Content(counted))
        self._offer()

    def on_resize(self, event: events.Resize) -> None:
        """Use the width there is."""
        if self._page is not None:
            self.show(self._page)

    @on(DataTable.RowHighlighted)
    def _offer(self) -> None:
        """Offer only what can be done with the chosen row."""
        chosen = self._chosen()
        self.query_one("#delete", Button).disabled = chosen is None
        self.query_one("#send-again", Button).display = chosen is not None and chosen.is_invited

    @on(Field.Submitted, "#search")
    def search(self, event: Field.Submitted) -> None:
        """Find administrators by a part of their address."""
        self._search, self._start = event.value, 0
        self.reload()
        self._table().focus()

    def action_search(self) -> None:
        """Go to the search field."""
        self.query_one("#search", Field).focus()

    def action_turn(self, by: int) -> None:
        """Turn pages."""
        page = self._page
        if page is None:
            return
        if by > 0 and page.start + len(page.rows) < page.found:
            self._start += len(page.rows)
        elif by < 0 and page.start > 0:
            self._start = max(page.start - 100, 0)
        else:
            return
        self.reload()

    def _table(self) -> DataTable[Text]:
        return self.query_one("#administrators-table", DataTable)

    def _chosen(self) -> AdministratorRow | None:
        row = self._table().cursor_row
        if self._page is None or not 0 <= row < len(self._page.rows):
            return None
        return self._page.rows[row]

    def _with_chosen(self, way: Callable[[AdministratorRow], object]) -> None:
        chosen = self._chosen()
        if chosen is not None:
            way(chosen)


def _cells(row: AdministratorRow, now: datetime, wide: bool) -> tuple[str, ...]:
    """Write a row: address, second step, registered when and by whom, last login."""
    if row.is_invited:
        two_step = "invited"
        last = "code not yet sent" if row.code_until is None else f"code until {row.code_until:%d %b}"
    else:
        two_step = "on" if row.two_step_is_on else "off"
        last = (
            "never"
            if row.last_login_at is None
            else day_and_time(row.last_login_at, now).removesuffix(" UTC")
        )
    by = "" if row.registered_by is None else f" by {row.registered_by.partition('@')[0]}@…"
    registered = f"{row.registered_at:%Y-%m-%d}{by}"
    return (row.login_address, two_step, *((registered,) if wide else ()), last)
