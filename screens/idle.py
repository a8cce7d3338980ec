"""Watching for a person who does nothing: one timer, set once, that ticks for nobody."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context
from datetime import datetime, timedelta
from typing import Any

from textual.app import App

from kstore_tui.core.clock import Clock
from kstore_tui.core.errors import SessionEnded, StoreError

_NOTED_AT_MOST_EVERY = timedelta(seconds=30)
_AFTER_A_FAULT = timedelta(minutes=1)
"""When to look again after the store could not be used."""


class IdleWatch:
    """Tells the store that the person is active, and the person when the session is over.

    Args:
        app: Runs the timer.
        clock: The time.
        note: Notes an action in the store; gives when the session ends without another.
        over: Called once, when the session is over.
    """

    def __init__(
        self,
        app: App[Any],
        clock: Clock,
        note: Callable[[datetime], Awaitable[datetime]],
        over: Callable[[SessionEnded], object],
    ) -> None:
        self._app = app
        self._clock = clock
        self._note = note
        self._over = over
        self._timer: asyncio.TimerHandle | None = None
        self._acted_at = self._noted_at = clock()
        self._look_again()

    def acted(self) -> None:
        """Note that the person pressed a key or a button; the store is told now and then."""
        self._acted_at = self._clock()
        if self._acted_at - self._noted_at >= _NOTED_AT_MOST_EVERY:
            self._look_again()

    def stop(self) -> None:
        """Stop watching."""
        if self._timer is not None:
            self._timer.cancel()
        self._app.workers.cancel_group(self._app, "idle")

    def _look_again(self) -> None:
        self._noted_at = self._acted_at
        self._app.run_worker(self._look(), group="idle", exclusive=True)

    async def _look(self) -> None:
        """Note the last action; wait until the session would end without another."""
        try:
            ends_at = await self._note(self._acted_at)
        except SessionEnded as over:
            self._over(over)
            return
        except StoreError:  # the next action will say so
            ends_at = self._clock() + _AFTER_A_FAULT
        if self._timer is not None:
            self._timer.cancel()
        wait = max(ends_at - self._clock(), timedelta(seconds=1)).total_seconds()
        # Not Textual's timer: asyncio keeps a cancelled timer with its context until it would have been due,
        # and with Textual's context the whole app.
        self._timer = asyncio.get_running_loop().call_later(
            wait, self._app.call_later, self._look_again, context=Context()
        )
