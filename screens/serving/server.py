"""The SSH server: one process, one store and one mail worker for all sessions."""

import asyncio
import gc
import socket
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

import asyncssh

from kstore_tui.core.origin import network_of
from kstore_tui.core.turns import Turns
from kstore_tui.store import Store
from screens.crash_log import report
from screens.serving.channel import TYPED_AHEAD, Channel, Variables
from screens.serving.limits import Admission, Limits
from screens.serving.listener import Listener
from screens.serving.session import FAULT, SHUTTING_DOWN, TERMINATED, Session, Shared

_REFUSED = 2
_SEND_BUFFER = 32_768
"""Bytes that the kernel keeps for a slow line."""
_KEEPALIVE = ((socket.TCP_KEEPIDLE, 60), (socket.TCP_KEEPINTVL, 15), (socket.TCP_KEEPCNT, 4))
"""A client that is gone without a word is noticed by TCP, which costs a quiet session no SSH packets."""
_SECONDS_TO_CLOSE = 5
"""For the client to take the last words."""
_MAIL_WORKER_RESTS = 60
_LAST_TIMERS = 1.0
"""Seconds after which nothing holds the app of a session that is over."""
_MOST_UNFREED = 20
"""Sessions beyond those that are open."""
_QUIET = 1.0
_FREEING = 0.05
"""The part of the time that may go into it when nobody types."""
HANDSHAKES_AT_ONCE = 10
_LONGEST_HANDSHAKE = 0.5
"""Seconds after which the next client has its turn anyway: a slow one keeps nobody waiting."""
# Without the exchanges that cost a server much more than a client, and what is known to be weak.
_KEY_EXCHANGES = ["mlkem768x25519-sha256", "curve25519-sha256", "ecdh-sha2-nistp256"]
_CIPHERS = ["chacha20-poly1305@openssh.com", "aes256-gcm@openssh.com", "aes128-gcm@openssh.com", "aes256-ctr"]
_MACS = ["hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256"]
_LONGEST_ADDRESS = 254


@dataclass(frozen=True)
class ServeOptions:
    """What the SSH server was told."""

    host_key: asyncssh.SSHKey
    host: str = "127.0.0.1"
    port: int = 2222
    authorized_keys: asyncssh.SSHAuthorizedKeys | None = None
    """Who may connect; without it everyone: the store's own login decides who gets in."""
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
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
        self._store = store
        self._options = options
        self._log_folder = log_folder
        self.shared = Shared(store, theme, log_folder, options.limits.seconds_to_log_in)
        self._admission = Admission(options.limits)
        self._listener = Listener(self._admission, options.trusted_proxies, self._serve)
        self._guests: set[_Guest] = set()
        self.sessions: set[Session] = set()
        self.sessions_begun = self.faults = 0
        self._bytes_sent = self._logins = 0
        self._unfreed = 0
        self._next_freeing = 0.0
        self._handshakes = Turns(HANDSHAKES_AT_ONCE)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._listener.ports[0]

    @property
    def bytes_sent(self) -> int:
        """The bytes that all sessions have drawn so far."""
        return self._bytes_sent + sum(each.bytes_sent for each in self.sessions)

    @property
    def logins(self) -> int:
        """How often somebody has logged in so far."""
        return self._logins + sum(each.logins for each in self.sessions)

    @property
    def refused(self) -> int:
        """How many connections a limit has refused so far."""
        return self._listener.refused

    @property
    def bad_headers(self) -> int:
        """How often a trusted proxy hasn't said where a client comes from."""
        return self._listener.bad_headers

    async def start(self) -> None:
        """Listen, and send mails.

        Raises:
            OSError: It can't listen on this host and port.
        """
        self._ssh = await asyncssh.SSHServerConnectionOptions.construct(
            None,
            server_host_keys=[self._options.host_key],
            encoding=None,
            line_editor=False,
            compression_algs=None,
            window=TYPED_AHEAD,
            login_timeout=0,  # `_serve` keeps the time
            agent_forwarding=False,
            gss_host=None,
            kex_algs=_KEY_EXCHANGES,
            encryption_algs=_CIPHERS,
            mac_algs=_MACS,
        )
        await self._listener.start(self._options.host, self._options.port)
        self._store.mail_worker.on_sent.append(self._look_at_mail_worker)
        self._store.mail_worker.start()

    def reload(self, options: ServeOptions, theme: str) -> None:
        """Take other options for everyone who connects from now on; host, port and key stay."""
        self._options = options
        self.shared = replace(self.shared, theme=theme, seconds_to_log_in=options.limits.seconds_to_log_in)
        self._admission.limits = options.limits
        self._listener.trusted_proxies = options.trusted_proxies

    async def stop(self, patience: float = 30) -> None:
        """Accept no one else, wait for what people have begun, and end every session.

        Args:
            patience: The seconds after which connections are cut.
        """
        closing = min(_SECONDS_TO_CLOSE, patience / 2)
        self._listener.stop()
        for guest in self._guests:
            if not guest.channel.done():
                guest.abort()
        stopping = [asyncio.create_task(each.stop()) for each in self.sessions]
        if stopping:
            await asyncio.wait(stopping, timeout=patience - closing)
        for task in stopping:
            task.cancel()
        for session in self.sessions:
            session.end(TERMINATED, SHUTTING_DOWN)
        closed = asyncio.create_task(self._listener.wait_closed())
        await asyncio.wait([closed], timeout=closing)
        for guest in self._guests:
            guest.abort()
        await closed
        await self._store.mail_worker.stop()

    async def _serve(self, client: socket.socket, address: str) -> None:
        """Serve one connection, from the key exchange to its end."""
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in _KEEPALIVE:
            client.setsockopt(socket.IPPROTO_TCP, option, value)
        guest = _Guest(self._options.authorized_keys, address)
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._options.limits.seconds_to_session) as patience:
                self._guests.add(guest)
                connection = await self._open(client, guest, network_of(address))
                channel = await guest.channel
                patience.reschedule(None)
                if channel is not None:
                    channel.exit(await self._show_store(channel, guest))
                    patience.reschedule(loop.time() + _SECONDS_TO_CLOSE)
                    await channel.wait_closed()
                connection.close()
                await connection.wait_closed()
        except (OSError, TimeoutError, asyncssh.Error):
            pass  # a client that left, can't speak SSH, or may not connect
        finally:
            self._guests.discard(guest)
            guest.abort()

    async def _open(
        self, client: socket.socket, guest: "_Guest", network: str
    ) -> asyncssh.SSHServerConnection:
        """Exchange keys, a few clients at once: hundreds would keep those waiting who are logged in."""
        async with self._handshakes.turn(network):
            opening = asyncio.create_task(self._exchange_keys(client, guest))
            try:
                await asyncio.wait([opening], timeout=_LONGEST_HANDSHAKE)
            except asyncio.CancelledError:
                opening.cancel()
                raise
        return await opening

    async def _exchange_keys(self, client: socket.socket, guest: "_Guest") -> asyncssh.SSHServerConnection:
        return await asyncssh.run_server(client, options=self._ssh, server_factory=lambda: guest)

    async def _show_store(self, channel: Channel, guest: "_Guest") -> int:
        if channel.refusal:
            channel.refuse(channel.refusal)
            return _REFUSED
        session = Session(self.shared, channel, guest.origin, guest.address)
        self.sessions.add(session)
        self.sessions_begun += 1
        try:
            code = await session.run()
            self.faults += code == FAULT
            return code
        finally:
            self.sessions.discard(session)
            self._bytes_sent += session.bytes_sent
            self._logins += session.logins
            self._unfreed += 1
            if self._unfreed == 1:
                asyncio.get_running_loop().call_later(_LAST_TIMERS, self._free)

    def _free(self) -> None:
        """Free the apps of sessions that are over: they are reference cycles, and large.

        That takes milliseconds for each open session, in which nothing else happens: it is done when nobody
        types, and not too often. Otherwise it waits, until as many sessions have ended as are open.
        """
        loop = asyncio.get_running_loop()
        began = loop.time()
        is_quiet = all(began - each.channel.last_typed > _QUIET for each in self.sessions)
        is_due = is_quiet and began >= self._next_freeing
        if is_due or self._unfreed > _MOST_UNFREED + len(self.sessions):
            gc.collect()
            self._unfreed = 0
            self._next_freeing = loop.time() + (loop.time() - began) / _FREEING
        else:
            loop.call_later(_LAST_TIMERS, self._free)

    def _look_at_mail_worker(self) -> None:
        """Log a fault of the mail worker, and start it again after a while."""
        worker = self._store.mail_worker
        if worker.failure is not None:
            self.faults += 1
            report(worker.failure, self._log_folder, self._store.clock())
            asyncio.get_running_loop().call_later(_MAIL_WORKER_RESTS, self._start_mail_worker)

    def _start_mail_worker(self) -> None:
        self._store.mail_worker.failure = None
        self._store.mail_worker.start()


class _Guest(asyncssh.SSHServer):
    """Someone who has connected, and who may open one session.

    Args:
        authorized_keys: The keys that may connect; None lets everyone in.
        client: The client's IP address.
    """

    def __init__(self, authorized_keys: asyncssh.SSHAuthorizedKeys | None, client: str) -> None:
        self._authorized_keys = authorized_keys
        self._client = client
        self.origin = network_of(client)
        self.address = ""
        """An email address to log in with, given as the SSH user name."""
        self.channel: asyncio.Future[Channel | None] = asyncio.get_running_loop().create_future()
        """The session's channel once it has started; None when the connection ended without one."""
        self._connection: asyncssh.SSHServerConnection | None = None
        self._has_asked = False

    def abort(self) -> None:
        """Cut the connection, if there is one."""
        if self._connection is not None:
            self._connection.abort()

    # What asyncssh calls.

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connection = conn

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.channel.done():
            self.channel.set_result(None)

    def begin_auth(self, username: str) -> bool:
        if "@" in username and len(username) <= _LONGEST_ADDRESS:
            self.address = username
        return self._authorized_keys is not None

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        if (
            self._authorized_keys is None
            or self._authorized_keys.validate(key, self._client, self._client) is None
        ):
            return False
        # A client may offer many keys; the last one is the one that it then proves to have.
        self.origin = f"{network_of(self._client)} {key.get_fingerprint()}"
        return True

    def session_requested(
        self,
    ) -> tuple[asyncssh.SSHServerChannel[bytes], asyncssh.SSHServerSession[bytes]] | bool:
        if self._has_asked or self._connection is None:
            return False
        self._has_asked = True
        ssh = self._connection.create_server_channel(encoding=None, window=TYPED_AHEAD)
        ssh._env = Variables()  # private: asyncssh keeps any variable that a client sends
        return ssh, Channel(self._connection, self._start)

    def _start(self, channel: Channel) -> None:
        if not self.channel.done():
            self.channel.set_result(channel)
