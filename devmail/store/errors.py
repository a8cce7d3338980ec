"""The errors of an inbox."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


class InboxUnusable(Exception):
    """The inbox can't be used; `str()` is the line for the person."""


class InboxBusy(InboxUnusable):
    """Another program is writing to the inbox; nothing was changed."""


@contextmanager
def reported_as(problem: str) -> Iterator[None]:
    """Turn a failure of the file or its database into InboxUnusable with a line about the problem."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        kind = InboxBusy if _is_busy(error) else InboxUnusable
        raise kind(f"{problem}: {_reason(error)}.") from error


def _is_busy(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", None)  # not every sqlite3.Error has one
    return code is not None and code & 0xFF == sqlite3.SQLITE_BUSY


def _reason(error: Exception) -> str:
    words = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return " ".join(words.split()).rstrip(".")
