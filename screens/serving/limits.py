"""How many connections there may be, in all and from one address."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kstore_tui.core.origin import network_of


class TooManyConnections(Exception):
    """A connection is refused; `str()` is the line for the person."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of an SSH server. Each connection carries one session."""

    sessions: int = 500
    sessions_per_address: int = 20
    connections_per_minute: int = 60
    """From one address."""
    seconds_to_session: float = 20
    """From the connection to a session on it."""
    seconds_to_log_in: float = 120
    """Without a key, for someone who hasn't logged in."""


class Admission:
    """Counts connections. An address stands for its network, where one client has many (IPv6: a /64).

    Args:
        limits: What is allowed.
        clock: Seconds that never go back.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self._clock = clock
        self._open: Counter[str] = Counter()
        self._begun: Counter[str] = Counter()
        self._minute_ends = clock() + 60

    @contextmanager
    def admit(self, address: str) -> Iterator[None]:
        """Count a connection for as long as it lasts.

        Raises:
            TooManyConnections: One of the limits is reached.
        """
        client = network_of(address)
        if self._clock() >= self._minute_ends:
            self._begun.clear()
            self._minute_ends = self._clock() + 60
        self._begun[client] += 1
        if self._begun[client] > self.limits.connections_per_minute:
            raise TooManyConnections("Too many connections from your address. Try again in a minute.")
        if self._open[client] >= self.limits.sessions_per_address:
            raise TooManyConnections("Too many sessions from your address. Close one and try again.")
        if self._open.total() >= self.limits.sessions:
            raise TooManyConnections("The store is busy. Try again in a few minutes.")
        self._open[client] += 1
        try:
            yield
        finally:
            self._open[client] -= 1
            if not self._open[client]:
                del self._open[client]
