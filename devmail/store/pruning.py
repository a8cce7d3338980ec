"""Which mails are to go: known without asking the database at each mail that comes."""

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta

from devmail.store.limits import Limits


class Kept:
    """What is kept and may go, as numbers, times and sizes: the oldest first. What is marked is not in here.

    Mails that another program deleted may still be in here. They are the first to go, so that no
    other goes in their place.

    Args:
        limits: How much is kept.
        mails: Number, time (ISO, UTC) and size in bytes of what there is, the oldest first.
    """

    def __init__(self, limits: Limits, mails: Iterable[tuple[int, str, int]]) -> None:
        self._limits = limits
        self._mails = deque(mails)
        self._bytes = sum(size for _, _, size in self._mails)

    def add(self, id: int, received_at: str, size: int) -> None:
        """Note a mail that came.

        Args:
            id: Its number.
            received_at: When (ISO, UTC).
            size: Its bytes.
        """
        self._mails.append((id, received_at, size))
        self._bytes += size

    def take_oldest(self, now: datetime) -> int | None:
        """Forget the mails that are too many, too old or too large together.

        Args:
            now: The present time, in UTC.

        Returns:
            The number of the newest of them; None when all may stay.
        """
        limits, mails, gone = self._limits, self._mails, None
        aged = (now - timedelta(days=limits.days)).isoformat()
        room = limits.megabytes * 1_000_000
        while len(mails) > 1 and (len(mails) > limits.mails or self._bytes > room or mails[0][1] < aged):
            gone, _, size = mails.popleft()
            self._bytes -= size
        return gone
