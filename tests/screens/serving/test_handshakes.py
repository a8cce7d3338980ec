"""Key exchanges take turns, and no slow one keeps the others waiting."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kstore_tui.store import Store
from tests.journeys.ssh_client import connected
from tests.screens.serving.served import LOGIN, serving

_AT_ONCE = 4
_Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screens.serving.server._HANDSHAKES_AT_ONCE", _AT_ONCE)


@asynccontextmanager
async def _silent_clients(port: int) -> AsyncIterator[list[_Line]]:
    """Connect, and answer nothing."""
    lines = [await asyncio.open_connection("127.0.0.1", port) for _ in range(_AT_ONCE)]
    try:
        for reader, _ in lines:
            assert (await reader.readline()).startswith(b"SSH-2.0-")
        yield lines
    finally:
        for _, writer in lines:
            writer.close()


async def test_a_few_exchange_keys_at_a_time_and_the_next_one_waits(
    one_account: Store, log_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.serving.server._LONGEST_HANDSHAKE", 1000)
    async with serving(one_account, log_folder) as server, _silent_clients(server.port) as lines:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await reader.readline()
        lines[0][1].close()
        async with asyncio.timeout(20):
            assert (await reader.readline()).startswith(b"SSH-2.0-")
        writer.close()


async def test_a_slow_key_exchange_gives_its_turn_back(
    one_account: Store, log_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.serving.server._LONGEST_HANDSHAKE", 0.1)
    async with (
        serving(one_account, log_folder) as server,
        _silent_clients(server.port),
        connected(server.port) as client,
    ):
        await client.wait_for(LOGIN)


async def test_a_stop_serves_nobody_who_waits_for_a_turn(
    one_account: Store, log_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.serving.server._LONGEST_HANDSHAKE", 1000)
    async with serving(one_account, log_folder) as server, _silent_clients(server.port):
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        await asyncio.sleep(0.05)
        await server.stop()
        async with asyncio.timeout(20):
            assert await reader.read() == b""
        writer.close()
