"""The way through the steps of a flow, however they are asked."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar

from kstore_tui.core.errors import StepAborted, StoreError, StoreUnavailable
from screens.base.step import Step

P = ParamSpec("P")
R = TypeVar("R")


class Wizard(ABC):
    """Asks the person one step after another."""

    def __init__(self) -> None:
        self.account: str | None = None
        """Who is logged in."""
        self.notice: str | StoreError | None = None
        """What the next step or page says at first."""
        self.unfinished: Callable[[], Awaitable[None]] | None = None
        """Gives up what was begun and must not stay open when the person leaves."""
        self._entering: asyncio.Future[Any] | None = None
        self._longest: float | None = None

    async def ask(self, step: Step[R]) -> R | None:
        """Ask a step.

        Returns:
            The answer; None when the person went back, or when the step couldn't be finished, which the
            next step or page says.

        Raises:
            FlowAborted: The flow can no longer be finished.
            SessionEnded: The person is no longer logged in.
            ReauthenticationRequired: The password has to be given again, then the step can be asked again.
        """
        answer = await self._ask(step, self.take_notice())
        if isinstance(answer, StepAborted):
            self.notice = answer
            return None
        if isinstance(answer, StoreError):
            raise answer
        return answer

    @abstractmethod
    async def _ask(self, step: Step[R], notice: str | StoreError | None) -> R | StoreError | None:
        """Ask until the step is answered or ended; return the error that ended it."""

    async def give_up(self) -> None:
        """Give up what is unfinished: the person leaves."""
        giving_up, self.unfinished = self.unfinished, None
        if giving_up is not None:
            with suppress(StoreUnavailable):  # the code then works until it expires
                await giving_up()

    def entering(
        self, use_case: Callable[P, Awaitable[R]], longest: float | None = None
    ) -> Callable[P, Awaitable[R]]:
        """Return a use case that lets the person in, such that it goes on when its step is cancelled.

        Args:
            use_case: What lets the person in.
            longest: The seconds that `last_entered` waits before it cancels a use case that also waits for
                others, such as the mail server.
        """

        async def run(*args: P.args, **kwargs: P.kwargs) -> R:
            self._entering, self._longest = asyncio.ensure_future(use_case(*args, **kwargs)), longest
            return await asyncio.shield(self._entering)

        return run

    async def last_entered(self) -> object:
        """Wait for the use case that may be letting the person in; return its result, None if it failed."""
        if self._entering is None:
            return None
        await asyncio.wait([self._entering], timeout=self._longest)
        self._entering.cancel()
        await asyncio.gather(self._entering, return_exceptions=True)  # its step has told what failed
        return None if self._entering.cancelled() or self._entering.exception() else self._entering.result()

    def take_notice(self) -> str | StoreError | None:
        """Return what is to be said, once."""
        notice, self.notice = self.notice, None
        return notice
