"""What one client sends or is sent without end costs the others little."""

import asyncio
import socket
from pathlib import Path

import pytest

from kstore_tui.store import Store
from screens.serving.channel_driver import ChannelDriver
from screens.serving.server import SshServer
from tests.journeys.ssh_client import connected
from tests.screens.serving.served import LOGIN, serving
from tests.screens.serving.test_ends import until


@pytest.mark.parametrize(
    ("flood", "most"),
    [("\t" * 5_000, 1_000), ("\x1b]" + "x" * 200_000, 70_000), ("\x1b[0n" * 50_000, 70_000)],
    ids=["keys", "a sequence without end", "answers"],
)
async def test_of_a_flood_what_is_too_much_waits(
    one_account: Store, log_folder: Path, monkeypatch: pytest.MonkeyPatch, flood: str, most: int
) -> None:
    fed: list[int] = []
    paused: list[float] = []
    feed, pause = ChannelDriver.feed, ChannelDriver.pause_reading

    def noted_feed(self: ChannelDriver, data: bytes) -> None:
        fed.append(len(data))
        feed(self, data)

    def noted_pause(self: ChannelDriver, seconds: float) -> None:
        paused.append(seconds)
        pause(self, seconds)

    assert ChannelDriver.KEYS_A_SECOND == 40
    monkeypatch.setattr(ChannelDriver, "feed", noted_feed)
    monkeypatch.setattr(ChannelDriver, "pause_reading", noted_pause)
    monkeypatch.setattr(ChannelDriver, "KEYS_A_SECOND", 0.001)
    async with serving(one_account, log_folder) as server, connected(server.port) as client:
        await client.wait_for(LOGIN)
        client.type(flood)
        await until(lambda: paused)
        await asyncio.sleep(0.1)
        assert sum(fed) < most
        client.hang_up()  # the rest would wait for ever


async def test_what_is_copied_again_and_again_at_once_is_sent_up_to_a_bound(
    one_account: Store, log_folder: Path
) -> None:
    async with serving(one_account, log_folder) as server, connected(server.port) as client:
        await client.wait_for(LOGIN)
        before = server.bytes_sent
        (session,) = server.sessions
        assert session._app is not None
        for _ in range(1_000):
            session._app.copy_to_clipboard("x" * 1_000)
        client.type("ami")
        await client.wait_for("ami")
        assert 100_000 < server.bytes_sent - before < 150_000


async def test_every_connection_keeps_little_unsent_and_notices_a_client_that_is_gone(
    one_account: Store, log_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: dict[str, int] = {}
    shake_hands = SshServer._shake_hands

    async def noted(self: SshServer, client: socket.socket, *args: object) -> object:
        found["buffer"] = client.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
        found["keepalive"] = client.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        for name in ("TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT"):
            found[name] = client.getsockopt(socket.IPPROTO_TCP, getattr(socket, name))
        return await shake_hands(self, client, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(SshServer, "_shake_hands", noted)
    async with serving(one_account, log_folder) as server, connected(server.port):
        pass
    assert found == {
        "buffer": 2 * 32_768,  # Linux counts its own needs
        "keepalive": 1,
        "TCP_KEEPIDLE": 60,
        "TCP_KEEPINTVL": 15,
        "TCP_KEEPCNT": 4,
    }
