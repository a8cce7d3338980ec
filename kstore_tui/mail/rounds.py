"""The rounds of the postman: whenever something may be in the outbox, and when a mail is due again."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from kstore_tui.core.clock import Clock
from kstore_tui.core.errors import StoreUnavailable
from kstore_tui.mail.worker import MailWorker

_AFTER_A_FAULT = timedelta(minutes=1)
_LONGEST_REST = timedelta(minutes=1)
_LAST_ROUND = timedelta(seconds=2)
_BEFORE_THE_FIRST = timedelta(seconds=1)


class Rounds:
    """Goes round until it is stopped; between two rounds it sleeps and costs nothing.

    Args:
        postman: Who takes the mails.
        clock: The present time.
        sent: Told after a round in which mails were sent.
    """

    def __init__(self, mail_worker: MailWorker, clock: Clock, sent: Callable[[], object]) -> None:
        self._postman = mail_worker
        self._clock = clock
        self._sent = sent
        self._wanted = asyncio.Event()
        self._going: asyncio.Task[None] | None = None

    def ask_for_one(self) -> None:
        """Have the postman look into the outbox now."""
        self._wanted.set()

    def begin(self) -> None:
        """Go round from now on; the screen that a program opens on comes first."""
        self._going = asyncio.create_task(self._go())

    async def end(self, once_more: bool = False) -> None:
        """Go round no more. A mail in hand is finished, for a few seconds at most; the others wait.

        Args:
            once_more: Something was just put into the outbox: go round for the last time, also not for long.
        """
        if self._going is not None:
            self._going.cancel()
            await asyncio.wait([self._going])
        if once_more:
            with suppress(TimeoutError, StoreUnavailable):
                async with asyncio.timeout(_LAST_ROUND.total_seconds()):
                    await self._postman.drain()

    async def _go(self) -> None:
        await self._wait(_BEFORE_THE_FIRST)
        while True:
            self._wanted.clear()
            try:
                sent, due = await self._postman.drain()
                if sent:
                    self._sent()
            except StoreUnavailable:
                due = self._clock() + _AFTER_A_FAULT
            # What another program left when it ended is found without anybody saying so.
            await self._wait(min(_LONGEST_REST, _LONGEST_REST if due is None else due - self._clock()))

    async def _wait(self, pause: timedelta) -> None:
        try:
            async with asyncio.timeout(max(pause.total_seconds(), 0)):
                await self._wanted.wait()
        except TimeoutError:
            return
