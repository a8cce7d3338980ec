"""Time and randomness, handed in wherever they are needed: a clock in UTC that never goes back."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

Clock = Callable[[], datetime]
"""Returns the current time as an aware datetime in UTC."""


def wall_time() -> datetime:
    """Return what the host's own clock shows, in UTC."""
    return datetime.now(UTC)


class SteadyClock:
    """A clock that never falls behind real time, whatever happens to the host's clock.

    When the host's clock is set back, which would revive expired codes and sessions, this clock runs on by
    the monotonic one. When the host's clock is set forward, this clock follows.
    """

    def __init__(self, wall: Clock = wall_time, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._latest = wall()
        self._latest_tick = monotonic()

    def __call__(self) -> datetime:
        """Return the current time, never earlier than before."""
        with self._lock:
            tick = self._monotonic()
            passed = timedelta(seconds=tick - self._latest_tick)
            self._latest = max(self._wall(), self._latest + passed)
            self._latest_tick = tick
            return self._latest


class Randomness(Protocol):
    """What the program needs from a source of randomness; the module `secrets` is one."""

    def randbelow(self, exclusive_upper_bound: int, /) -> int: ...
    def token_bytes(self, nbytes: int, /) -> bytes: ...
    def token_hex(self, nbytes: int, /) -> str: ...
