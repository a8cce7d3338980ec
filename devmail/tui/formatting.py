"""How an email's facts are written: safe, and in columns of a fixed width."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from textual.content import Content

from devmail.text import one_line

_CHARACTERS_A_CELL = 4
"""How many are looked at: a cell can hold several, and a subject can be endless."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS_OF_A_YEAR = 300
"""Days after which a month could be taken for this year's."""


def fitted(text: str, cells: int) -> Content:
    """Make any text exactly so many cells wide, with an ellipsis where it was longer."""
    near = text[: _CHARACTERS_A_CELL * cells + 1]
    return Content(one_line(near)).truncate(cells, ellipsis=True, pad=True)


def listed(addresses: Iterable[str], cells: int) -> str:
    """Join as many addresses as can be seen in so many cells; not made safe yet."""
    joined = ""
    for address in addresses:
        joined += f", {address}" if joined else address
        if len(joined) > _CHARACTERS_A_CELL * cells:
            break
    return joined


def size(number: int) -> str:
    """Return a number of bytes as people read it."""
    if number < 1000:
        return f"{number} B"
    return f"{number / 1000:.1f} kB" if number < 1_000_000 else f"{number / 1_000_000:.1f} MB"


def time_or_day(moment: datetime, today: date) -> str:
    """Return the time of a mail of today, else its day or its month and year: always 8 cells."""
    if moment.date() == today:
        return f"{moment:%H:%M:%S}"
    month = _MONTHS[moment.month - 1]  # not by strftime: the words on the screen are English everywhere
    near = abs((today - moment.date()).days) < _DAYS_OF_A_YEAR
    return f"{f'{moment.day} {month}' if near else f'{month} {moment.year}':>8}"


def local_and_utc(utc: datetime, local: datetime) -> str:
    """Return a moment in full, given in both times."""
    if local.utcoffset() == timedelta():
        return f"{utc:%Y-%m-%d %H:%M:%S} UTC"
    beside = f"{utc:%H:%M:%S}" if local.date() == utc.date() else f"{utc:%Y-%m-%d %H:%M:%S}"
    return f"{local:%Y-%m-%d %H:%M:%S} ({beside} UTC)"
