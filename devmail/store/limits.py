"""How much an inbox keeps, and which mails are deleted first."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """The oldest mails beyond any of these are deleted; the newest one stays, whatever it is.

    Marked mails stay too, and do not count.
    """

    mails: int = 500
    days: float = 30
    megabytes: float = 256  # of 1,000,000 bytes, for all mails together


class Kept:
    """The mails that may have to go, oldest first, so that a new mail needs no query to make room.

    Mails that another program deleted may still be listed. They are the oldest, so they only delay pruning.
    """

    def __init__(self, limits: Limits, mails: Iterable[tuple[int, str, int]]) -> None:
        self._limits = limits
        self._mails = deque(mails)
        self._bytes = sum(size for _, _, size in self._mails)

    def add(self, id: int, received_at: str, size: int) -> None:
        self._mails.append((id, received_at, size))
        self._bytes += size

    def prune(self, now: datetime) -> int | None:
        """Forget the mails beyond the limits; return the id of the newest of them, None if all may stay."""
        limits, mails, gone = self._limits, self._mails, None
        too_old = (now - timedelta(days=limits.days)).isoformat()
        most_bytes = limits.megabytes * 1_000_000
        while len(mails) > 1 and (
            len(mails) > limits.mails or self._bytes > most_bytes or mails[0][1] < too_old
        ):
            gone, _, size = mails.popleft()
            self._bytes -= size
        return gone
