"""The server itself: where it listens, and how it stops."""

import asyncio
import socket
import ssl
from contextlib import suppress

import pytest

from devmail.smtp.settings import Settings, Tls
from devmail.smtp.sink import PortInUse, Sink
from devmail.store.inbox import Inbox
from tests.devmail.raw_client import DATA, HELO, serving


@pytest.mark.parametrize(
    "said",
    [b"", HELO, HELO + DATA + b"half a ma", HELO + b"AUTH LOGIN\r\n", HELO + b"STARTTLS\r\n", b"QUIT\r\n"],
    ids=["silent", "idle", "in a mail", "in a login", "in a handshake", "leaving"],
)
async def test_stopping_ends_open_connections_and_tasks(said: bytes, inbox: Inbox) -> None:
    before = asyncio.all_tasks()
    sink = Sink(inbox, settings=Settings(tls=Tls(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))))
    await sink.start()
    clients = [await asyncio.open_connection(*sink.address) for _ in range(3)]
    for reader, writer in clients:
        assert (await reader.readline()).startswith(b"220 localhost ")
        writer.write(said)
        if said.endswith(b"S\r\n"):
            assert (await reader.readuntil(b"220 Ready to start TLS\r\n")) != b""
    await sink.stop()
    assert asyncio.all_tasks() <= before
    for reader, writer in clients:
        with suppress(ConnectionResetError):
            await asyncio.wait_for(reader.read(), 5)
        writer.close()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(*sink.address)
    assert inbox.count() == 0


async def test_stopping_right_after_a_connection_leaves_no_task(inbox: Inbox) -> None:
    before = asyncio.all_tasks()
    sink = Sink(inbox)
    await sink.start()
    _, writer = await asyncio.open_connection(*sink.address)
    await sink.stop()
    writer.close()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert asyncio.all_tasks() <= before


async def test_stopping_twice_or_before_the_start_is_harmless(inbox: Inbox) -> None:
    sink = Sink(inbox)
    await sink.stop()
    await sink.start()
    await sink.stop()
    await sink.stop()


async def test_a_port_in_use_is_named_with_what_to_do(inbox: Inbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortInUse) as error:
            await Sink(inbox, "127.0.0.1", port).start()
    assert str(error.value) == (
        f"Port {port} is already in use. Stop the other program, or choose another port with --port "
        "(0 picks a free one)."
    )


async def test_no_host_name_is_looked_up(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getfqdn", lambda name="": "asked.example")
    reader, writer = await asyncio.open_connection(*sink.address)
    assert await reader.readline() == b"220 localhost devmail\r\n"
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize(
    ("host", "there"),
    [("0.0.0.0", "127.0.0.1"), ("0", "127.0.0.1"), ("127.0.0.1", "127.0.0.1")],  # noqa: S104
)
async def test_the_url_has_an_address_that_clients_can_reach(host: str, there: str, inbox: Inbox) -> None:
    async with serving(Sink(inbox, host)) as sink:
        assert sink.address[1] > 0
        assert sink.url == f"smtp://{there}:{sink.address[1]}"
    assert Sink(inbox, "::1", 1025).url == "smtp://[::1]:1025"
