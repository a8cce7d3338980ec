"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta


class MovableClock:
    """Tells the time that a test wants it to be."""

    def __init__(self, now: datetime = datetime(2026, 11, 24, 9, 14, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        """Move on, or back: `advance(minutes=10)`."""
        self.now += timedelta(**span)
