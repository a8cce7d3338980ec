"""One transaction of SQLite."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """Do all of the block or nothing of it.

    Args:
        connection: The database's own; none of its transactions is open.
        kind: `IMMEDIATE` waits for its turn at the beginning: another program may be writing.
            `DEFERRED` locks nobody out before something is written.
    """
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # on a full disk SQLite has undone it by itself
            connection.execute("ROLLBACK")
        raise
