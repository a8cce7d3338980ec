"""Numbers as they are written on the command line."""

from argparse import ArgumentTypeError
from collections.abc import Callable
from math import isfinite

_MOST = 1_000_000


def count(text: str) -> int:
    """Return a whole number, from 1 on.

    Args:
        text: As it is written.

    Raises:
        ArgumentTypeError: It is none.
    """
    if not text.isdecimal() or not 0 < int(text) <= _MOST:
        raise ArgumentTypeError(f"give a number from 1 to {_MOST}")
    return int(text)


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
            raise ArgumentTypeError(f"give a number above 0, {most} at most")
        return number

    return read
