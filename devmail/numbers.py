"""Numbers as people write them, on the command line and in a form."""

from argparse import ArgumentTypeError
from collections.abc import Callable
from math import isfinite

_MOST = 1_000_000


class NoSuchNumber(ArgumentTypeError):
    """Not the kind of number that is asked for; `str()` says what to give."""


def whole(text: str) -> int | None:
    """Return a whole number from 0; None if it is not one, or has more digits than anything here takes."""
    return int(text) if text.isdecimal() and len(text) < 20 else None


def count(text: str) -> int:
    """Return a whole number from 1."""
    number = whole(text)
    if number is None or not 0 < number <= _MOST:
        raise NoSuchNumber(f"give a number from 1 to {_MOST}")
    return number


def amount(most: int = _MOST) -> Callable[[str], float]:
    """Return a function that reads a number above 0, not always a whole one, and raises NoSuchNumber."""

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = -1
        if not (isfinite(number) and 0 < number <= most):
            raise NoSuchNumber(f"give a number above 0, {most} at most")
        return number

    return read


seconds = amount(most=1000)  # reads how long a mail may be made to wait
