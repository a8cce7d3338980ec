"""A file that shrinks once its mails are gone."""

import sqlite3
from contextlib import suppress

_PATIENCE = 100
"""Milliseconds to wait for other programs: they wait as well meanwhile, and the file may stay large."""


def shrink(connection: sqlite3.Connection) -> None:
    """Give the room of deleted mails back to the disk; where others are in the way, the next time.

    What is still kept is written anew: it is to be little.

    Args:
        connection: The database's own; none of its transactions is open.
    """
    (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
    try:
        with suppress(sqlite3.OperationalError):  # another program writes, or the disk is full
            connection.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patience}")
