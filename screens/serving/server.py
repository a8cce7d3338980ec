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
from screens.serving.channel import TYPED_AHEAD, Channel
from screens.serving.guest import Guest
from screens.serving.limits import Admission, Limits, TooManyConnections
from screens.serving.listener import Listener
from screens.serving.session import FAULT, SHUTTING_DOWN, TERMINATED, Session, Shared

_REFUSED = 2
_SEND_BUFFER = 32_768
"""Bytes that the kernel keeps for a slow line."""
_KEEPALIVE = ((socket.TCP_KEEPIDLE, 60), (socket.TCP_KEEPINTVL, 15), (socket.TCP_KEEPCNT, 4))
"""A client that is gone without a word is noticed by TCP, which costs a quiet session no SSH packets."""
_SECONDS_TO_CLOSE = 5
"""For the client to take the last words."""
_HANDSHAKES_AT_ONCE = 10
"""Each takes milliseconds of everyone's time."""
_LONGEST_HANDSHAKE = 0.5
"""Seconds after which the next handshake begins anyway."""
_SECONDS_TO_CUT = 2.0
"""For connections to notice that they were cut."""
_MAIL_WORKER_RESTS = 60
_LAST_TIMERS = 1.0
"""Seconds after which nothing holds the app of a session that is over."""
_QUIET = 1.0
"""Seconds without a key, after which people are thought to notice no pause."""
_MOST_UNFREED = 20
"""Apps, more than there are open sessions, that are freed even while people type."""


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
        self._handshakes = Turns(_HANDSHAKES_AT_ONCE)
        self._is_stopping = False
        self._guests: set[Guest] = set()
        self.sessions: set[Session] = set()
        self.sessions_begun = self.faults = 0
        self._bytes_sent = self._logins = 0
        self._unfreed = 0
        self._freeing: asyncio.TimerHandle | None = None

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
            kex_algs="-diffie-hellman-*,rsa*",  # they take far more of everyone's time
            mac_algs="-*sha1*",
            compression_algs=None,
            window=TYPED_AHEAD,
            login_timeout=0,  # `_serve` keeps the time
            agent_forwarding=False,
            gss_host=None,
        )
        await self._listener.start(self._options.host, self._options.port)
        self._store.mail_worker.on_sent.append(self._look_at_mail_worker)
        self._store.mail_worker.start()

    def reload(self, options: ServeOptions, theme: str) -> None:
        """Apply new options to new connections. The host, port and key stay the same."""
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
        self._is_stopping = True
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
        await asyncio.wait([closed], timeout=_SECONDS_TO_CUT)
        closed.cancel()
        await self._store.mail_worker.stop()

    async def _serve(self, client: socket.socket, address: str) -> None:
        """Serve one connection, from the key exchange to its end."""
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in _KEEPALIVE:
            client.setsockopt(socket.IPPROTO_TCP, option, value)
        guest = Guest(self._options.authorized_keys, address)
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._options.limits.seconds_to_session) as patience:
                self._guests.add(guest)
                connection = await self._shake_hands(client, guest)
                channel = await guest.channel
                patience.reschedule(None)
                if channel is not None and not self._is_stopping:
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

    async def _shake_hands(self, client: socket.socket, guest: Guest) -> asyncssh.SSHServerConnection:
        async with self._handshakes.turn(network_of(guest.client)):
            if self._is_stopping:
                raise ConnectionAbortedError
            handshake = asyncio.ensure_future(
                asyncssh.run_server(client, options=self._ssh, server_factory=lambda: guest)
            )
            try:
                await asyncio.wait([handshake], timeout=_LONGEST_HANDSHAKE)
            except asyncio.CancelledError:
                handshake.cancel()
                raise
        return await handshake

    async def _show_store(self, channel: Channel, guest: Guest) -> int:
        if channel.refusal:
            channel.refuse(channel.refusal)
            return _REFUSED
        try:
            with self._admission.session(guest.client):
                return await self._run_session(Session(self.shared, channel, guest.origin, guest.address))
        except TooManyConnections as error:
            channel.refuse(str(error))
            return _REFUSED

    async def _run_session(self, session: Session) -> int:
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
            if self._freeing is None:
                self._free_later(_LAST_TIMERS)

    def _free_later(self, seconds: float) -> None:
        self._freeing = asyncio.get_running_loop().call_later(seconds, self._free)

    def _free(self) -> None:
        """Free the apps of sessions that are over: they are reference cycles, and large.

        That takes milliseconds for each open session, in which nobody gets a frame.
        """
        last_typed = max((each.channel.last_typed for each in self.sessions), default=0.0)
        quiet = asyncio.get_running_loop().time() - last_typed
        if quiet >= _QUIET or self._unfreed > len(self.sessions) + _MOST_UNFREED:
            self._unfreed, self._freeing = 0, None
            gc.collect()
        else:
            self._free_later(_QUIET - quiet)

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
