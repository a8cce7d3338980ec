"""Where mails come in: those of one turn of the loop are kept in one transaction."""

import asyncio
from collections.abc import Callable

from devmail.keeping.inbox import Inbox
from devmail.mail import Mail, Received
from devmail.receiving.at_once import AtOnce


class Intake:
    """The way into an inbox, for many connections of one event loop.

    Args:
        inbox: Where mails go.
        fails: Told why mails cannot be kept, and with nothing once they can.
    """

    def __init__(self, inbox: Inbox, fails: Callable[[str], None] = lambda why: None) -> None:
        self._inbox = inbox
        self._fails = fails
        self._waiting: list[tuple[Received, AtOnce[Mail]]] = []

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
        self._waiting.append((received, kept))
        return kept

    def _keep_all(self) -> None:
        waiting, self._waiting = self._waiting, []
        try:
            mails = self._inbox.add_all([received for received, _ in waiting])
        except Exception as error:
            if len(waiting) == 1:
                self._fail(waiting[0][1], error)
            else:
                self._keep_each(waiting)
            return
        self._fails("")
        for (_, kept), mail in zip(waiting, mails, strict=True):
            kept.bring(mail)

    def _keep_each(self, waiting: list[tuple[Received, AtOnce[Mail]]]) -> None:
        """Keep each by itself: one that cannot be kept is in no other's way."""
        for received, kept in waiting:
            try:
                mail = self._inbox.add_all([received])[0]
            except Exception as error:
                self._fail(kept, error)
            else:
                self._fails("")
                kept.bring(mail)

    def _fail(self, kept: AtOnce[Mail], error: Exception) -> None:
        self._fails(str(error))
        if not kept.done():
            kept.set_exception(error)
