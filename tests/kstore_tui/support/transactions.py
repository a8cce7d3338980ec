"""Several callers at once, and a disk that is full for a while."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from kstore_tui.database.models import proxy
from kstore_tui.database.transactions import Transactions

P = ParamSpec("P")
T = TypeVar("T")


async def at_once(*doings: Coroutine[Any, Any, Any]) -> list[Any]:
    """Do all of it at once, each transaction in a thread of its own; return what each gave or raised."""
    return await asyncio.gather(*doings, return_exceptions=True)


class InStep(Transactions):
    """Two callers in step: neither begins a transaction before both have finished the last one."""

    def __init__(self) -> None:
        super().__init__(proxy.obj)
        self._both = asyncio.Barrier(2)

    async def run(self, unit: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await super().run(unit, *args, **kwargs)
        finally:
            async with asyncio.timeout(20):
                await self._both.wait()


class Meanwhile(Transactions):
    """One caller, and something else that happens after their first transaction."""

    def __init__(self, happening: Callable[[], Coroutine[Any, Any, Any]]) -> None:
        super().__init__(proxy.obj)
        self._happening = [happening]

    async def run(self, unit: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        result = await super().run(unit, *args, **kwargs)
        if self._happening:
            await self._happening.pop()()
        return result


BIG = "x" * 20_000
"""What needs pages of its own: the store's files have room for little things."""


@contextmanager
def full_disk() -> Iterator[None]:
    """SQLite takes no page more than there are, and says what it says when the disk is full."""
    _allow_pages(1)
    try:
        yield
    finally:
        _allow_pages(2**30)


def _allow_pages(count: int) -> None:
    with proxy.obj.connection_context():
        proxy.obj.pragma("max_page_count", count, permanent=True)
