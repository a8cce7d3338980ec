"""Going on at once: without the turn of the loop that a future takes to tell who waits for it."""

import asyncio
from collections.abc import Callable
from contextvars import Context
from typing import Any, TypeVar

_T = TypeVar("_T")


class AtOnce(asyncio.Future[_T]):
    """A future whose one waiter goes on within the call that brings the result.

    A mail is five steps of a conversation, and each turn of the loop asks the system for news: going on
    at once takes half of that away. One task cannot go on within another: from there it is told as ever.
    """

    _goes_on: tuple[Callable[[Any], object], Context | None] | None = None

    def add_done_callback(self, fn: Callable[[Any], object], /, *, context: Context | None = None) -> None:
        """Note who waits."""
        self._goes_on = fn, context
        super().add_done_callback(fn, context=context)

    def bring(self, result: _T) -> None:
        """Set the result, unless nobody waits for it any more; who waits goes on now.

        Args:
            result: The result.
        """
        if self.done():
            return
        if self._goes_on is None or asyncio.current_task(self.get_loop()) is not None:
            self.set_result(result)
            return
        fn, context = self._goes_on
        self.remove_done_callback(fn)
        self.set_result(result)
        if context is None:
            fn(self)
        else:
            context.run(fn, self)
