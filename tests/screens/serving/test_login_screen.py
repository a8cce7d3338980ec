"""What `doctor --serve` finds out by connecting as a client does."""

import asyncio
import socket
from contextlib import closing
from pathlib import Path

import asyncssh
import pytest

from kstore_tui.cli.login_screen import NoLoginScreen, look_for_login_screen
from kstore_tui.store import Store
from screens.serving.limits import Limits
from tests.journeys.ssh_client import connected
from tests.screens.serving.served import host_key, serving

HERE = "127.0.0.1"


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Leave out the keys of the person who runs the tests."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)


async def test_it_reads_the_login_screen_and_leaves(one_account: Store, tmp_path: Path) -> None:
    fingerprint = host_key().get_fingerprint()
    async with serving(one_account, tmp_path) as server:
        assert await look_for_login_screen(HERE, server.port, None) == fingerprint
        assert await look_for_login_screen(HERE, server.port, fingerprint) == fingerprint
        assert (server.sessions_begun, server.faults) == (2, 0)


async def test_another_host_key_is_found_before_anything_is_shown(one_account: Store, tmp_path: Path) -> None:
    async with serving(one_account, tmp_path) as server:
        with pytest.raises(NoLoginScreen, match=r"is SHA256:.*, not SHA256:other. Another server may"):
            await look_for_login_screen(HERE, server.port, "SHA256:other")
        assert server.sessions_begun == 0


async def test_a_store_without_administrators_is_found(store: Store, tmp_path: Path) -> None:
    async with serving(store, tmp_path) as server:
        with pytest.raises(NoLoginScreen, match="Run on the host: kstore-tui administrators register"):
            await look_for_login_screen(HERE, server.port, None)


async def test_a_server_that_wants_another_key_says_so(store: Store, tmp_path: Path) -> None:
    keys = asyncssh.import_authorized_keys(host_key().export_public_key().decode())
    async with serving(store, tmp_path, authorized_keys=keys) as server:
        with pytest.raises(NoLoginScreen, match="accepts none of your SSH keys"):
            await look_for_login_screen(HERE, server.port, host_key().get_fingerprint())


async def test_keys_are_offered_only_to_the_server_with_the_right_host_key(
    store: Store, tmp_path: Path
) -> None:
    mine = asyncssh.generate_private_key("ssh-ed25519")
    (tmp_path / ".ssh").mkdir()
    mine.write_private_key(tmp_path / ".ssh" / "id_ed25519")
    offered: list[str] = []

    class Curious(asyncssh.SSHServer):
        def public_key_auth_supported(self) -> bool:
            return True

        def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
            offered.append(key.get_fingerprint())
            return False

    server = await asyncssh.listen(HERE, 0, server_factory=Curious, server_host_keys=[host_key()])
    async with server:
        port = server.get_port()
        with pytest.raises(NoLoginScreen, match="Add --fingerprint"):
            await look_for_login_screen(HERE, port, None)
        with pytest.raises(NoLoginScreen, match="Another server may"):
            await look_for_login_screen(HERE, port, "SHA256:other")
        assert offered == []
        with pytest.raises(NoLoginScreen, match="accepts none of your SSH keys"):
            await look_for_login_screen(HERE, port, host_key().get_fingerprint())
        assert offered == [mine.get_fingerprint()]


async def test_a_server_that_sends_without_end_is_left(tmp_path: Path) -> None:
    async def flood(process: "asyncssh.SSHServerProcess[str]") -> None:
        while not process.stdout.is_closing():
            process.stdout.write("x" * 10_000)
            await process.stdout.drain()

    class Open(asyncssh.SSHServer):
        def begin_auth(self, username: str) -> bool:
            return False

    server = await asyncssh.listen(
        HERE, 0, server_factory=Open, server_host_keys=[host_key()], process_factory=flood
    )
    async with server:
        with pytest.raises(NoLoginScreen, match="shows something other than the store"):
            await look_for_login_screen(HERE, server.get_port(), None)


async def test_a_server_that_refuses_is_quoted(store: Store, tmp_path: Path) -> None:
    async with serving(store, tmp_path, Limits(sessions=1)) as server, connected(server.port):
        with pytest.raises(NoLoginScreen, match="ended the connection: The store is busy"):
            await look_for_login_screen(HERE, server.port, None)


async def test_what_is_not_the_store_is_found() -> None:
    async def say_hello(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(say_hello, HERE, 0) as web:
        port = web.sockets[0].getsockname()[1]
        with pytest.raises(NoLoginScreen, match=f"{HERE}:{port} (ended the connection|can't be reached)"):
            await look_for_login_screen(HERE, port, None)


async def test_a_port_on_which_nothing_listens_is_found() -> None:
    with closing(socket.create_server((HERE, 0))) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(NoLoginScreen, match=f"{HERE}:{port} can't be reached: Connection refused."):
        await look_for_login_screen(HERE, port, None)
