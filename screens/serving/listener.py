"""Accepting connections: who may connect, and who gets a line that says why not."""

import asyncio
import errno
import resource
import socket
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack, suppress
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

from kstore_tui.core.origin import network_of
from screens.serving.limits import Admission, TooManyConnections
from screens.serving.proxy_protocol import InvalidHeader, read_client_address

_BACKLOG = 512
_NO_ROOM = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
_PAUSE = 1.0
"""Seconds to wait when the process has no room for another connection."""
_PATIENCE = 5.0
"""Seconds for a proxy's header, and for a refused client to read its line."""
_REFUSALS, _REFUSALS_PER_NETWORK = 50, 3
"""Clients that are told at the same time why they are refused; the others are cut off at once."""
_DISCONNECT, _TOO_MANY_CONNECTIONS = 1, 12  # RFC 4253, section 11.1
_VERSION = b"SSH-2.0-kstore\r\n"
_BLOCK = 8
"""SSH packets are padded to this many bytes as long as nothing is encrypted (RFC 4253, section 6)."""


class Listener:
    """Accepts connections, and hands over those that may stay.

    Args:
        admission: The limits.
        trusted_proxies: Networks whose PROXY protocol header says where a client comes from.
        serve: Serves an SSH client by its socket and address, for as long as the connection lasts.
    """

    def __init__(
        self,
        admission: Admission,
        trusted_proxies: Sequence[IPv4Network | IPv6Network],
        serve: Callable[[socket.socket, str], Awaitable[None]],
    ) -> None:
        self._admission = admission
        self.trusted_proxies = trusted_proxies
        self.refused = self.bad_headers = 0
        self._serve = serve
        self._listening: list[socket.socket] = []
        self._accepting: list[asyncio.Task[None]] = []
        self._connections: set[asyncio.Task[None]] = set()
        self._refusing: Counter[str] = Counter()
        self._is_stopped = False

    @property
    def ports(self) -> list[int]:
        """The ports that were opened."""
        return [each.getsockname()[1] for each in self._listening]

    async def start(self, host: str, port: int) -> None:
        """Listen on every address of a host; an empty one is this host with all its addresses.

        Raises:
            OSError: The host has no address, or the port is not free.
        """
        _open_as_many_files_as_allowed()
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        with ExitStack() as opened:
            for family, address in dict.fromkeys((each[0], each[4]) for each in found):
                listening = socket.create_server(address, family=family, backlog=_BACKLOG)
                opened.enter_context(listening).setblocking(False)
                self._listening.append(listening)
            opened.pop_all()
        self._accepting = [asyncio.create_task(self._accept(each)) for each in self._listening]

    def stop(self) -> None:
        """Accept no more connections; those that are open stay."""
        self._is_stopped = True
        for task in self._accepting:
            task.cancel()

    async def wait_closed(self) -> None:
        """Wait until every connection is closed."""
        await asyncio.gather(*self._accepting, *self._connections, return_exceptions=True)

    async def _accept(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        with listening:
            while True:
                try:
                    connection, (address, *_) = await loop.sock_accept(listening)
                except OSError as error:
                    if error.errno in _NO_ROOM:
                        await asyncio.sleep(_PAUSE)
                    continue  # else the client is gone already
                connection.setblocking(False)
                task = asyncio.create_task(self._admit(connection, _plain(address)))
                self._connections.add(task)
                task.add_done_callback(self._connections.discard)

    async def _admit(self, connection: socket.socket, address: str) -> None:
        with connection, suppress(OSError, TimeoutError):
            if any(ip_address(address) in each for each in self.trusted_proxies):
                try:
                    async with asyncio.timeout(_PATIENCE):
                        address = _plain(await read_client_address(connection) or address)
                except (InvalidHeader, TimeoutError):
                    self.bad_headers += 1
                    return
            if self._is_stopped:
                return
            try:
                with self._admission.admit(address):
                    await self._serve(connection, address)
            except TooManyConnections as error:
                self.refused += 1
                await self._refuse(connection, network_of(address), str(error))

    async def _refuse(self, connection: socket.socket, network: str, line: str) -> None:
        if self._refusing.total() >= _REFUSALS or self._refusing[network] >= _REFUSALS_PER_NETWORK:
            return
        self._refusing[network] += 1
        try:
            async with asyncio.timeout(_PATIENCE):
                await _say_why(connection, line)
        finally:
            self._refusing[network] -= 1
            self._refusing += Counter()  # drops zeros


async def _say_why(connection: socket.socket, line: str) -> None:
    """Say why the connection ends, which costs no key exchange: `ssh` shows the line."""
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(connection, _VERSION + _disconnect(line))
    connection.shutdown(socket.SHUT_WR)
    while await loop.sock_recv(connection, 4096):  # closed with data unread, it would lose the line
        pass


def _open_as_many_files_as_allowed() -> None:
    """Raise the soft limit, which is low for programs that use `select`."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):  # where the hard limit is more than the kernel allows
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _disconnect(line: str) -> bytes:
    """Return the SSH packet that ends a connection (RFC 4253, sections 6 and 11.1)."""
    text = line.encode()
    reason = _TOO_MANY_CONNECTIONS.to_bytes(4)
    payload = bytes([_DISCONNECT]) + reason + len(text).to_bytes(4) + text + bytes(4)
    padding = _BLOCK - (len(payload) + 5) % _BLOCK
    if padding < 4:
        padding += _BLOCK
    return (len(payload) + padding + 1).to_bytes(4) + bytes([padding]) + payload + bytes(padding)


def _plain(address: str) -> str:
    """Return an address in one form: an IPv4 address is one however it reached an IPv6 socket."""
    read = ip_address(address.partition("%")[0])
    mapped = read.ipv4_mapped if isinstance(read, IPv6Address) else None
    return str(mapped or read)
