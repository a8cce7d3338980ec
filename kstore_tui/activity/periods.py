"""Days and months as a person types them, and the time they mean, in UTC."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kstore_tui.core.errors import InvalidDate

_DAY_OR_MONTH = re.compile(r"([12]\d{3})-(\d\d)(?:-(\d\d))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time."""

    begin: datetime
    """Its first moment."""
    end: datetime
    """The first moment after it."""


ALWAYS = Period(datetime(1000, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC))
"""More than the time in which anything can have happened."""


def read_period(word: str) -> Period | None:
    """Return the time that a day such as `2026-11-20` or a month such as `2026-11` means.

    None when the word doesn't look like a day or a month.

    Raises:
        InvalidDate: It looks like one, but there is no such day or month.
    """
    match = _DAY_OR_MONTH.fullmatch(word)
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        begin = datetime(int(year), int(month), int(day or 1), tzinfo=UTC)
        return Period(
            begin, begin + timedelta(days=1) if day else (begin + timedelta(days=31)).replace(day=1)
        )
    except ValueError:
        raise InvalidDate(word) from None


def read_search(typed: str) -> tuple[str, Period]:
    """Split a search into its words and its time, which goes from the first to the last day or month in it.

    Raises:
        InvalidDate: One of the days or months doesn't exist.
    """
    words, periods = [], []
    for word in unicodedata.normalize("NFKC", typed).split():
        period = read_period(word)
        if period is None:
            words.append(word)
        else:
            periods.append(period)
    if not periods:
        return " ".join(words), ALWAYS
    return " ".join(words), Period(min(each.begin for each in periods), max(each.end for each in periods))
