"""Whoever connects gets the store on a terminal, and nothing else."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from kstore_tui.store import Store
from tests.journeys.ssh_client import connected
from tests.screens.serving.served import LOGIN, serving, without_session

COMMANDS = "You can't run commands or transfer files here. Connect without a command."
TERMINAL = "The store needs a terminal. Use `ssh -t` in a terminal that supports full-screen programs."


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ({"command": "id", "term_type": "xterm"}, COMMANDS),
        ({"command": "sh -i"}, COMMANDS),
        ({"command": "scp -t /tmp"}, COMMANDS),
        ({"subsystem": "sftp"}, COMMANDS),
        ({}, TERMINAL),
        ({"term_type": "dumb"}, TERMINAL),
    ],
    ids=str,
)
async def test_anything_else_gets_one_line_and_exit_code_2(
    one_account: Store, log_folder: Path, asked: Mapping[str, Any], line: str
) -> None:
    async with serving(one_account, log_folder) as server, without_session(server.port) as connection:
        ended = await connection.run(**asked)
        assert (ended.exit_status, ended.stdout, ended.stderr) == (2, "", f"{line}\r\n")
        assert server.sessions_begun == 0


async def test_nothing_is_forwarded(one_account: Store, log_folder: Path, tmp_path: Path) -> None:
    async with serving(one_account, log_folder) as server, without_session(server.port) as connection:
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.open_connection("127.0.0.1", server.port)
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.open_unix_connection("/run/dbus/system_bus_socket")
        with pytest.raises(asyncssh.ChannelListenError):
            await connection.forward_remote_port("127.0.0.1", 0, "127.0.0.1", 9)
        with pytest.raises(asyncssh.ChannelListenError):
            await connection.forward_remote_path(str(tmp_path / "there"), str(tmp_path / "here"))
        with pytest.raises(asyncssh.ChannelOpenError):
            await connection.open_tun()


async def test_a_connection_carries_one_session(one_account: Store, log_folder: Path) -> None:
    async with serving(one_account, log_folder) as server, connected(server.port) as client:
        await client.wait_for(LOGIN)
        with pytest.raises(asyncssh.ChannelOpenError):
            await client.connection.create_process(term_type="xterm")
        assert len(server.sessions) == 1


async def test_only_what_describes_the_terminal_comes_through(one_account: Store, log_folder: Path) -> None:
    sent = {
        "LANG": "C.UTF-8",
        "NO_COLOR": "1",
        "COLORTERM": "x" * 1000,
        "KSTORE_THEME": "light",
        "LD_PRELOAD": "evil.so",
        "TEXTUAL_LOG": "keys",
        "TERM": "vt52",
    }
    async with (
        serving(one_account, log_folder) as server,
        without_session(server.port) as connection,
        connection.create_process(term_type="xterm", env=sent, encoding=None) as process,
    ):
        await process.stdout.readuntil(b"password")
        (session,) = server.sessions
        assert session.channel.environment == {"LANG": "C.UTF-8", "NO_COLOR": "1", "TERM": "xterm"}


@pytest.mark.parametrize("options", ["", 'from="198.51.100.0/24" '], ids=["another key", "from elsewhere"])
async def test_only_authorized_keys_connect(one_account: Store, log_folder: Path, options: str) -> None:
    key, other = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    listed = other if not options else key
    authorized = asyncssh.import_authorized_keys(options + listed.export_public_key().decode())
    async with serving(one_account, log_folder, authorized_keys=authorized) as server:
        for offered in (None, [key]):
            with pytest.raises(asyncssh.PermissionDenied):
                async with without_session(server.port, client_keys=offered):
                    pass


async def test_after_six_keys_no_other_is_tried(one_account: Store, log_folder: Path) -> None:
    *others, key = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(7))
    authorized = asyncssh.import_authorized_keys(key.export_public_key().decode())
    async with serving(one_account, log_folder, authorized_keys=authorized) as server:
        async with without_session(server.port, client_keys=[*others[1:], key]):
            pass
        with pytest.raises(asyncssh.DisconnectError, match="Too many keys"):
            async with without_session(server.port, client_keys=[*others, key]):
                pass


@pytest.mark.parametrize(
    "options",
    [
        {"kex_algs": ["diffie-hellman-group18-sha512"]},
        {"kex_algs": ["diffie-hellman-group-exchange-sha256"]},
        {"encryption_algs": ["aes256-cbc"]},
        {"encryption_algs": ["aes256-ctr"], "mac_algs": ["hmac-sha1"]},
    ],
)
async def test_slow_key_exchanges_and_old_ciphers_are_not_spoken(
    one_account: Store, log_folder: Path, options: dict[str, Any]
) -> None:
    async with serving(one_account, log_folder) as server:
        with pytest.raises(asyncssh.KeyExchangeFailed):
            async with without_session(server.port, **options):
                pass
