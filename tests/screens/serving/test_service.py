"""`kstore-tui serve` from its start to its end, as an operator and a service manager see it."""

import asyncio
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import asyncssh
import pytest

from tests.journeys.kstore import environment, program
from tests.journeys.ssh_client import connected
from tests.screens.serving.program import Serving, run_serve, serve_program

pytestmark = pytest.mark.slow

FIRST_RUN = "Register the first administrator"
FAULT = """
import asyncio
from screens.serving.status import Status
start = Status.start
async def start_and_fail(self):
    await start(self)
    asyncio.get_running_loop().call_soon(int, "yellow-umbrella")
Status.start = start_and_fail
"""
"""A callback that fails over what somebody has typed."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Serving]:
    """A server of a store without administrators."""
    with serve_program(tmp_path) as running:
        yield running


async def test_the_fingerprint_it_prints_is_that_of_the_key_it_shows(server: Serving) -> None:
    key = await asyncssh.get_server_host_key("127.0.0.1", server.port, config=None)
    assert key is not None
    assert key.get_fingerprint() == server.fingerprint


def test_its_host_key_lasts(tmp_path: Path) -> None:
    with serve_program(tmp_path) as first:
        pass
    with serve_program(tmp_path) as second:
        assert second.fingerprint == first.fingerprint


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_after_telling_everyone(server: Serving, number: signal.Signals) -> None:
    async with connected(server.port) as client:
        await client.wait_for(FIRST_RUN)
        server.signal(number)
        await client.wait_for("The server is shutting down or restarting.")
        assert await client.wait_end() == 128 + signal.SIGTERM
    assert await asyncio.to_thread(server.wait_exit) == 0


async def test_settings_are_read_again_while_people_are_connected(tmp_path: Path) -> None:
    config = tmp_path / "kstore.toml"
    config.write_text('listen = "127.0.0.1:0"\n')
    with serve_program(tmp_path, config=config) as server:
        async with connected(server.port) as client:
            await client.wait_for(FIRST_RUN)
            config.write_text('listen = "127.0.0.1:1"\nmail_from = "a@b.example"\nmax_sessions = 1\n')
            server.signal(signal.SIGHUP)
            server.wait_for("Settings reloaded.* Restart to change mail_from, listen.")
            with pytest.raises(asyncssh.DisconnectError, match="The store is busy"):
                async with connected(server.port):
                    pass
            keys = tmp_path / "keys"
            asyncssh.generate_private_key("ssh-ed25519").write_public_key(keys)
            config.write_text(f'authorized_keys = "{keys}"\n')
            server.signal(signal.SIGHUP)
            server.wait_for("Settings reloaded")
            with pytest.raises(asyncssh.PermissionDenied):
                async with connected(server.port):
                    pass
            config.write_text("max_sessions = none\n")
            server.signal(signal.SIGHUP)
            server.wait_for(f"Settings not reloaded: {config} isn't valid TOML")
            assert not client.is_over


def test_a_fault_that_nobody_catches_is_counted_and_logged_without_what_people_typed(tmp_path: Path) -> None:
    with serve_program(tmp_path, first=FAULT) as server:
        assert json.loads(server.status().stdout)["errors"] == 1
        server.signal(signal.SIGTERM)
        logged = server.rest_of_log()
    faults = next(tmp_path.rglob("errors.log")).read_text()
    assert "ValueError" in faults
    assert "yellow-umbrella" not in faults + logged


async def test_the_service_manager_is_told_when_it_is_ready_reloads_and_stops(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.settimeout(30)
        manager.bind(str(tmp_path / "notify"))
        with serve_program(tmp_path, also={"NOTIFY_SOCKET": str(tmp_path / "notify")}) as server:
            assert manager.recv(1000) == b"READY=1"
            server.signal(signal.SIGHUP)
            assert manager.recv(1000).startswith(b"RELOADING=1\nMONOTONIC_USEC=")
            assert manager.recv(1000) == b"READY=1"
            server.signal(signal.SIGTERM)
            assert manager.recv(1000) == b"STOPPING=1"


async def test_its_status_counts_what_goes_on(tmp_path: Path, server: Serving) -> None:
    async with connected(server.port) as client:
        await client.wait_for(FIRST_RUN)
        status = json.loads((await asyncio.to_thread(server.status)).stdout)
        assert (status["sessions"], status["sessions_begun"], status["errors"]) == (1, 1, 0)
        assert status["bytes_sent"] >= 1000
    path = tmp_path / f"store.sqlite3.{server.port}.status"
    assert path.stat().st_mode & 0o777 == 0o600
    server.signal(signal.SIGTERM)
    assert server.wait_exit() == 0
    assert not path.exists()
    asked = server.status()
    assert (asked.returncode, asked.stderr.count("\n")) == (2, 1)
    assert asked.stderr.startswith("kstore-tui: No server for this store listens on port")


def test_a_server_that_was_killed_is_in_nobodys_way(tmp_path: Path) -> None:
    with serve_program(tmp_path) as killed:
        killed.signal(signal.SIGKILL)
        killed.wait_exit()
    assert killed.status().returncode == 2
    with serve_program(tmp_path, "--listen", f"127.0.0.1:{killed.port}") as server:
        assert server.status().returncode == 0


def test_the_doctor_sees_what_clients_see(tmp_path: Path, server: Serving) -> None:
    def doctor(*more: str) -> tuple[int, str, str]:
        words = program(tmp_path, "doctor", "--serve", f"127.0.0.1:{server.port}", *more)
        done = subprocess.run(words, env=environment(tmp_path), capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout, done.stderr

    fix = "Run on the host: kstore-tui administrators register EMAIL --password-stdin"
    own = f"This store's host key is {server.fingerprint}.\n"
    assert doctor() == (1, f"The store has no administrator yet. {fix}\n", own)
    register = program(tmp_path, "administrators", "register", "ada@example.com", "--password-stdin")
    subprocess.run(register, env=environment(tmp_path), input=b"yellow-umbrella", check=True, timeout=60)
    code, printed, told = doctor("--fingerprint", server.fingerprint)
    assert (code, printed) == (0, "")
    assert f"shows the login screen. Its host key is {server.fingerprint}." in told
    code, printed, _ = doctor("--fingerprint", "SHA256:other", "--json")
    assert (code, json.loads(printed)[0]["fix"]) == (1, "Let nobody log in until you know why.")


def test_a_port_that_is_taken_is_one_line(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        where = f"127.0.0.1:{other.getsockname()[1]}"
        done = run_serve(tmp_path, "--listen", where)
    line = f"Can't listen on {where}: Address already in use. Choose another address with --listen."
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"kstore-tui: {line}\n")


def test_without_the_keys_that_may_connect_it_does_not_start(tmp_path: Path) -> None:
    keys = tmp_path / "keys"

    def refusal() -> str:
        done = run_serve(tmp_path, "--listen", "127.0.0.1:0", "--authorized-keys", str(keys))
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        return done.stderr.removeprefix("kstore-tui: ")

    assert refusal().startswith(f"{keys} can't be read: No such file or directory.")
    keys.write_text("# none yet\n")
    assert refusal().startswith(f"{keys} contains no keys")
    keys.write_bytes(b"ssh-ed25519 AAAA caf\xe9\n")
    assert refusal().startswith(f"{keys} isn't UTF-8 text")
    asyncssh.generate_private_key("ssh-ed25519").write_public_key(keys)
    keys.chmod(0o664)
    assert refusal() == f"Other users of this host can change {keys}. Run `chmod 644 {keys}`.\n"


def test_a_store_with_a_long_path_is_served_without_status(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    folder.mkdir()
    with serve_program(folder) as server:
        asked = server.status()
        assert (asked.returncode, "AF_UNIX path too long" in asked.stderr) == (2, True)
        server.signal(signal.SIGTERM)
        assert server.wait_exit() == 0


def test_with_a_host_key_that_others_can_read_it_does_not_start(tmp_path: Path) -> None:
    with serve_program(tmp_path):
        pass
    (key,) = tmp_path.glob("*.host_key")
    key.chmod(0o644)
    done = run_serve(tmp_path, "--listen", "127.0.0.1:0")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert f"Run `chmod 600 {key}`" in done.stderr


def test_without_asyncssh_it_says_what_to_install(tmp_path: Path) -> None:
    _, _, _, *words = program(tmp_path, "serve")
    without = (
        f"import sys; sys.modules['asyncssh'] = None; from kstore_tui.__main__ import main; main({words})"
    )
    done = subprocess.run(
        [sys.executable, "-c", without], env=environment(tmp_path), capture_output=True, text=True, timeout=60
    )
    line = 'kstore-tui: This command needs asyncssh. In the checkout, run `pip install ".[serve]"`.\n'
    assert (done.stdout, done.stderr) == ("", line)
