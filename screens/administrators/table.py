"""The table of administrators: one page of them."""

from datetime import datetime

from kstore_tui.core.results import AdministratorRow
from kstore_tui.core.text import day_and_time, safe_text
from screens.widgets.paged_table import PagedTable

_COLUMNS = (("Email address", 0), ("Two-step", 8), ("Registered", 18), ("Last login", 17))
"""The columns and their cells; the first takes what is left."""
_LEFT_OUT_WHEN_NARROW = "Registered"
_WIDE = 70
_NARROWEST = 18
_SCROLL_BAR = 1
_PADDING = 2
"""Cells beside each column."""


class AdministratorsTable(PagedTable[AdministratorRow]):
    """Shows a page of administrators."""

    def __init__(self) -> None:
        super().__init__("administrators-table", _columns_in, _cells_of)


def _columns_in(cells: int) -> list[tuple[str, int]]:
    columns = [column for column in _COLUMNS if cells >= _WIDE or column[0] != _LEFT_OUT_WHEN_NARROW]
    taken = _SCROLL_BAR + sum(width + _PADDING for _, width in columns)
    return [(name, width or max(cells - taken, _NARROWEST)) for name, width in columns]


def _cells_of(row: AdministratorRow, now: datetime) -> dict[str, str]:
    who, at, _ = (row.registered_by or "").partition("@")
    by = f" by {who}{at and '@…'}" if who else ""
    if row.is_invited:
        two_step = "invited"
        last = "code not sent" if row.code_until is None else f"code until {row.code_until:%d %b}"
    else:
        two_step = "on hold" if row.is_held else "on" if row.two_step_is_on else "off"
        last = "never"
        if row.last_login_at is not None:
            last = day_and_time(row.last_login_at, now).removesuffix(" UTC")
    return {
        "Email address": safe_text(row.login_address),
        "Two-step": two_step,
        "Registered": f"{row.registered_at:%Y-%m-%d}{safe_text(by)}",
        "Last login": last,
    }
