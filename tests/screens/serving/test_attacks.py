"""What one client does keeps nobody else from the store."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import asyncssh
import pytest

from kstore_tui.store import Store
from screens.serving.channel_driver import ChannelDriver
from screens.serving.server import HANDSHAKES_AT_ONCE
from screens.serving.session import NOT_LOGGED_IN
from tests.journeys.ssh_client import connected
from tests.screens.serving.served import LOGIN, serving, until, without_session


async def test_what_a_terminal_says_by_itself_keeps_no_session_open(
    one_account: Store, log_folder: Path
) -> None:
    async with serving(one_account, log_folder) as server, connected(server.port) as client:
        await client.wait_for(LOGIN)
        (session,) = server.sessions
        session.channel.last_typed -= 300
        client.type("\x1b[0n\x1b[I\x1b[?2026;2$y")
        client.type("x")
        await client.wait_for("x ")
        last_typed = session.channel.last_typed
        client.type("\x1b[0n" * 100)
        await asyncio.sleep(0.2)
        assert session.channel.last_typed == last_typed
        session.channel.last_typed -= 300
        session.end_without_login()
        assert await client.wait_end() == 0
        assert NOT_LOGGED_IN.split(".")[0] in client.display.text


async def test_nobody_stays_long_without_logging_in_whatever_they_type(
    one_account: Store, log_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(one_account, log_folder) as server, connected(server.port) as client:
        await client.wait_for(LOGIN)
        (session,) = server.sessions
        loop = asyncio.get_running_loop()
        now = loop.time
        monkeypatch.setattr(loop, "time", lambda: now() + 901)
        session.channel.last_typed = loop.time()
        session.end_without_login()
        monkeypatch.undo()
        assert await client.wait_end() == 0


async def test_of_many_sizes_only_the_newest_counts(
    one_account: Store, log_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[tuple[int, int]] = []
    take_size = ChannelDriver.take_size

    def noted(driver: ChannelDriver, columns: int, lines: int) -> None:
        taken.append((columns, lines))
        take_size(driver, columns, lines)

    monkeypatch.setattr(ChannelDriver, "take_size", noted)
    async with serving(one_account, log_folder) as server, connected(server.port) as client:
        await client.wait_for(LOGIN)
        for columns in range(60, 460):
            client.resize(columns, 20)
        client.resize(70, 18)
        await until(lambda: taken[-1] == (70, 18))
        await client.wait_for("Password")
        assert len(taken) < 40


async def test_dear_key_exchanges_are_refused(one_account: Store, log_folder: Path) -> None:
    async with serving(one_account, log_folder) as server:
        for dear in ("diffie-hellman-group18-sha512", "diffie-hellman-group14-sha256", "rsa2048-sha256"):
            with pytest.raises(asyncssh.KeyExchangeFailed):
                async with without_session(server.port, kex_algs=[dear]):
                    pass


@pytest.mark.slow
async def test_clients_that_never_finish_their_handshake_keep_nobody_waiting(
    one_account: Store, log_folder: Path
) -> None:
    async with serving(one_account, log_folder) as server, AsyncExitStack() as slow:
        for _ in range(2 * HANDSHAKES_AT_ONCE):
            _, writer = await asyncio.open_connection("127.0.0.1", server.port)
            slow.callback(writer.close)
        async with connected(server.port) as client:
            await client.wait_for(LOGIN, seconds=15)
