"""How many connections and sessions there may be, in all and from one address."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from kstore_tui.core.origin import network_of


class TooManyConnections(Exception):
    """A connection is refused; `str()` is the line for the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of an SSH server. Each connection carries one session."""

    sessions: int = 500
    sessions_per_address: int = 20
    connections_per_minute: int = 60
    """From one address: as many at once, and so many a minute after that."""
    seconds_to_session: float = 20
    """From the connection to a session on it."""
    seconds_to_log_in: float = 120
    """Without a key, for someone who hasn't logged in."""

    @property
    def without_session(self) -> int:
        """How many connections may have no session yet, or none any longer."""
        return max(1, self.sessions // 5)

    @property
    def without_session_per_address(self) -> int:
        """How many of them may come from one address."""
        return max(1, self.sessions_per_address // 2)


class Admission:
    """Counts connections by network, as one client can have a whole IPv6 /64.

    Args:
        limits: What is allowed.
        clock: Seconds that never go back.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self._clock = clock
        self._sessions: Counter[str] = Counter()
        self._without_session: Counter[str] = Counter()
        self._paid_until: dict[str, float] = {}
        """When an address may again connect as often at once as it may in a minute."""
        self._tidy_at = clock() + 60

    @contextmanager
    def admit(self, address: str) -> Iterator[None]:
        """Count a connection for as long as it lasts.

        Raises:
            TooManyConnections: One of the limits is reached.
        """
        client = network_of(address)
        self._see_that_session_fits(client)
        if self._without_session[client] >= self.limits.without_session_per_address:
            raise TooManyConnections("Too many connections from your address. Try again in a minute.")
        if self._without_session.total() >= self.limits.without_session:
            raise TooManyConnections("The store is busy. Try again in a few minutes.")
        self._pay(client)
        with _counted(self._without_session, client, 1):
            yield

    @contextmanager
    def session(self, address: str) -> Iterator[None]:
        """Count a session, for as long as it lasts, on a connection that was admitted.

        Raises:
            TooManyConnections: Others have begun their sessions sooner.
        """
        client = network_of(address)
        self._see_that_session_fits(client)
        with _counted(self._sessions, client, 1), _counted(self._without_session, client, -1):
            yield

    def _see_that_session_fits(self, client: str) -> None:
        if self._sessions[client] >= self.limits.sessions_per_address:
            raise TooManyConnections("Too many sessions from your address. Close one and try again.")
        if self._sessions.total() >= self.limits.sessions:
            raise TooManyConnections("The store is busy. Try again in a few minutes.")

    def _pay(self, client: str) -> None:
        """Take a connection from the client's bucket, which refills steadily."""
        now = self._clock()
        if now >= self._tidy_at:
            self._paid_until = {each: until for each, until in self._paid_until.items() if until > now}
            self._tidy_at = now + 60
        until = max(self._paid_until.get(client, now), now) + 60 / self.limits.connections_per_minute
        if until > now + 60 + 1e-6:  # sums of fractions
            raise TooManyConnections("Too many connections from your address. Try again in a minute.")
        self._paid_until[client] = until


@contextmanager
def _counted(counts: Counter[str], client: str, by: int) -> Iterator[None]:
    counts[client] += by
    try:
        yield
    finally:
        counts[client] -= by
        if not counts[client]:
            del counts[client]
