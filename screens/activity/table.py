"""The table of activity: one page of what happened."""

from datetime import datetime

from kstore_tui.core.results import ActivityRow
from kstore_tui.core.text import day_and_time, safe_text
from screens.widgets.paged_table import PagedTable

_COLUMNS = (("When (UTC)", 16), ("What", 20), ("Who", 0), ("About", 0), ("Origin", 15))
"""The columns and their cells; those of 0 share what is left."""
_LEFT_OUT_WHEN_NARROW = ("About", "Origin")
_LEFT_OUT_WHEN_USUAL = ("About",)
_USUAL = 70
_WIDE = 94
_NARROWEST = 10
_SCROLL_BAR = 1
_PADDING = 2
"""Cells beside each column."""


class ActivityTable(PagedTable[ActivityRow]):
    """Shows a page of what happened."""

    def __init__(self) -> None:
        super().__init__("activity-table", _columns_in, _cells_of)


def _columns_in(cells: int) -> list[tuple[str, int]]:
    left_out: tuple[str, ...] = ()
    if cells < _WIDE:
        left_out = _LEFT_OUT_WHEN_NARROW if cells < _USUAL else _LEFT_OUT_WHEN_USUAL
    columns = [column for column in _COLUMNS if column[0] not in left_out]
    left = cells - _SCROLL_BAR - sum(width + _PADDING for _, width in columns)
    share = left // sum(1 for _, width in columns if not width)
    return [(name, width or max(share, _NARROWEST)) for name, width in columns]


def _cells_of(row: ActivityRow, now: datetime) -> dict[str, str]:
    return {
        "When (UTC)": day_and_time(row.at, now).removesuffix(" UTC"),
        "What": row.what.words,
        "Who": safe_text(row.who),
        "About": safe_text(row.about),
        "Origin": safe_text(row.origin),
    }
