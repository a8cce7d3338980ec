"""The PROXY protocol, version 2: a load balancer's word on who connects.

Source: https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt, section 2.2.
"""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address

_SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"
_LONGEST = 2048
"""Bytes after the fixed part; what load balancers send has a few hundred at most."""
_LOCAL, _PROXY = 0x20, 0x21
_UNSPECIFIED = 0x00
_ADDRESSES = {0x11: (IPv4Address, 4, 12), 0x21: (IPv6Address, 16, 36)}
"""By family and protocol (TCP): the kind of address, its bytes, and the bytes of both with their ports."""


class InvalidHeader(Exception):
    """What a proxy sent is no header of this protocol."""


async def read_client_address(connection: socket.socket) -> str | None:
    """Read the header that a proxy sends first, and nothing behind it; return the client's address.

    None when the proxy connects for itself, to see whether the server is there, or doesn't know the address.

    Raises:
        InvalidHeader: It sent something else.
        OSError: The connection failed.
    """
    start = await _read(connection, 16)
    if not start.startswith(_SIGNATURE):
        raise InvalidHeader("no PROXY protocol header of version 2")
    command, family, length = start[12], start[13], int.from_bytes(start[14:16])
    if length > _LONGEST:
        raise InvalidHeader("too long")
    rest = await _read(connection, length)
    if command == _LOCAL or (command, family) == (_PROXY, _UNSPECIFIED):
        return None
    if command != _PROXY or family not in _ADDRESSES:
        raise InvalidHeader("not for TCP over IPv4 or IPv6")
    kind, size, least = _ADDRESSES[family]
    if length < least:
        raise InvalidHeader("too short")
    return str(kind(rest[:size]))


async def _read(connection: socket.socket, count: int) -> bytes:
    """Read exactly so many bytes: the next one is the client's."""
    loop = asyncio.get_running_loop()
    read = b""
    while len(read) < count:
        more = await loop.sock_recv(connection, count - len(read))
        if not more:
            raise InvalidHeader("ended early")
        read += more
    return read
