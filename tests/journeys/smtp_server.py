"""A server on 127.0.0.1 in a thread of its own, so that it answers while a test waits for something else."""

import asyncio
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import NamedTuple, Self


class Mail(NamedTuple):
    """A mail that a server took, and how it came."""

    sender: str
    recipients: list[str]
    content: bytes
    encrypted: bool
    user: str | None


class SmtpServer:
    """A server for one test, which keeps what it took in `mails`.

    `talk` makes what talks to one client and puts what it takes into the list; it is called, and runs, in
    the server's thread. Its attribute `transport` is the line to the client. With `tls`, every connection
    is encrypted from its first byte.
    """

    def __init__(
        self, talk: Callable[[list[Mail]], asyncio.Protocol], tls: ssl.SSLContext | None = None
    ) -> None:
        self.mails: list[Mail] = []
        self._talk = talk
        self._tls = tls
        self._talks: list[asyncio.Protocol] = []

    @property
    def clients(self) -> int:
        return len(self._talks)

    def wait_for_mail(self) -> None:
        """Wait until it has a mail."""
        end = time.monotonic() + 20
        while not self.mails:
            assert time.monotonic() < end, "no mail came"
            time.sleep(0.01)

    def __enter__(self) -> Self:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name=f"smtp server {self.port}", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        with self._socket:
            self._socket.setblocking(False)
            self._tasks = {asyncio.create_task(self._accept())}
            await self._stop.wait()
            for task in self._tasks:
                task.cancel()
            await asyncio.wait(self._tasks)
        for talk in self._talks:
            transport = getattr(talk, "transport", None)
            if isinstance(transport, asyncio.Transport):
                transport.abort()
        # News of an end takes a turn of the loop through every layer: the line, TLS, the protocol.
        for _ in range(5):
            await asyncio.sleep(0)

    async def _accept(self) -> None:
        while True:
            line, _ = await self._loop.sock_accept(self._socket)
            self._tasks.add(asyncio.create_task(self._let_in(line)))

    async def _let_in(self, line: socket.socket) -> None:
        with suppress(OSError):  # it speaks no TLS, or has gone already
            await self._loop.connect_accepted_socket(self._meet, line, ssl=self._tls)

    def _meet(self) -> asyncio.Protocol:
        talk = self._talk(self.mails)
        self._talks.append(talk)
        return talk
