"""The table of administrators: one page of them."""

from datetime import datetime

from rich.text import Text
from textual import events
from textual.widgets import DataTable

from kstore_tui.moments import day_and_time
from kstore_tui.outcomes import AdministratorRow, AdministratorsPage

_COLUMNS = (("Email address", 0), ("Two-step", 8), ("Registered", 18), ("Last login", 17))
"""The columns and their cells; the first takes what is left."""
_LEFT_OUT_WHEN_NARROW = "Registered"
_WIDE = 76
_PADDING = 2
"""Cells beside each column."""


class AdministratorsTable(DataTable[Text]):
    """Shows a page; the chosen row stays chosen where it is still there."""

    def __init__(self) -> None:
        super().__init__(id="administrators-table", cursor_type="row")
        self._page: AdministratorsPage | None = None

    def show(self, page: AdministratorsPage) -> None:
        """Show a page.

        Args:
            page: The rows.
        """
        chosen = self.chosen
        self._page = page
        self.clear(columns=True)
        columns = [
            column
            for column in _COLUMNS
            if self.app.size.width >= _WIDE or column[0] != _LEFT_OUT_WHEN_NARROW
        ]
        taken = sum(width + _PADDING for _, width in columns)
        for name, width in columns:
            self.add_column(name, width=width or max(self.container_size.width - taken, 18))
        for row in page.rows:
            cells = _cells(row, page.now)
            self.add_row(
                *(Text(cells[name], overflow="ellipsis", no_wrap=True) for name, _ in columns), key=row.id
            )
        if chosen is not None and chosen.id in {row.id for row in page.rows}:
            self.move_cursor(row=self.get_row_index(chosen.id))

    @property
    def chosen(self) -> AdministratorRow | None:
        """The administrator in the chosen row; None while there is none."""
        if self._page is None or not 0 <= self.cursor_row < len(self._page.rows):
            return None
        return self._page.rows[self.cursor_row]

    def on_resize(self, event: events.Resize) -> None:
        """Use the width there is."""
        if self._page is not None:
            self.show(self._page)


def _cells(row: AdministratorRow, now: datetime) -> dict[str, str]:
    """Write a row: address, second step, registered when and by whom, last login."""
    by = "" if row.registered_by is None else f" by {row.registered_by.partition('@')[0]}@…"
    if row.is_invited:
        two_step = "invited"
        last = "code not sent" if row.code_until is None else f"code until {row.code_until:%d %b}"
    else:
        two_step = "held" if row.is_held else "on" if row.two_step_is_on else "off"
        last = "never"
        if row.last_login_at is not None:
            last = day_and_time(row.last_login_at, now).removesuffix(" UTC")
    return {
        "Email address": row.login_address,
        "Two-step": two_step,
        "Registered": f"{row.registered_at:%Y-%m-%d}{by}",
        "Last login": last,
    }
