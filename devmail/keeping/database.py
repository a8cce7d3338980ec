"""Opening the database of an inbox; what is none is left as it is."""

from pathlib import Path
from typing import Any

from peewee import SqliteDatabase

from devmail.keeping.mail_table import is_foreign, mail_table
from devmail.keeping.private_file import make_private_file
from devmail.keeping.unusable import InboxUnusable, saying


def open_database(path: Path | None) -> tuple[SqliteDatabase, Any]:
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
            make_private_file(path)
        # Connected once: an inbox that is closed stays closed.
        database = SqliteDatabase(":memory:" if path is None else str(path), autoconnect=False, timeout=5)
        database.connect()
        try:
            table = mail_table(database)
            if is_foreign(database, table):
                raise InboxUnusable(f"The inbox {path} cannot be used: it belongs to another program.")
            database.pragma("journal_mode", "wal")
            # Enough against a program that is killed: what was written is the system's to write on.
            database.pragma("synchronous", "normal")
            database.create_tables([table])
        except BaseException:
            database.close()
            raise
    return database, table
