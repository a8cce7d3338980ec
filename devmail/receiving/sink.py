"""The mail server: takes every mail and puts it into an inbox."""

import asyncio
import errno
from contextlib import suppress

from aiosmtpd.smtp import SMTP, Envelope, Session

from devmail.keeping.inbox import Inbox, InboxUnusable

_LARGEST = 32 * 1024 * 1024
_LONGEST_LINE = 1024 * 1024
"""Real HTML mails have lines far longer than the 998 characters of RFC 5322."""
_PATIENCE = 2
"""Seconds that a connection's task may take to end."""


class PortInUse(Exception):
    """Another program listens there; `str()` is the line for the person."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} is taken by another program. Stop it, or pick another port with --port "
            "(0 picks a free one)."
        )


class Sink:
    """A mail server in the running event loop.

    Args:
        inbox: Where mails go.
        host: The address to listen on.
        port: The port to listen on; 0 picks a free one.
    """

    def __init__(self, inbox: Inbox, host: str = "127.0.0.1", port: int = 0) -> None:
        self._inbox = inbox
        self._host = host
        self._port = port
        self._server: asyncio.Server | None = None
        self._connections: set[_Connection] = set()

    async def start(self) -> None:
        """Begin to listen.

        Raises:
            PortInUse: Another program does.
            OSError: It cannot listen there for another reason.
        """
        loop = asyncio.get_running_loop()
        try:
            self._server = await loop.create_server(self._connection, self._host, self._port)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortInUse(self._port) from error
            raise
        self._port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Listen no more, and end the connections that are open."""
        if self._server is None:
            return
        self._server.close()
        for connection in tuple(self._connections):
            await connection.end()
        await self._server.wait_closed()
        self._server = None

    @property
    def address(self) -> tuple[str, int]:
        """Host and port, once it listens."""
        return self._host, self._port

    @property
    def url(self) -> str:
        """The address as a URL for a program's settings."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"smtp://{host}:{self._port}"

    def _connection(self) -> "_Connection":
        return _Connection(self._inbox, self._connections)


class _Connection(SMTP):
    """One client's connection."""

    line_length_limit = _LONGEST_LINE

    def __init__(self, inbox: Inbox, connections: "set[_Connection]") -> None:
        # Without a host name aiosmtpd asks the network for one, which can take seconds.
        super().__init__(
            _Handler(inbox),
            hostname="localhost",
            ident="devmail",
            data_size_limit=_LARGEST,
            enable_SMTPUTF8=True,
        )
        self._open = connections

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._open.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        self._open.discard(self)
        super().connection_lost(error)

    async def _handle_client(self) -> None:
        with suppress(ConnectionError):  # who is gone before the answer needs no report of it
            await super()._handle_client()

    async def end(self) -> None:
        """End the connection and the task that serves it."""
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()
        task = self._handler_coroutine
        if task is not None:
            task.cancel()
            await asyncio.wait({task}, timeout=_PATIENCE)


class _Handler:
    """Puts each mail into the inbox."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Answer that a mail was taken only once it is kept."""
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape")
        sender = (envelope.mail_from or "").replace("<>", "")  # a mail from nobody, such as a bounce
        try:
            mail = self._inbox.add(sender, envelope.rcpt_tos, raw)
        except InboxUnusable as error:
            return f"451 {' '.join(str(error).split())}"
        return f"250 Kept as {mail.id}"
