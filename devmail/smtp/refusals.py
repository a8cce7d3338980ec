"""What clients are refused: people open a mail sink to see why a mail does not arrive."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from devmail.store.inbox import now_in_utc

_MOST = 5  # refusals reported one by one in a pause; of those after them only the newest is, when it is over
_PAUSE = 1.0  # in seconds
_MOST_NAMED = 3
_LONGEST = 300  # characters of an answer or an address that are shown
_LOG = logging.getLogger("devmail")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something a client was refused, or that happened to its connection."""

    at: datetime  # in UTC
    answer: str  # the server's answer, such as `554 5.6.0 …`; or what a fault did to the connection
    recipients: tuple[str, ...] = ()  # the recipients of the mail at hand, as far as they were named
    others: int = 0  # how many before it were not reported one by one

    def describe(self) -> str:
        """Return the line for the person. The client's words in it are not made safe yet."""
        names = [name[:_LONGEST] for name in self.recipients[:_MOST_NAMED]]
        if more := len(self.recipients) - len(names):
            names.append(f"{more} more")
        to = f" (to {', '.join(names)})" if names else ""
        others = f" ({self.others} more just before)" if self.others else ""
        return f"Rejected at {self.at:%H:%M:%S} UTC: {self.answer[:_LONGEST]}{to}{others}"


class Refusals:
    """Reports refusals to listeners; of a flood no more than anybody reads."""

    def __init__(self, clock: Callable[[], datetime] = now_in_utc) -> None:
        self.trouble = ""  # why mails cannot be kept at present; empty while they can
        self._clock = clock
        self._listeners: list[Callable[[Refusal], None]] = []
        self._reported = 0
        self._held_back: Refusal | None = None
        self._pause: asyncio.TimerHandle | None = None

    def subscribe(self, listener: Callable[[Refusal], None]) -> Callable[[], None]:
        """Call a listener, in the event loop's thread, for each refusal; return what unsubscribes it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def note(self, answer: str, recipients: tuple[str, ...] = ()) -> None:
        """Note that a client was refused something, or what happened to it."""
        refusal = Refusal(self._clock(), answer, recipients)
        if self._reported == _MOST:
            others = self._held_back.others + 1 if self._held_back else 0
            self._held_back = replace(refusal, others=others)
            return
        self._reported += 1
        self._report(refusal)
        if self._pause is None:
            self._pause = asyncio.get_running_loop().call_later(_PAUSE, self._resume)

    def close(self) -> None:
        """Report what is held back."""
        if self._pause is not None:
            self._pause.cancel()
            self._resume()

    def _resume(self) -> None:
        self._pause, self._reported = None, 0
        refusal, self._held_back = self._held_back, None
        if refusal is not None:
            self._report(refusal)

    def _report(self, refusal: Refusal) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(refusal)
            except Exception:
                _LOG.exception("A refusal could not be reported to a listener")
