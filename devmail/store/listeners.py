"""Who is told of what comes into an inbox and goes out of it."""

import logging
from collections.abc import Callable, Sequence

from devmail.model import Mail

Arrived = Callable[[Sequence[Mail]], None]
"""Told of mails once they are kept, the oldest first."""
Gone = Callable[[], None]
"""Told that mails went away or were marked: what is shown is to be looked at again."""
_LOG = logging.getLogger("devmail")


class Listeners:
    """Those who listen to one inbox; one that fails is in no other's way."""

    def __init__(self) -> None:
        self._all: list[tuple[Arrived, Gone | None]] = []

    def add(self, arrived: Arrived, gone: Gone | None) -> Callable[[], None]:
        """Tell somebody from now on.

        Args:
            arrived: Told of mails that came.
            gone: Told that some went.

        Returns:
            What ends it.
        """
        listener = (arrived, gone)
        self._all.append(listener)
        return lambda: self._all.remove(listener)

    def tell_arrived(self, mails: Sequence[Mail]) -> None:
        """Tell of mails that are kept, whoever fails to hear of it: nobody is to send them again.

        Args:
            mails: The mails, the oldest first.
        """
        for arrived, _ in tuple(self._all):
            try:
                arrived(mails)
            except Exception:
                _LOG.exception("Mail %d was kept, but not told to all", mails[-1].id)

    def tell_gone(self) -> None:
        """Tell that mails went away or were marked."""
        for _, gone in tuple(self._all):
            try:
                if gone is not None:
                    gone()
            except Exception:
                _LOG.exception("Mails went away, but not all were told")
