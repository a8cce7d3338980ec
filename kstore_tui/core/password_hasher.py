"""Hashing passwords in threads of its own, in turn for each client."""

import asyncio
import os
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import ParamSpec, TypeVar

from kstore_tui.core.passwords import (
    do_the_rest_of_the_work,
    hash_new_password,
    hash_password,
    needs_rehash,
    password_matches,
)

P = ParamSpec("P")
T = TypeVar("T")


class PasswordHasher:
    """Hashes as many passwords at once as there are processors; the others wait.

    Whoever waits is served in turn: a client that asks a hundred times gets no more turns than one that
    asks once. Transactions have other threads, so that they never wait behind a hash.

    Args:
        cost: bcrypt's cost for new hashes.
        turns: How many may hash at once; without it, as many as there are processors.
    """

    def __init__(self, cost: int, turns: int | None = None) -> None:
        self.cost = cost
        self._free = turns or max(2, os.cpu_count() or 1)
        self._threads = ThreadPoolExecutor(self._free, "hashing", _let_others_go_first)
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}
        """Who waits, by client; the client whose turn is next comes first."""

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return sum(map(len, self._waiting.values()))

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """Wait until it is a client's turn, and keep it: what is counted before a hash belongs inside.

        So no more tries are counted than are being checked: many right passwords from one address at the
        same time don't look like an attack.
        """
        await self._take_turn(client)
        try:
            yield
        finally:
            self._pass_on()

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

    async def _take_turn(self, client: str) -> None:
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # it came just now
                self._pass_on()
            else:
                self._leave(client, turn)
            raise

    def _leave(self, client: str, turn: asyncio.Future[None]) -> None:
        self._waiting[client].remove(turn)
        if not self._waiting[client]:
            del self._waiting[client]

    def _pass_on(self) -> None:
        """Give the turn to the next client, who then goes to the end of the line."""
        for client in self._waiting:
            turns = self._waiting.pop(client)
            next_turn = turns.popleft()
            if turns:
                self._waiting[client] = turns
            next_turn.set_result(None)
            return
        self._free += 1


def _let_others_go_first() -> None:
    """Lower this thread's priority: screens and transactions are short, and people wait for them."""
    if sys.platform == "linux":  # elsewhere it is the whole program's
        os.nice(10)
