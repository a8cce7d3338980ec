"""A mail server in a thread of its own, so that it answers whatever the test is doing."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from devmail.keeping.inbox import Inbox
from devmail.mail import Mail
from devmail.receiving.sink import Sink
from devmail.testing.caught_mail import CaughtMail

_PATIENCE = 10
"""Seconds that the thread has to begin and to end."""


class RunningSink:
    """A mail server on a free port of 127.0.0.1, for `with`; its mails are in memory."""

    def __init__(self) -> None:
        self._mails: list[CaughtMail] = []
        self._came = threading.Condition()
        self._begun = threading.Event()
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="devmail", daemon=True)

    @property
    def host(self) -> str:
        """Where it listens."""
        return "127.0.0.1"

    @property
    def port(self) -> int:
        """The port on which it listens."""
        return self._sink.address[1]

    @property
    def url(self) -> str:
        """Both, as `smtp://127.0.0.1:41025`."""
        return self._sink.url

    @property
    def mails(self) -> list[CaughtMail]:
        """All that came, the oldest first."""
        with self._came:
            return list(self._mails)

    def wait(
        self, found: Callable[[Sequence[CaughtMail]], CaughtMail | None], seconds: float
    ) -> CaughtMail | None:
        """Wait for a mail.

        Args:
            found: Picks it from all that came, the oldest first; asked again when more come.
            seconds: For how long at most.

        Returns:
            What was picked; None when nothing was.
        """
        with self._came:
            return self._came.wait_for(lambda: found(self._mails), seconds)

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._begun.wait(_PATIENCE) or self._failed is not None:
            raise RuntimeError("The tests' mail server could not be started") from self._failed
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(_PATIENCE)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # told in the thread that waits for it
            self._failed = error
        finally:
            self._begun.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ended = asyncio.Event()
        inbox = Inbox(None)
        inbox.subscribe(lambda mails: self._keep(inbox, mails))
        self._sink = Sink(inbox)
        await self._sink.start()
        self._begun.set()
        try:
            await self._ended.wait()
        finally:
            await self._sink.stop()
            inbox.close()

    def _keep(self, inbox: Inbox, mails: Sequence[Mail]) -> None:
        with self._came:
            self._mails += [CaughtMail(mail, inbox.raw(mail.id) or b"") for mail in mails]
            self._came.notify_all()
