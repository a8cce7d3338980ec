"""Numbers as people write them, on the command line and in a form."""

from collections.abc import Callable
from math import isfinite

_MOST = 1_000_000


class NoSuchNumber(Exception):
    """What was written is not a number that is asked for; `str()` tells what is."""


def count(text: str) -> int:
    """Return a whole number, from 1 on.

    Args:
        text: As it is written.

    Raises:
        NoSuchNumber: It is none.
    """
    number = whole(text)
    if number is None or not 0 < number <= _MOST:
        raise NoSuchNumber(f"give a number from 1 to {_MOST}")
    return number


def whole(text: str) -> int | None:
    """Return a whole number, from 0 on; None for what is none, or has more digits than any that is asked for.

    Args:
        text: As it is written.
    """
    return int(text) if text.isdecimal() and len(text) < 20 else None


def amount(most: int = _MOST) -> Callable[[str], float]:
    """Return what reads a number above 0, not always a whole one.

    Args:
        most: The largest.
    """

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = -1
        if not (isfinite(number) and 0 < number <= most):
            raise NoSuchNumber(f"give a number above 0, {most} at most")
        return number

    return read


def seconds(text: str) -> float:
    """Return the seconds that a mail may be made to wait.

    Args:
        text: As they are written.

    Raises:
        NoSuchNumber: They are none.
    """
    return amount(most=1000)(text)
