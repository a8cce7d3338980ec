"""A clock and codes of the test's choice."""

import secrets
from collections import deque
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


class FixedCodes:
    """Gives the chosen codes one after another, and whatever else is asked for from `secrets`."""

    def __init__(self, *codes: str) -> None:
        self._codes = deque(codes)

    def give(self, *codes: str) -> None:
        """Choose the next codes."""
        self._codes.extend(codes)

    def randbelow(self, exclusive_upper_bound: int, /) -> int:
        """Return the next chosen code, or anything below the bound when none was chosen."""
        return int(self._codes.popleft()) if self._codes else secrets.randbelow(exclusive_upper_bound)

    def token_bytes(self, nbytes: int, /) -> bytes:
        return secrets.token_bytes(nbytes)

    def token_hex(self, nbytes: int, /) -> str:
        return secrets.token_hex(nbytes)
