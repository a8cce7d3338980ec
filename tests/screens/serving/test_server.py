"""A session over SSH, with asyncssh's client in the same loop."""

from pathlib import Path

import asyncssh
import pytest

from kstore_tui.database.models import Session
from kstore_tui.store import Store
from screens.serving.channel_driver import ChannelDriver
from tests.journeys.ssh_client import connected
from tests.kstore_tui.support.steps import ADDRESS, PASSWORD
from tests.screens.serving.served import LOGIN, log_in, serving, without_session


async def test_a_person_logs_in_and_quits(one_account: Store, log_folder: Path) -> None:
    async with serving(one_account, log_folder) as server, connected(server.port) as client:
        await log_in(client)
        assert (len(server.sessions), server.logins) == (1, 1)
        assert client.bytes_received == server.bytes_sent
        client.type("\x11")
        assert await client.wait_end() == 0
        assert not client.display.in_alternate_screen
        assert not client.display.modes_changed
        assert (len(server.sessions), server.sessions_begun, server.logins) == (0, 1, 1)
        assert client.bytes_received == server.bytes_sent


async def test_an_address_as_the_user_name_fills_its_field(one_account: Store, log_folder: Path) -> None:
    async with serving(one_account, log_folder) as server, connected(server.port, user=ADDRESS) as client:
        await client.wait_for(ADDRESS)
        client.type(f"{PASSWORD}\r")
        await client.wait_for("Welcome.")


@pytest.mark.parametrize("user", ["root", f"{'a' * 250}@example.com"])
async def test_another_user_name_fills_nothing(one_account: Store, log_folder: Path, user: str) -> None:
    async with serving(one_account, log_folder) as server, connected(server.port, user=user) as client:
        await client.wait_for(LOGIN)
        assert user[:4] not in client.display.text


async def test_what_is_typed_before_the_first_screen_counts(one_account: Store, log_folder: Path) -> None:
    async with serving(one_account, log_folder) as server, connected(server.port) as client:
        client.type(f"{ADDRESS}\r{PASSWORD}\r")
        await client.wait_for("Welcome.")


async def test_the_screen_follows_the_terminals_size(one_account: Store, log_folder: Path) -> None:
    async with serving(one_account, log_folder) as server, connected(server.port) as client:
        await client.wait_for(LOGIN)
        client.resize(120, 40)
        await client.wait_for("─" * 120)
        client.resize(40, 12)
        await client.wait_for(LOGIN)


async def test_of_a_flood_of_sizes_a_few_are_drawn_and_the_last_one_counts(
    one_account: Store, log_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    take_size = ChannelDriver.take_size

    def noted(self: ChannelDriver, columns: int, lines: int) -> None:
        drawn.append(columns)
        take_size(self, columns, lines)

    monkeypatch.setattr(ChannelDriver, "take_size", noted)
    monkeypatch.setattr("screens.serving.channel._BETWEEN_SIZES", 1.0)
    async with serving(one_account, log_folder) as server, connected(server.port) as client:
        await client.wait_for(LOGIN)
        for number in range(300):
            client.resize(60 + number % 30, 24)
        client.resize(120, 40)
        await client.wait_for("─" * 120)
        assert len(drawn) < 10
        assert drawn[-1] == 120


async def test_a_huge_terminal_is_drawn_up_to_a_bound(one_account: Store, log_folder: Path) -> None:
    async with (
        serving(one_account, log_folder) as server,
        without_session(server.port) as connection,
        connection.create_process(
            term_type="xterm", term_size=(0xFFFFFFFF, 0xFFFFFFFF), encoding=None
        ) as process,
    ):
        drawn = await process.stdout.readuntil(b"Login")
        assert "─" * 500 in drawn.decode()
        assert "─" * 501 not in drawn.decode()


async def origins(store: Store) -> list[str]:
    return await store.transactions.run(
        lambda: [each.origin for each in Session.select().order_by(Session.began_at)]
    )


async def test_the_origin_is_the_clients_address_and_its_key(one_account: Store, log_folder: Path) -> None:
    other, key = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    authorized = asyncssh.import_authorized_keys(key.export_public_key().decode())
    async with (
        serving(one_account, log_folder, authorized_keys=authorized) as server,
        connected(server.port, client_keys=[other, key]) as client,
    ):
        await log_in(client)
    assert (await origins(one_account))[1:] == [f"127.0.0.1 {key.get_fingerprint()}"]


async def test_without_keys_the_origin_is_the_address(one_account: Store, log_folder: Path) -> None:
    async with serving(one_account, log_folder) as server, connected(server.port) as client:
        await log_in(client)
    assert (await origins(one_account))[1:] == ["127.0.0.1"]
