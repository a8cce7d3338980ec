"""The clock never goes back."""

from datetime import timedelta

from kstore_tui.core.clock import SteadyClock
from tests.kstore_tui.support.fakes import MovableClock


class Ticks:
    """A monotonic clock that a test moves."""

    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_a_steady_clock_runs_on_when_the_wall_time_is_set_back() -> None:
    wall, ticks = MovableClock(), Ticks()
    began = wall.now
    clock = SteadyClock(wall, ticks)
    wall.advance(days=-1)
    ticks.seconds += 600
    assert clock() == began + timedelta(minutes=10)
    ticks.seconds += 1
    assert clock() == began + timedelta(minutes=10, seconds=1)


def test_a_steady_clock_follows_the_wall_time_forward() -> None:
    wall, ticks = MovableClock(), Ticks()
    clock = SteadyClock(wall, ticks)
    wall.advance(hours=5)
    assert clock() == wall.now
