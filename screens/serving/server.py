"""The SSH server: one process, one store and one mail worker for all sessions."""

import asyncio
import gc
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import asyncssh

from kstore_tui.store import Store
from screens.serving.limits import Admission, Limits
from screens.serving.listener import Listener
from screens.serving.session import SshSession

_START_AT_ONCE = 2
_LOGIN_SECONDS = 20
"""From the connection to a session."""
_SEND_BUFFER = 32_768
"""Bytes that the system keeps for a slow line: what lies there is no longer replaced by a newer frame."""
_TYPED_AHEAD = 32_768
"""Bytes that a client may send before it must wait."""
_SHUTTING_DOWN = "The store is shutting down. You have been logged out."
_TERMINATED = 143


@dataclass(frozen=True)
class ServeOptions:
    """What the SSH server was told."""

    host_key: asyncssh.SSHKey
    host: str = "127.0.0.1"
    port: int = 2222
    authorized_keys: asyncssh.SSHAuthorizedKeys | None = None
    """Who may connect; without it everyone: the store's own login decides who gets in."""
    trusted_proxies: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)


class SshServer:
    """Serves the store to everyone who connects.

    Args:
        store: The store.
        options: What the server was told.
        theme: `dark` or `light`.
        log_folder: Where unexpected errors are logged.
    """

    def __init__(self, store: Store, options: ServeOptions, theme: str, log_folder: Path) -> None:
        self.store = store
        self.options = options
        self.theme = theme
        self.log_folder = log_folder
        self.starting = asyncio.Semaphore(_START_AT_ONCE)
        self.sessions: set[SshSession] = set()
        self.sessions_begun = 0
        self._bytes_sent = 0
        self._streams = sys.stdout, sys.stderr
        self._collects_soon = False
        self._listener = Listener(Admission(options.limits), options.trusted_proxies, self._serve)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._listener.ports[0]

    @property
    def bytes_sent(self) -> int:
        """The bytes that all sessions have drawn so far."""
        return self._bytes_sent + sum(each.bytes_sent for each in self.sessions)

    async def start(self) -> None:
        """Listen, and send mails.

        Raises:
            OSError: It can't listen on this address and port.
        """
        await self._listener.start(self.options.host, self.options.port)
        self.store.mail_worker.start()

    async def stop(self, patience: float = 30) -> None:
        """Accept nobody any more, tell everyone, and wait for what is in hand, for so many seconds."""
        self._listener.stop()
        for session in tuple(self.sessions):
            session.end(_TERMINATED, _SHUTTING_DOWN)
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await asyncio.gather(*(each.wait_ended() for each in tuple(self.sessions)))
                await self._listener.wait_closed()
        await self.store.mail_worker.stop()
        sys.stdout, sys.stderr = self._streams

    async def _serve(self, client: socket.socket, address: str) -> None:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        with suppress(OSError, TimeoutError, asyncssh.Error):  # a client that left, or may not connect
            connection = await asyncssh.run_server(
                client,
                server_factory=partial(_Connection, self, address),
                server_host_keys=[self.options.host_key],
                encoding=None,
                line_editor=False,
                compression_algs=None,
                window=_TYPED_AHEAD,
                login_timeout=_LOGIN_SECONDS,
                connect_timeout=_LOGIN_SECONDS,
                keepalive_interval=30,
                keepalive_count_max=3,
                agent_forwarding=False,
                x11_forwarding=False,
                allow_scp=False,
                password_auth=False,
                kbdint_auth=False,
            )
            try:
                await connection.wait_closed()
            finally:
                connection.abort()

    def began(self, session: SshSession) -> None:
        self.sessions.add(session)
        self.sessions_begun += 1

    def ended(self, session: SshSession) -> None:
        self.sessions.discard(session)
        self._bytes_sent += session.bytes_sent
        # Textual captures these for the process while an app runs, and leaves them to another app's capture.
        sys.stdout, sys.stderr = self._streams
        if not self._collects_soon:
            self._collects_soon = True
            asyncio.get_running_loop().call_later(1, self._collect)

    def _collect(self) -> None:
        """Free the apps of sessions that are over: they are reference cycles, and large."""
        self._collects_soon = False
        gc.collect()


class _Connection(asyncssh.SSHServer):
    """Decides who may open a session."""

    def __init__(self, server: SshServer, origin: str) -> None:
        self._server = server
        self._origin = origin
        self._address = ""
        self._has_session = False

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connection = conn
        asyncio.get_running_loop().call_later(_LOGIN_SECONDS, self._close_without_session)

    def _close_without_session(self) -> None:
        if not self._has_session:
            self._connection.close()

    def begin_auth(self, username: str) -> bool:
        self._address = username if "@" in username else ""
        return self._server.options.authorized_keys is not None

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        authorized = self._server.options.authorized_keys
        if authorized is None or authorized.validate(key, self._origin, self._origin) is None:
            return False
        self._fingerprint = key.get_fingerprint()
        return True

    def session_requested(self) -> SshSession | bool:
        if self._has_session:  # one for each connection
            return False
        self._has_session = True
        return SshSession(self._server, self._origin, self._address)
