"""The errors of an inbox."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from peewee import PeeweeException


class InboxUnusable(Exception):
    """The inbox cannot be used; `str()` is the line for the person."""


class InboxBusy(InboxUnusable):
    """Another program has the inbox to itself at the moment; nothing was changed."""


@contextmanager
def saying(what: str) -> Iterator[None]:
    """Turn what goes wrong below into the line for the person.

    Args:
        what: What cannot be done, as "The inbox cannot be read".

    Raises:
        InboxBusy: Another program was writing to it for longer than is waited for.
        InboxUnusable: The file or its database failed.
    """
    try:
        yield
    except (OSError, PeeweeException, sqlite3.Error) as error:
        kind = InboxBusy if _is_busy(error) else InboxUnusable
        raise kind(f"{what}: {_reason(error)}.") from error


def _is_busy(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", None)  # not every error of SQLite's has one
    return code is not None and code & 0xFF == sqlite3.SQLITE_BUSY


def _reason(error: Exception) -> str:
    words = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return " ".join(words.split()).rstrip(".")
