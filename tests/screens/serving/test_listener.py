"""Accepting connections, with real sockets and OpenSSH's client."""

import asyncio
import errno
import resource
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from ipaddress import IPv4Network, IPv6Network, ip_network

import pytest

from screens.serving.limits import Admission, Limits
from screens.serving.listener import Listener

_HEADER = b"\r\n\r\n\0\r\nQUIT\n"
_TCP4 = _HEADER + b"\x21\x11\0\x0c" + bytes([203, 0, 113, 7, 10, 0, 0, 1]) + b"\x30\x39\0\x16"
_TCP6 = _HEADER + b"\x21\x21\0\x24" + bytes.fromhex("20010db8000100020000000000000007") + bytes(20)
_MAPPED = _HEADER + b"\x21\x21\0\x24" + bytes(10) + b"\xff\xff" + bytes([203, 0, 113, 9]) + bytes(20)
_WITH_EXTRAS = _HEADER + b"\x21\x11\0\x10" + bytes([203, 0, 113, 7, 10, 0, 0, 1]) + bytes(8)
_LOCAL = _HEADER + b"\x20\0\0\0"
_UNSPECIFIED = _HEADER + b"\x21\0\0\x04" + bytes(4)
_PROXY = (ip_network("127.0.0.0/8"),)
_HEALTHY = Limits()


class _Served:
    """A server that notes its clients' addresses and what they send until they close."""

    def __init__(self) -> None:
        self.clients: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()

    async def __call__(self, connection: socket.socket, address: str) -> None:
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(connection, b"hello")
        sent = b""
        while more := await loop.sock_recv(connection, 100):
            sent += more
        self.clients.put_nowait((address, sent))


@asynccontextmanager
async def _listening(
    served: _Served, limits: Limits = _HEALTHY, proxies: Sequence[IPv4Network | IPv6Network] = ()
) -> AsyncIterator[int]:
    async with _started(served, limits, proxies) as listener:
        yield listener.ports[0]


@asynccontextmanager
async def _started(
    served: _Served, limits: Limits = _HEALTHY, proxies: Sequence[IPv4Network | IPv6Network] = ()
) -> AsyncIterator[Listener]:
    listener = Listener(Admission(limits), proxies, served)
    await listener.start("127.0.0.1", 0)
    try:
        yield listener
    finally:
        listener.stop()
        async with asyncio.timeout(20):
            await listener.wait_closed()


async def _send(port: int, data: bytes) -> bytes:
    """Send something, and return what comes until the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(data)
    writer.write_eof()
    async with asyncio.timeout(20):
        answer = await reader.read()
    writer.close()
    return answer


async def test_a_client_is_served_by_its_address() -> None:
    served = _Served()
    async with _listening(served) as port:
        assert await _send(port, b"SSH") == b"hello"
        assert await served.clients.get() == ("127.0.0.1", b"SSH")


@pytest.mark.parametrize(
    ("header", "address"),
    [
        (_TCP4, "203.0.113.7"),
        (_TCP6, "2001:db8:1:2::7"),
        (_MAPPED, "203.0.113.9"),
        (_WITH_EXTRAS, "203.0.113.7"),
        (_LOCAL, "127.0.0.1"),
        (_UNSPECIFIED, "127.0.0.1"),
    ],
)
async def test_a_trusted_proxy_says_where_a_client_comes_from(header: bytes, address: str) -> None:
    served = _Served()
    async with _listening(served, proxies=_PROXY) as port:
        await _send(port, header + b"SSH")
        assert await served.clients.get() == (address, b"SSH")


async def test_nobody_else_may_say_where_they_come_from() -> None:
    served = _Served()
    async with _listening(served) as port:
        await _send(port, _TCP4)
        assert await served.clients.get() == ("127.0.0.1", _TCP4)


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"PROXY TCP4 203.0.113.7 10.0.0.1 12345 22\r\n",
        _TCP4[:-1],
        _HEADER + b"\x21\x11\0\x04" + bytes(4),
        _HEADER + b"\x21\x12\0\x0c" + bytes(12),
        _HEADER + b"\x22\x11\0\x0c" + bytes(12),
        _HEADER + b"\x21\x11\xff\xff" + bytes(0xFFFF),
    ],
)
async def test_a_proxy_without_a_proper_header_is_not_served(header: bytes) -> None:
    served = _Served()
    async with _started(served, proxies=_PROXY) as listener:
        port = listener.ports[0]
        with suppress(ConnectionError):  # closed with something unread
            assert await _send(port, header) == b""
        await _send(port, _TCP4)  # the next one is served
        assert (await served.clients.get())[0] == "203.0.113.7"
        assert (listener.bad_headers, listener.refused) == (1, 0)


async def test_those_whom_a_limit_refuses_are_counted() -> None:
    async with _started(_Served(), Limits(sessions=0)) as listener:
        assert b"The store is busy" in await _send(listener.ports[0], b"SSH")
        assert (listener.bad_headers, listener.refused) == (0, 1)


async def test_connections_that_ended_make_room() -> None:
    served = _Served()
    async with _listening(served, Limits(sessions_per_address=1)) as port:
        for _ in range(3):
            assert await _send(port, b"") == b"hello"
            await served.clients.get()


async def test_a_stopped_listener_serves_those_who_are_there_to_the_end() -> None:
    served = _Served()
    listener = Listener(Admission(_HEALTHY), (), served)
    await listener.start("127.0.0.1", 0)
    port = listener.ports[0]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    await reader.readexactly(5)
    listener.stop()
    await asyncio.sleep(0.01)
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"still here")
    writer.close()
    async with asyncio.timeout(20):
        await listener.wait_closed()
    assert await served.clients.get() == ("127.0.0.1", b"still here")


async def test_of_a_flood_only_a_few_are_told_why_and_the_others_are_cut_off() -> None:
    async with _listening(_Served(), Limits(sessions=0)) as port:
        async with asyncio.TaskGroup() as flood:
            opened = [flood.create_task(asyncio.open_connection("127.0.0.1", port)) for _ in range(30)]
        answers = [asyncio.create_task(reader.read()) for reader, _ in (each.result() for each in opened)]
        async with asyncio.timeout(4):  # less than a refusal waits for its client
            said = await asyncio.gather(*answers, return_exceptions=True)
        assert sum(b"The store is busy" in each for each in said if isinstance(each, bytes)) == 3
        for _, writer in (each.result() for each in opened):
            writer.close()
        async with asyncio.timeout(20):
            while b"The store is busy" not in await _send(port, b""):  # until the others' room is free
                pass


async def test_the_process_may_open_as_many_files_as_it_is_allowed() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 512), hard))
    async with _listening(_Served()) as port:
        await _send(port, b"")
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (hard, hard)


async def test_a_listener_without_room_pauses_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screens.serving.listener._PAUSE", 0.01)
    loop, served = asyncio.get_running_loop(), _Served()
    accept, refusals = loop.sock_accept, iter(range(2))

    async def without_room(listening: socket.socket) -> tuple[socket.socket, tuple[str, int]]:
        if next(refusals, None) is not None:
            raise OSError(errno.EMFILE, "Too many open files")
        return await accept(listening)

    monkeypatch.setattr(loop, "sock_accept", without_room)
    async with _listening(served) as port:
        assert await _send(port, b"SSH") == b"hello"


async def test_a_proxy_that_sends_half_a_header_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screens.serving.listener._PATIENCE", 0.1)
    async with _listening(_Served(), proxies=(ip_network("127.0.0.1"),)) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(_TCP4[:9])
        with suppress(ConnectionError):
            async with asyncio.timeout(20):
                assert await reader.read() == b""
        writer.close()


async def test_a_stopped_listener_serves_nobody_who_was_still_sending_a_header() -> None:
    served = _Served()
    listener = Listener(Admission(_HEALTHY), (ip_network("127.0.0.1"),), served)
    await listener.start("127.0.0.1", 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", listener.ports[0])
    writer.write(_TCP4[:9])
    await asyncio.sleep(0.05)
    listener.stop()
    writer.write(_TCP4[9:])
    async with asyncio.timeout(20):
        assert await reader.read() == b""
        writer.close()
        await listener.wait_closed()
    assert served.clients.empty()


async def test_a_port_in_use_is_an_error() -> None:
    served = _Served()
    async with _listening(served) as port:
        with pytest.raises(OSError, match="in use"):
            await Listener(Admission(_HEALTHY), (), served).start("127.0.0.1", port)


@pytest.mark.slow
async def test_ssh_shows_why_a_connection_is_refused_and_no_key_was_exchanged() -> None:
    async with _listening(_Served(), Limits(sessions=0)) as port:
        ssh = await asyncio.create_subprocess_exec(
            *("ssh", "-F", "none", "-p", str(port), "-o", "UserKnownHostsFile=/dev/null", "127.0.0.1"),
            stdin=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(20):
            _, said = await ssh.communicate()
    assert "The store is busy. Try again in a few minutes." in said.decode()
    assert ssh.returncode == 255
