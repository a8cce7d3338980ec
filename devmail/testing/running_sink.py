"""A mail server in a thread of its own, so that it answers whatever the test is doing."""

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self, TypeVar

from devmail.model import Mail
from devmail.smtp.faults import Faults
from devmail.smtp.sink import Sink
from devmail.store.inbox import Inbox
from devmail.store.limits import Limits
from devmail.testing.caught_mail import CaughtMail

_T = TypeVar("_T")
_KEPT = Limits(megabytes=64)
_PATIENCE = 10  # seconds that the thread has to begin and to end


class RunningSink:
    """A mail server on a free port of 127.0.0.1, for `with`. It keeps its mails in memory, within limits."""

    def __init__(self, limits: Limits = _KEPT) -> None:
        self._limits = limits
        self._mails: deque[CaughtMail] = deque()
        self._came = threading.Condition()
        self._begun = threading.Event()
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="devmail", daemon=True)

    @property
    def host(self) -> str:
        return "127.0.0.1"

    @property
    def port(self) -> int:
        return self._sink.address[1]

    @property
    def url(self) -> str:
        """Host and port, as `smtp://127.0.0.1:41025`."""
        return self._sink.url

    @property
    def mails(self) -> list[CaughtMail]:
        """The mails that came, the oldest first: at most the newest 500, and 64 MB."""
        with self._came:
            return list(self._mails)

    @property
    def newest_id(self) -> int:
        """The number of the mail that came last; 0 before the first."""
        with self._came:
            return self._mails[-1].mail.id if self._mails else 0

    def wait(self, found: Callable[[Sequence[CaughtMail]], _T | None], seconds: float) -> _T | None:
        """Ask for something in the mails, the oldest first, each time one comes; None when time is up."""
        with self._came:
            return self._came.wait_for(lambda: found(self._mails), seconds)

    @contextmanager
    def faults(
        self,
        *,
        fail_first: int = 0,
        most_a_minute: int = 0,
        delay: float = 0,
        drop: bool = False,
        fail_login: bool = False,
    ) -> Iterator[None]:
        """Simulate faults inside the block; see `Faults`."""
        self._set_faults(Faults(fail_first, most_a_minute, delay, drop, fail_login))
        try:
            yield
        finally:
            self._set_faults(Faults())

    def _set_faults(self, faults: Faults) -> None:
        async def set_them() -> None:
            self._sink.faults = faults

        asyncio.run_coroutine_threadsafe(set_them(), self._loop).result(_PATIENCE)

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
        inbox = Inbox(None, limits=self._limits)
        inbox.subscribe(lambda mails: self._keep(inbox, mails), lambda: self._forget(inbox))
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

    def _forget(self, inbox: Inbox) -> None:
        with self._came:
            while self._mails and inbox.get(self._mails[0].mail.id) is None:
                self._mails.popleft()
