"""Opening the database of an inbox; what is none is left as it is."""

import sqlite3
from pathlib import Path
from time import monotonic, sleep
from typing import Any, NamedTuple

from peewee import SqliteDatabase

from devmail.store.forms import bring_up_to_date, why_not
from devmail.store.mail_table import mail_table
from devmail.store.private_file import make_file, make_private
from devmail.store.transaction import transaction
from devmail.store.unusable import InboxUnusable, saying

_PATIENCE = 5
"""Seconds to wait for another program that has the file to itself."""
_PAGES_AHEAD = 4000
"""Pages of 4 kB in the write-ahead log before they move to the file, for which all mails wait."""


class Opened(NamedTuple):
    """An open database."""

    database: SqliteDatabase
    connection: sqlite3.Connection
    """The database's own, for what is to be quick."""
    table: Any
    """The mails."""


def open_database(path: Path | None) -> Opened:
    """Open an inbox's database.

    Args:
        path: Its file, made when it is missing; None is one in memory.

    Returns:
        The database, connected, and its table.

    Raises:
        InboxUnusable: The file cannot be used; nothing was changed.
    """
    with saying(f"The inbox {path} cannot be used"):
        if path is not None:
            make_file(path)
        name = ":memory:" if path is None else str(path.absolute())
        # Connected once: an inbox that is closed stays closed.
        database: Any = SqliteDatabase(name, autoconnect=False, timeout=_PATIENCE)
        database.connect()
        try:
            table = mail_table(database)
            connection = database.connection()
            with transaction(connection, "DEFERRED"):  # as it is at one moment: another may be making it
                reason = why_not(database, table)
            if reason is not None:
                raise InboxUnusable(f"The inbox {path} cannot be used: {reason}.")
            if path is not None:
                make_private(path)
            _write_ahead(connection)
            # Enough against a program that is killed: what was written is the system's to write on.
            database.pragma("synchronous", "normal")
            database.pragma("wal_autocheckpoint", _PAGES_AHEAD)
            # Some systems' SQLite overwrites all that is deleted, which takes seconds for large mails.
            database.pragma("secure_delete", "'fast'")
            bring_up_to_date(database, table)
        except BaseException:
            database.close()
            raise
    return Opened(database, connection, table)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn on the write-ahead log; while another program does, SQLite fails at once instead of waiting."""
    until = monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = wal")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() >= until:
                raise
        sleep(0.01)
