"""A lock beside an inbox's file while a devmail serves it, so that `devmail wait` can tell.

The system releases it however the program ends. The inbox's own file cannot carry it: closing that a second
time would undo the locks that SQLite holds.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def marked_as_served(store: Path) -> Iterator[None]:
    """Mark an inbox as served during the block, if that can be done; several programs may."""
    file = None
    with suppress(OSError, ImportError):
        import fcntl  # not on every system

        file = os.open(_lock_of(store), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(file, fcntl.LOCK_SH)
    try:
        yield
    finally:
        if file is not None:
            os.close(file)


def is_served(store: Path) -> bool:
    """Return whether a devmail serves an inbox; True if that cannot be found out."""
    try:
        import fcntl

        file = os.open(_lock_of(store), os.O_RDWR)
    except FileNotFoundError:
        return False
    except (OSError, ImportError):
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(file)
    return False


def _lock_of(store: Path) -> Path:
    return store.with_name(f"{store.name}-served")
