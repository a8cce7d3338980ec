"""The mail server: takes every mail and puts it into an inbox."""

import asyncio
import errno
import time

from devmail.smtp.connection import Connection
from devmail.smtp.faults import Faults, FaultsInForce
from devmail.smtp.intake import Intake
from devmail.smtp.refusals import Refusals
from devmail.smtp.talk import Talk
from devmail.smtp.terms import Terms
from devmail.store.inbox import Inbox

_HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
"""Where this machine itself reaches what listens on all its addresses."""


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
        terms: On which mails are taken.
    """

    def __init__(
        self, inbox: Inbox, host: str = "127.0.0.1", port: int = 0, terms: Terms | None = None
    ) -> None:
        self._terms = terms or Terms()
        self.refusals = Refusals()
        """What clients are refused, told to who listens."""
        self._intake = Intake(inbox, self._keeping_fails)
        self._faults = FaultsInForce(self._terms.faults, time.monotonic)
        self._host = self._bound = host
        self._port = port
        self._server: asyncio.Server | None = None
        self._connections: set[Talk] = set()
        tls = self._terms.tls
        self._tls_at_once = tls.context if tls is not None and tls.implicit else None

    async def start(self) -> None:
        """Begin to listen.

        Raises:
            PortInUse: Another program does.
            OSError: It cannot listen there for another reason.
        """
        loop = asyncio.get_running_loop()
        try:
            self._server = await loop.create_server(
                self._connection,
                self._host,
                self._port,
                ssl=self._tls_at_once,
            )
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortInUse(self._port) from error
            raise
        self._bound, self._port = self._server.sockets[0].getsockname()[:2]

    async def stop(self) -> None:
        """Listen no more, and end the connections that are open."""
        if self._server is None:
            return
        self._server.close()
        for connection in tuple(self._connections):
            await connection.end()
        self.refusals.close()
        await self._server.wait_closed()
        self._server = None

    @property
    def address(self) -> tuple[str, int]:
        """Host and port, once it listens."""
        return self._host, self._port

    @property
    def url(self) -> str:
        """The address as a URL for a program's settings: one to send to, also where it listens on all."""
        host = _HERE.get(self._bound, self._host)
        host = f"[{host}]" if ":" in host else host
        return f"{'smtps' if self._tls_at_once else 'smtp'}://{host}:{self._port}"

    @property
    def authority(self) -> bytes:
        """Whom clients must trust to trust its certificate, as PEM; nothing where none was made."""
        return b"" if self._terms.tls is None else self._terms.tls.authority

    @property
    def faults(self) -> Faults:
        """What is done to clients now; it can be set at any time."""
        return self._faults.now

    @faults.setter
    def faults(self, faults: Faults) -> None:
        self._faults.now = faults

    def _connection(self) -> Connection:
        return Connection(self._terms, self._intake, self._faults, self._connections, self.refusals)

    def _keeping_fails(self, why: str) -> None:
        self.refusals.trouble = why
