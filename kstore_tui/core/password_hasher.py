"""Hashing passwords in threads of its own, in turn for each client."""

import asyncio
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from kstore_tui.core.passwords import (
    do_the_rest_of_the_work,
    hash_new_password,
    hash_password,
    needs_rehash,
    password_matches,
)
from kstore_tui.core.turns import Turns

P = ParamSpec("P")
T = TypeVar("T")


class PasswordHasher(Turns):
    """Hashes as many passwords at once as there are processors, in turn for each client.

    What is counted before a hash belongs inside its turn: so no more tries are counted than are being
    checked, and many right passwords from one address at the same time don't look like an attack.

    Transactions have other threads, so that they never wait behind a hash.

    Args:
        cost: bcrypt's cost for new hashes.
        turns: How many may hash at once; without it, as many as there are processors.
    """

    def __init__(self, cost: int, turns: int | None = None) -> None:
        self.cost = cost
        count = turns or max(2, os.cpu_count() or 1)
        super().__init__(count)
        self._threads = ThreadPoolExecutor(count, "hashing", _let_others_go_first)

    async def matches(self, password: str, kept: str) -> bool:
        """Return whether a password is the one that was kept, in the caller's turn.

        A wrong one takes the work of the current cost, whatever the cost of the hash that was kept.
        """
        if await self._run(password_matches, password, kept):
            return True
        await self._run(do_the_rest_of_the_work, password, kept, self.cost)
        return False

    async def rehash(self, password: str, kept: str) -> str | None:
        """Return a new hash if the cost has risen since the kept one was made, in the caller's turn."""
        return await self._run(hash_password, password, self.cost) if needs_rehash(kept, self.cost) else None

    async def hash_new(self, password: str, login_address: str, client: str) -> str:
        """Check a new password and return what is kept of it.

        Raises:
            InvalidPassword: The rules don't allow it.
        """
        async with self.turn(client):
            return await self._run(hash_new_password, password, login_address, self.cost)

    async def _run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(
            self._threads, lambda: function(*args, **kwargs)
        )


def _let_others_go_first() -> None:
    """Lower this thread's priority: screens and transactions are short, and people wait for them."""
    if sys.platform == "linux":  # elsewhere it is the whole program's
        os.nice(10)
