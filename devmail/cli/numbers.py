"""Numbers as options of the command line."""

from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import TypeVar

from devmail import numbers

N = TypeVar("N", int, float)


def option(read: Callable[[str], N]) -> Callable[[str], N]:
    """Return what reads an option's number, and tells argparse of one that is none.

    Args:
        read: Reads it; raises NoSuchNumber.
    """

    def read_option(text: str) -> N:
        try:
            return read(text)
        except numbers.NoSuchNumber as error:
            raise ArgumentTypeError(str(error)) from error

    return read_option


count = option(numbers.count)
"""Reads a whole number, from 1 on."""
seconds = option(numbers.seconds)
"""Reads the seconds that a mail may be made to wait."""


def amount(most: int | None = None) -> Callable[[str], float]:
    """Return what reads a number above 0, not always a whole one.

    Args:
        most: The largest; None for as much as makes sense.
    """
    return option(numbers.amount() if most is None else numbers.amount(most))
