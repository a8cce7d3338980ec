"""How often something is shown."""

from collections.abc import Callable
from time import monotonic

_PAUSE = 0.05
"""Seconds from one time to the next at least."""
_SHARE = 4
"""A showing that took long is followed by a pause of so many times that."""


class Pace:
    """Shows the first of many things at once, and those that come in a flood together.

    Args:
        show: What shows all that there is to show.
        later: Calls something after so many seconds.
    """

    def __init__(
        self, show: Callable[[], None], later: Callable[[float, Callable[[], None]], object]
    ) -> None:
        self._show = show
        self._later = later
        self._next = 0.0
        self._is_asked = False

    def ask(self) -> None:
        """Show soon: at once, or when the pause is over."""
        if not self._is_asked:
            self._is_asked = True
            self._later(max(self._next - monotonic(), 0), self._go)

    def _go(self) -> None:
        self._is_asked = False
        began = monotonic()
        try:
            self._show()
        finally:
            ended = monotonic()
            self._next = ended + max(_PAUSE, _SHARE * (ended - began))
