"""What is refused, told to who listens: one opens a mail server to see why a mail does not come."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from devmail.store.inbox import now_in_utc

_MOST = 5
"""Refusals that are told one by one; of those behind them the newest is, once the pause is over."""
_PAUSE = 1.0
"""Seconds."""
_MOST_NAMED = 3
_LONGEST = 300
"""Characters of an answer or an address that are told."""
_LOG = logging.getLogger("devmail")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that a client was refused, or that became of its connection."""

    at: datetime
    """In UTC."""
    answer: str
    """What it was told, such as `554 5.6.0 …`; or what happened to it, as a fault on demand."""
    recipients: tuple[str, ...] = ()
    """Whom the mail at hand was for, as far as that had been said."""
    others: int = 0
    """How many there were before it that were not told of one by one."""

    def describe(self) -> str:
        """Return it as a line for the person; what is in it of the client's is not made safe yet."""
        names = [name[:_LONGEST] for name in self.recipients[:_MOST_NAMED]]
        if more := len(self.recipients) - len(names):
            names.append(f"{more} more")
        to = f" (to {', '.join(names)})" if names else ""
        others = f"; {self.others} others just before it" if self.others else ""
        return f"Refused at {self.at:%H:%M:%S} UTC: {self.answer[:_LONGEST]}{to}{others}"


class Refusals:
    """Tells who listens of refusals; of a flood of them no more than anybody reads.

    Attributes:
        trouble: Why mails cannot be kept at present, as a line for the person; empty while they can.

    Args:
        clock: The present time, in UTC.
    """

    def __init__(self, clock: Callable[[], datetime] = now_in_utc) -> None:
        self.trouble = ""
        self._clock = clock
        self._listeners: list[Callable[[Refusal], None]] = []
        self._told = 0
        self._untold: Refusal | None = None
        self._pause: asyncio.TimerHandle | None = None

    def subscribe(self, listener: Callable[[Refusal], None]) -> Callable[[], None]:
        """Tell a listener, in the event loop's thread, of what is refused.

        Args:
            listener: Who is told.

        Returns:
            What ends it.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def note(self, answer: str, recipients: tuple[str, ...] = ()) -> None:
        """Note that a client was refused something.

        Args:
            answer: What it was told, or what happened to it.
            recipients: Whom the mail at hand was for.
        """
        refusal = Refusal(self._clock(), answer, recipients)
        if self._told == _MOST:
            others = self._untold.others + 1 if self._untold else 0
            self._untold = replace(refusal, others=others)
            return
        self._told += 1
        self._tell(refusal)
        if self._pause is None:
            self._pause = asyncio.get_running_loop().call_later(_PAUSE, self._go_on)

    def close(self) -> None:
        """Tell what is left."""
        if self._pause is not None:
            self._pause.cancel()
            self._go_on()

    def _go_on(self) -> None:
        self._pause, self._told = None, 0
        refusal, self._untold = self._untold, None
        if refusal is not None:
            self._tell(refusal)

    def _tell(self, refusal: Refusal) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(refusal)
            except Exception:
                _LOG.exception("A client was refused something, but not all were told")
