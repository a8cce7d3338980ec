"""A journey: one step after another, each asked of the person."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

from textual.app import App

from kstore_tui.core.errors import StepAborted, StoreError, StoreUnavailable
from screens.base.step import Step

R = TypeVar("R")


class Wizard:
    """The way through the steps; it runs in a worker.

    Args:
        app: Where the steps are shown.
        moved: Told whenever a step is answered.
    """

    def __init__(self, app: App[Any], moved: Callable[[], object]) -> None:
        self._app = app
        self.moved = moved
        """Tells whoever sends mails that something was done."""
        self.account: str | None = None
        """Who is logged in."""
        self.notice: str | StoreError | None = None
        """What the next page says at first."""
        self.unfinished: Callable[[], Awaitable[None]] | None = None
        """Gives up what was begun and must not stay open when the person leaves."""

    async def ask(self, step: Step[R]) -> R | None:
        """Show a step and await its answer.

        Args:
            step: What is asked.

        Returns:
            The answer; None when the person went back, or when the step could not be finished, which the
            next page tells.

        Raises:
            FlowAborted: The journey cannot be finished any more.
            SessionEnded: The person is not logged in any more.
        """
        step.account = self.account
        step.notice = self.take_notice()
        # Not push_screen_wait: cancelled while it awaits the removal of the step before, it would take
        # Textual's own loop with it, and the terminal would hang.
        answer = await asyncio.shield(self._app.push_screen(step, wait_for_dismiss=True))
        self.moved()
        if isinstance(answer, StepAborted):
            self.notice = answer
            return None
        if isinstance(answer, StoreError):
            raise answer
        return answer

    async def give_up(self) -> bool:
        """Give up what is unfinished: the person leaves. Tell whether anything was."""
        giving_up, self.unfinished = self.unfinished, None
        if giving_up is None:
            return False
        with suppress(StoreUnavailable):  # the code is worth something until it expires then
            await giving_up()
        return True

    def take_notice(self) -> str | StoreError | None:
        """Return what is to be told, once."""
        notice, self.notice = self.notice, None
        return notice
