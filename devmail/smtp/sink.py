"""The mail server: takes every mail and puts it into an inbox."""

import asyncio
import errno
import logging
import time

from devmail.smtp.connection import Connection
from devmail.smtp.faults import ActiveFaults, Faults
from devmail.smtp.handler import Handler
from devmail.smtp.refusals import Refusals
from devmail.smtp.settings import Settings
from devmail.store.inbox import Inbox

_HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
"""Where this machine itself reaches a server that listens on all its addresses."""
_IDLE = 1300  # seconds a client may be silent: more than the longest `slow+…@` and a client's own time-out

# What aiosmtpd logs about single clients would otherwise be printed over the screen.
logging.getLogger("mail.log").addHandler(logging.NullHandler())


class PortInUse(Exception):
    """Another program listens there; `str()` is the line for the person."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Port {port} is already in use. Stop the other program, or choose another port with --port "
            "(0 picks a free one)."
        )


class Sink:
    """A mail server in the running event loop. Port 0 picks a free one."""

    def __init__(
        self, inbox: Inbox, host: str = "127.0.0.1", port: int = 0, settings: Settings | None = None
    ) -> None:
        self._settings = settings or Settings()
        self.refusals = Refusals()
        self._faults = ActiveFaults(self._settings.faults, time.monotonic)
        self._handler = Handler(inbox, self._settings.login, self._faults, self.refusals)
        self._host = self._bound = host
        self._port = port
        self._server: asyncio.Server | None = None
        self._connections: set[Connection] = set()

    async def start(self) -> None:
        """Begin to listen."""
        tls = self._settings.tls
        implicit = tls.context if tls is not None and tls.implicit else None
        try:
            self._server = await asyncio.get_running_loop().create_server(
                self._connection, self._host, self._port, ssl=implicit
            )
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortInUse(self._port) from error
            raise
        self._bound, self._port = self._server.sockets[0].getsockname()[:2]

    async def stop(self) -> None:
        """Stop listening, and end the open connections."""
        if self._server is None:
            return
        self._server.close()
        for connection in tuple(self._connections):
            connection.abort()
        await _loop_turns()
        for connection in tuple(self._connections):  # in a TLS handshake, which told them nothing
            connection.connection_lost(None)
        self.refusals.close()
        await self._server.wait_closed()
        await _loop_turns()  # in which the connections' tasks end
        self._server = None

    @property
    def address(self) -> tuple[str, int]:
        """Host and port, once it listens."""
        return self._host, self._port

    @property
    def url(self) -> str:
        """The address to put into a program's settings."""
        host = _HERE.get(self._bound, self._host)
        host = f"[{host}]" if ":" in host else host
        tls = self._settings.tls
        return f"{'smtps' if tls is not None and tls.implicit else 'smtp'}://{host}:{self._port}"

    @property
    def authority(self) -> bytes:
        """The authority to trust for a made certificate, as PEM; empty where none was made."""
        return b"" if self._settings.tls is None else self._settings.tls.authority

    @property
    def faults(self) -> Faults:
        """What is done to clients now; it can be set at any time."""
        return self._faults.now

    @faults.setter
    def faults(self, faults: Faults) -> None:
        self._faults.now = faults

    def _connection(self) -> Connection:
        tls = self._settings.tls
        return Connection(
            self._handler,
            self._connections,
            self._faults,
            self.refusals,
            self._settings.largest,
            hostname="localhost",  # never looked up, which can take seconds
            ident="devmail",
            enable_SMTPUTF8=True,
            tls_context=None if tls is None or tls.implicit else tls.context,
            auth_require_tls=False,
            authenticator=self._handler.check_password,
            # A token cannot be compared with a password.
            auth_exclude_mechanism=("XOAUTH2",) if self._settings.login else (),
            timeout=_IDLE,
            loop=asyncio.get_running_loop(),
        )


async def _loop_turns() -> None:
    """Let transports tell their connections that they are lost, which takes TLS two turns of the loop."""
    for _ in range(3):
        await asyncio.sleep(0)
