"""What is shown: text from outside made safe for a terminal, and moments and spans, in UTC."""

import math
import os
import unicodedata
from datetime import datetime, timedelta


def safe_text(text: str) -> str:
    """Return text as one visible line that can't control a terminal.

    Control characters (escape sequences begin with one), bidirectional controls and other invisible
    characters are replaced by a mark.
    """
    return "".join(_seen(character) for character in text)


def reason_of(error: OSError) -> str:
    """Return what the system says of an error, without what Python adds."""
    if error.errno is not None and error.errno > 0:
        return os.strerror(error.errno)
    return error.strerror or str(error)


def _seen(character: str) -> str:
    if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
        return character
    if character < " ":
        return chr(0x2400 + ord(character))  # Unicode's own pictures of control characters
    return "\N{REPLACEMENT CHARACTER}"


def time_of_day(moment: datetime) -> str:
    """Write a moment of today, such as `14:32 UTC`."""
    return f"{moment:%H:%M} UTC"


def time_to_the_second(moment: datetime) -> str:
    """Write a moment of the next minutes, such as `14:32:05 UTC`."""
    return f"{moment:%H:%M:%S} UTC"


def when_again(moment: datetime, now: datetime) -> str:
    """Write when a wait ends: `in 42 seconds (23:26:33 UTC)`, `in 15 minutes (23:41 UTC)`."""
    seconds = math.ceil((moment - now).total_seconds())
    if seconds < 120:
        return f"in {seconds} second{'' if seconds == 1 else 's'} ({time_to_the_second(moment)})"
    end = whole_minute(moment)
    minutes = (end - now) // timedelta(minutes=1)
    wait = f"{minutes} minutes" if minutes < 120 else f"{round(minutes / 60)} hours"
    return f"in {wait} ({time_of_day(end)})"


def whole_minute(moment: datetime) -> datetime:
    """Return the first whole minute that is not before a moment."""
    minute = moment.replace(second=0, microsecond=0)
    return minute if minute == moment else minute + timedelta(minutes=1)


def day_and_time(moment: datetime, now: datetime) -> str:
    """Write a moment of the past as a person would: `today 09:14 UTC` or `2026-11-02 09:14 UTC`."""
    if moment.date() == now.date():
        return f"today {time_of_day(moment)}"
    if moment.date() == (now - timedelta(days=1)).date():
        return f"yesterday {time_of_day(moment)}"
    return f"{moment:%Y-%m-%d} {time_of_day(moment)}"


def long_ago(moment: datetime, now: datetime) -> str:
    """Write how many days ago a moment was: `today`, `yesterday`, `3 days ago`."""
    days = (now.date() - moment.date()).days
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")


def length(span: timedelta) -> str:
    """Write a span in its largest whole unit: `10 minutes`, `60 seconds`, `12 hours`, `3 days`."""
    seconds = int(span.total_seconds())
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds % size == 0 and seconds > size:
            return f"{seconds // size} {unit}s"
    return f"{seconds} seconds"
