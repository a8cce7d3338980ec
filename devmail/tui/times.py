"""When a mail came: in local time, with UTC beside it where the two differ."""

from datetime import date, datetime, timedelta

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS_OF_A_YEAR = 300
"""Days after which a month could be taken for this year's."""


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
