"""Taking turns at what only a few can do at once."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """Lets a few in at once. Whoever waits is served in turn, one client after the other.

    A client that asks a hundred times gets no more turns than one that asks once.

    Args:
        count: How many at once.
    """

    def __init__(self, count: int) -> None:
        self._free = count
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}
        """Who waits, by client; the client whose turn is next comes first."""

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return sum(not turn.cancelled() for turns in self._waiting.values() for turn in turns)

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
            raise

    def _pass_on(self) -> None:
        """Give the turn to the next client, who then goes to the end of the line."""
        while self._waiting:
            client = next(iter(self._waiting))
            turns = self._waiting.pop(client)
            turn = turns.popleft()
            if turns:
                self._waiting[client] = turns
            if not turn.cancelled():  # whoever gave up is still in the line
                turn.set_result(None)
                return
        self._free += 1
