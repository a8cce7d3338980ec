"""Doing so many things at a time, in turn for each client."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """Lets so many work at once; the others wait.

    A client that asks a hundred times gets no more turns than one that asks once.
    """

    def __init__(self, count: int) -> None:
        self._free = count
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}
        """Who waits, by client; the client whose turn is next comes first."""

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return sum(map(len, self._waiting.values()))

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """Wait until it is a client's turn, and keep it."""
        await self._take_turn(client)
        try:
            yield
        finally:
            self._pass_on()

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
