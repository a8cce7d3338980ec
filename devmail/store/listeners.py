"""Those who are told when an inbox changes."""

import logging
from collections.abc import Callable, Sequence

from devmail.model import Mail

Arrived = Callable[[Sequence[Mail]], None]  # called with mails once they are kept, oldest first
Gone = Callable[[], None]  # called after mails were deleted or marked: look again at what you show
_LOG = logging.getLogger("devmail")


class Listeners:
    """Everybody who listens to one inbox; a listener that fails is logged and stops no other."""

    def __init__(self) -> None:
        self._all: list[tuple[Arrived, Gone | None]] = []

    def add(self, arrived: Arrived, gone: Gone | None) -> Callable[[], None]:
        """Return a function that ends the subscription."""
        listener = (arrived, gone)
        self._all.append(listener)
        return lambda: self._all.remove(listener)

    def mails_arrived(self, mails: Sequence[Mail]) -> None:
        for arrived, _ in tuple(self._all):
            try:
                arrived(mails)
            except Exception:
                _LOG.exception("Mail %d was kept, but a listener failed", mails[-1].id)

    def mails_gone(self) -> None:
        for _, gone in tuple(self._all):
            try:
                if gone is not None:
                    gone()
            except Exception:
                _LOG.exception("Mails were deleted or marked, but a listener failed")
