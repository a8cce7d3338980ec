"""Units of work: one connection and one transaction each, in a worker thread."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from peewee import PeeweeException, SqliteDatabase

from kstore_tui.core.errors import StoreError, StoreUnavailable
from kstore_tui.database.faults import line_for

P = ParamSpec("P")
T = TypeVar("T")

_BUSY_TIMEOUT = 5
"""Seconds that one writer waits for another."""


def sqlite(path: str) -> SqliteDatabase:
    """Return a SQLite database with the settings that every connection to it has.

    WAL lets readers and one writer work side by side; `synchronous = full` keeps what was
    committed even when the host loses power: a counted try must stay counted.
    """
    return SqliteDatabase(
        path,
        timeout=_BUSY_TIMEOUT,
        autoconnect=False,
        pragmas={"journal_mode": "wal", "foreign_keys": 1, "synchronous": "full"},
    )


class Transactions:
    """The one way to the database.

    Args:
        database: An opened and migrated database.
    """

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def run(self, unit: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a short synchronous function in a worker thread, in a transaction of its own.

        What it raises rolls the transaction back, unless the error says that it `commits`. Cancelled,
        it may still commit: a unit leaves nothing half-done.

        Returns:
            What the unit returns.

        Raises:
            StoreUnavailable: The database did not take it; nothing was changed.
        """
        return await asyncio.to_thread(self.run_here, partial(unit, *args, **kwargs))

    def run_here(self, unit: Callable[[], T]) -> T:
        """Do what `run` does, in the present thread."""
        try:
            # IMMEDIATE: a unit that reads and then writes must not find its ground gone.
            with self._database.connection_context(), self._database.atomic("IMMEDIATE"):
                try:
                    return unit()
                except StoreError as error:
                    if not error.commits:
                        raise
                    refused = error
        except PeeweeException as error:
            raise StoreUnavailable(line_for(error)) from error
        raise refused
