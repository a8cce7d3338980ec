"""Several callers at once."""

import asyncio
from collections.abc import Callable, Coroutine
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
