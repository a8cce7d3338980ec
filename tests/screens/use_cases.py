"""Use cases for one step at a time."""

import asyncio
from typing import Any

from kstore_tui.core.errors import StoreError


class UseCase:
    """Keeps what it was called with, and ends when the test lets it.

    Args:
        outcome: What it gives, or the refusal that it raises.
        held: Whether it waits for `let_go`.
    """

    def __init__(self, outcome: object = None, *, held: bool = False) -> None:
        self.calls: list[tuple[str, ...]] = []
        self._outcome = outcome
        self._gate = asyncio.Event()
        if not held:
            self._gate.set()

    async def __call__(self, *typed: str) -> Any:
        self.calls.append(typed)
        await self._gate.wait()
        if isinstance(self._outcome, StoreError):
            raise self._outcome
        return self._outcome

    def let_go(self) -> None:
        """Let it end."""
        self._gate.set()
