"""Transactions: short synchronous functions on one connection, in a worker thread; and what faults mean."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from peewee import PeeweeException, SqliteDatabase

from kstore_tui.core.errors import StoreError, StoreUnavailable

P = ParamSpec("P")
T = TypeVar("T")

_AT_ONCE = 4
"""More only wait for each other: SQLite has one writer at a time."""

_DAMAGED = "The store's file is damaged. Nothing was changed. Restore it from a backup."
_FAULTS = {
    "full": "The disk is full. Nothing was changed. Free some space and try again.",
    "locked": "The store is busy. Nothing was changed. Try again.",
    "readonly": "Can't write to the store's file. Nothing was changed. Check its permissions.",
    "malformed": _DAMAGED,
    "not a database": _DAMAGED,
    "disk i/o": "Can't write to the disk; it may be full. Nothing was changed. Free some space.",
    "unable to open": "The store's file can't be opened. Nothing was changed. Check its permissions.",
}


class Transactions:
    """The one way to a database that `open_store` has opened."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database
        self._running = threading.local()
        # Its own threads: asyncio's are for looking up names, and those may hang.
        self._threads = ThreadPoolExecutor(_AT_ONCE, "transactions")

    async def run(self, unit: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a short synchronous function in a worker thread, in a transaction of its own.

        What it raises rolls the transaction back, unless the error says that it `commits`. Cancelled,
        it may still commit: a unit leaves nothing half-done. A fault of the database is `StoreUnavailable`.
        """
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, self.run_here, partial(unit, *args, **kwargs)
        )

    def run_here(self, unit: Callable[[], T]) -> T:
        """Do what `run` does, in the current thread."""
        refused: StoreError | None = None
        self._running.callbacks = []
        try:
            # IMMEDIATE: a unit that reads and then writes must not find its ground gone.
            with self._database.connection_context(), self._database.atomic("IMMEDIATE"):
                try:
                    result = unit()
                except StoreError as error:
                    if not error.commits:
                        raise
                    refused = error
        except PeeweeException as error:
            raise StoreUnavailable(line_for(error)) from error
        for callback in self._running.callbacks:
            callback()
        if refused is not None:
            raise refused
        return result

    def after_commit(self, callback: Callable[[], object]) -> None:
        """Call something once the transaction that runs in this thread is committed.

        It is not called when the transaction is rolled back. Until the commit, nobody else sees what was
        written, as readers don't wait for writers.
        """
        self._running.callbacks.append(callback)


def line_for(error: Exception) -> str:
    """Return the line that tells a person what a fault of the database means and what to do."""
    text = str(_first_of(error)).lower()
    for sign, line in _FAULTS.items():
        if sign in text:
            return line
    return (
        "The store can't be used. Nothing was changed. "
        "Restart kstore-tui. If that doesn't help, restore a backup."
    )


def _first_of(error: BaseException) -> BaseException:
    """Return the fault that others followed from.

    SQLite rolls a transaction back by itself when the disk is full; peewee, which does so too, then
    fails and hides why.
    """
    first, before = error, error.__context__
    while before is not None:
        if isinstance(before, PeeweeException):
            first = before
        before = before.__context__
    return first
