"""How often something is shown."""

from collections.abc import Callable
from time import monotonic

_PAUSE = 0.05
"""Seconds from one showing to the next at least."""
_SHARE = 2
"""What took long to show is followed by a pause of so many times that: the mail server has its turn."""


class Pace:
    """Shows the first of many things at once, and those that come in a flood together.

    Args:
        show: Shows all that there is to show.
        drawn: Calls something once what was shown is drawn.
        later: Calls something after so many seconds.
    """

    def __init__(
        self,
        show: Callable[[], None],
        drawn: Callable[[Callable[[], None]], object],
        later: Callable[[float, Callable[[], None]], object],
    ) -> None:
        self._show = show
        self._drawn = drawn
        self._later = later
        self._began: float | None = None  # when it was asked for; None while nothing is under way
        self._is_asked_again = False

    def ask(self) -> None:
        """Show soon: at once, or when the pause is over."""
        if self._began is None:
            self._began = monotonic()
            self._later(0, self._go)
        else:
            self._is_asked_again = True

    def _go(self) -> None:
        self._is_asked_again = False
        self._began = monotonic()
        try:
            self._show()
        finally:
            self._drawn(self._rest)

    def _rest(self) -> None:
        took = monotonic() - (self._began or 0)
        self._later(max(_PAUSE, _SHARE * took), self._go_on)

    def _go_on(self) -> None:
        if self._is_asked_again:
            self._go()
        else:
            self._began = None
