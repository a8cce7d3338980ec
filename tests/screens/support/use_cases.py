"""Use cases for one step at a time."""

import asyncio
from typing import Any

from kstore_tui.core.errors import StoreError


class UseCase:
    """Keeps what it was called with, and gives its outcome, or raises it, once it is let go."""

    def __init__(self, outcome: object = None, *, held: bool = False) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.outcome = outcome
        self._gate = asyncio.Event()
        if not held:
            self.let_go()

    async def __call__(self, *typed: Any) -> Any:
        self.calls.append(typed)
        await self._gate.wait()
        if isinstance(self.outcome, StoreError):
            raise self.outcome
        return self.outcome

    def let_go(self) -> None:
        """Let it end."""
        self._gate.set()


async def takes_long(*typed: object) -> Any:
    """Be a use case that does not come to its end while anybody looks."""
    await asyncio.Event().wait()
