"""The one error of an inbox."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from peewee import PeeweeException


class InboxUnusable(Exception):
    """The inbox cannot be used; `str()` is the line for the person."""


@contextmanager
def saying(what: str) -> Iterator[None]:
    """Turn what goes wrong below into the line for the person.

    Args:
        what: What cannot be done, as "The inbox cannot be read".

    Raises:
        InboxUnusable: The file or its database failed.
    """
    try:
        yield
    except (OSError, PeeweeException, sqlite3.Error) as error:
        raise InboxUnusable(f"{what}: {_reason(error)}.") from error


def _reason(error: Exception) -> str:
    words = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return " ".join(words.split()).rstrip(".")
