"""Where mails come in: those of one turn of the loop are kept in one transaction."""

import asyncio
from collections.abc import Callable, Sequence
from typing import NamedTuple

from devmail.model import Mail, Received
from devmail.smtp.at_once import AtOnce
from devmail.store.inbox import Inbox, InboxBusy

_PATIENCE = 5
"""Seconds that a mail waits for another program that has the inbox to itself."""
_PAUSE = 0.05
"""Seconds from one try to the next, in which the loop goes on."""


class _Waiting(NamedTuple):
    """A mail that waits to be kept."""

    received: Received
    kept: AtOnce[Mail]
    until: float


class Intake:
    """The way into an inbox, for many connections of one event loop.

    Args:
        inbox: Where mails go.
        fails: Told why mails cannot be kept, and with nothing once they can.
    """

    def __init__(self, inbox: Inbox, fails: Callable[[str], None] = lambda why: None) -> None:
        self._inbox = inbox
        self._fails = fails
        self._waiting: list[_Waiting] = []

    def keep(self, received: Received) -> asyncio.Future[Mail]:
        """Keep a mail, together with the others of this turn of the loop.

        Args:
            received: The mail.

        Returns:
            What is done once the mail is kept, however its client fares meanwhile. It raises
            InboxUnusable when this mail could not be kept, whatever became of the others.
        """
        loop = asyncio.get_running_loop()
        if not self._waiting:
            loop.call_soon(self._keep_all)
        kept: AtOnce[Mail] = AtOnce(loop=loop)
        self._waiting.append(_Waiting(received, kept, loop.time() + _PATIENCE))
        return kept

    def _keep_all(self) -> None:
        waiting, self._waiting = self._waiting, []
        try:
            self._keep(waiting)
        except Exception as error:
            if len(waiting) == 1:
                self._fail(waiting[0], error)
            else:
                self._keep_each(waiting)

    def _keep_each(self, waiting: Sequence[_Waiting]) -> None:
        """Keep each by itself: one that cannot be kept is in no other's way."""
        for one in waiting:
            try:
                self._keep([one])
            except Exception as error:
                self._fail(one, error)

    def _keep(self, waiting: Sequence[_Waiting]) -> None:
        try:
            mails = self._inbox.add_all([one.received for one in waiting])
        except InboxBusy as error:
            self._wait(waiting, error)
            return
        self._fails("")
        for one, mail in zip(waiting, mails, strict=True):
            one.kept.bring(mail)

    def _wait(self, waiting: Sequence[_Waiting], error: InboxBusy) -> None:
        """Try again, together with what comes meanwhile, unless a mail has waited long enough."""
        loop = asyncio.get_running_loop()
        for one in waiting:
            if one.until <= loop.time():
                self._fail(one, error)
                continue
            if not self._waiting:
                loop.call_later(_PAUSE, self._keep_all)
            self._waiting.append(one)

    def _fail(self, one: _Waiting, error: Exception) -> None:
        self._fails(str(error))
        if not one.kept.done():
            one.kept.set_exception(error)
