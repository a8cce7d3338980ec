"""Time, handed to whatever needs it: one clock in UTC that never goes back."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
"""Tells the present time as an aware datetime in UTC."""


def wall_time() -> datetime:
    """Return what the host's own clock shows, in UTC."""
    return datetime.now(UTC)


class SteadyClock:
    """A clock that goes at least as fast as time does, whatever happens to the host's clock.

    Set back, the host's clock would give an expired code or session a second life; it is
    then left behind and this clock runs on by the monotonic one. Set forward, it is followed.

    Args:
        wall: The host's clock.
        monotonic: Seconds from a clock that cannot be set.
    """

    def __init__(self, wall: Clock = wall_time, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._latest = wall()
        self._latest_tick = monotonic()

    def __call__(self) -> datetime:
        """Return the present time, never earlier than what was returned before."""
        with self._lock:
            tick = self._monotonic()
            passed = timedelta(seconds=tick - self._latest_tick)
            self._latest = max(self._wall(), self._latest + passed)
            self._latest_tick = tick
            return self._latest
