"""When a mail came, as short as a list needs it, and in full."""

from datetime import date, datetime

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS_OF_A_YEAR = 300
"""Days after which a month could be taken for this year's."""


def time_or_day(moment: datetime, today: date) -> str:
    """Return the time of a mail of today, else its day, or its month and year: always 8 cells.

    Args:
        moment: When it came, in UTC.
        today: The present day, in UTC.
    """
    if moment.date() == today:
        return f"{moment:%H:%M:%S}"
    month = _MONTHS[moment.month - 1]  # not by strftime: the words on the screen are English everywhere
    near = abs((today - moment.date()).days) < _DAYS_OF_A_YEAR
    return f"{f'{moment.day} {month}' if near else f'{month} {moment.year}':>8}"


def day_and_time(moment: datetime) -> str:
    """Return when a mail came, and that it is UTC.

    Args:
        moment: When it came, in UTC.
    """
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
