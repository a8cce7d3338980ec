"""OpenSSH's clients at the SSH server of the program."""

import json
import signal
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from devmail.testing.address_inbox import AddressInbox
from screens.serving.status import read_status, status_path
from tests.journeys.kstore import Kstore
from tests.journeys.terminal import Terminal
from tests.kstore_tui.cli.operator import run
from tests.screens.serving.program import Serving, serve_program

pytestmark = pytest.mark.slow

PASSWORD = "yellow-umbrella"
LOGIN = "Log in to the Kintone Store"
NO_COMMANDS = "You can't run commands or transfer files here. Connect without a command."
NEEDS_TERMINAL = "The store needs a terminal. Use `ssh -t` in a terminal that supports full-screen programs."
HERE = {"PATH": "/usr/bin:/bin", "TERM": "xterm-256color"}


@pytest.fixture
def server(tmp_path: Path, inbox: AddressInbox) -> Iterator[Serving]:
    """A server of a store whose one administrator is the owner of the inbox."""
    register = ("administrators", "register", inbox.address, "--password-stdin")
    assert run(tmp_path, *register, typed=PASSWORD, smtp=inbox.sink.url).code == 0
    with serve_program(tmp_path, also={"KSTORE_SMTP_URL": inbox.sink.url}) as running:
        yield running


def options(server: Serving, folder: Path) -> list[str]:
    """Return what every client needs to connect."""
    said = {
        "Port": server.port,
        "UserKnownHostsFile": folder / "known_hosts",
        "GlobalKnownHostsFile": "/dev/null",
        "StrictHostKeyChecking": "accept-new",
        "BatchMode": "yes",
        "LogLevel": "ERROR",
    }
    return ["-F", "none", *(word for name in said for word in ("-o", f"{name}={said[name]}"))]


def ssh(server: Serving, folder: Path, *more: str, to: str = "127.0.0.1", command: str = "") -> list[str]:
    return ["ssh", *options(server, folder), *more, "--", to, *([command] if command else [])]


def ended(words: list[str]) -> "subprocess.CompletedProcess[str]":
    """Run a client without a terminal to its end."""
    return subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)


def at_terminal(server: Serving, folder: Path, *more: str, command: str = "") -> Terminal:
    return Terminal(ssh(server, folder, *more, command=command), environment=HERE)


def sessions(server: Serving, folder: Path) -> int:
    """Return how many sessions are open."""
    status: dict[str, int] = json.loads(read_status(status_path(folder / "store.sqlite3", server.port)))
    return status["sessions"]


def test_the_article_over_ssh(server: Serving, tmp_path: Path, inbox: AddressInbox) -> None:
    codes, new_codes = f"codes-{inbox.address}", f"new-{inbox.address}"
    with Kstore(
        tmp_path, inbox, 60, 16, command=ssh(server, tmp_path, to=f"{inbox.address}@127.0.0.1")
    ) as at:
        at.wait_for(LOGIN)
        at.enter(PASSWORD)
        at.wait_for("This is your first login.")
        at.open_settings()
        at.press("enter")
        at.wait_for("We recommend registering more than one administrator")
        at.enable(codes)
        at.log_out()
        at.enter(PASSWORD)
        at.enter(at.mailed_code(codes))
        at.wait_for("Last login: today")
        at.open_settings()
        at.press("enter")
        at.wait_for("Step 1 of 4")
        at.enter(at.mailed_code(codes))
        at.wait_for("Step 2 of 4")
        at.enter(new_codes)
        at.wait_for("Step 3 of 4")
        at.enter(at.mailed_code(new_codes))
        at.wait_for("Step 4 of 4")
        at.press("enter")
        at.wait_for("Codes go to")
        at.press("tab", "enter")
        at.wait_for("Step 1 of 2")
        at.enter(at.mailed_code(new_codes))
        at.wait_for("Step 2 of 2")
        at.press("enter")
        at.wait_for("Two-step verification is off.")
        at.press("ctrl+q")
        assert at.wait_exit() == 0
        assert not at.left_changed


@pytest.mark.parametrize("way", ["the client is killed", "its terminal closes", "the escape ~."])
@pytest.mark.parametrize("moment", ["at the start", "at the login", "waiting for the code", "logged in"])
def test_a_hang_up_ends_the_session_alone(
    server: Serving, tmp_path: Path, inbox: AddressInbox, moment: str, way: str
) -> None:
    with (
        closing(sqlite3.connect(tmp_path / "store.sqlite3")) as store,
        at_terminal(server, tmp_path) as other,
    ):
        other.wait_for(LOGIN)
        if moment == "waiting for the code":
            store.execute("UPDATE administrator SET verification_address = 'codes@example.net'")
            store.commit()
        with at_terminal(server, tmp_path) as terminal:
            if moment == "at the start":
                terminal.wait_until(lambda: sessions(server, tmp_path) == 2, "session")
            else:
                terminal.wait_for(LOGIN)
            then = {"waiting for the code": "Valid for 10 minutes", "logged in": "first login"}.get(moment)
            if then:
                terminal.type(f"{inbox.address}\r{PASSWORD}\r")
                terminal.wait_for(then)
            if way == "its terminal closes":
                terminal.hang_up()
            elif way == "the client is killed":
                terminal.signal(signal.SIGKILL)
            else:
                terminal.type("\r~.")
            other.wait_until(lambda: sessions(server, tmp_path) == 1, "end of the session")
        assert store.execute("SELECT count(*) FROM session WHERE ended_at IS NULL").fetchone() == (0,)
        other.type("still here")
        other.wait_for("still here")
    if moment == "waiting for the code":
        inbox.wait_mail(to=inbox.address, subject="Login without a verification code")


def test_size_changes_and_the_client_s_last_line(server: Serving, tmp_path: Path) -> None:
    with Terminal(ssh(server, tmp_path), columns=100, lines=30, environment=HERE) as terminal:
        terminal.wait_for(LOGIN)
        terminal.wait_until(lambda: "Quit" in terminal.row(29), "footer in the last line")
        terminal.resize(60, 16)
        terminal.wait_until(lambda: "Quit" in terminal.row(15), "footer in the new last line")
        server.signal(signal.SIGTERM)
        terminal.wait_for("The server is shutting down or restarting.")
        assert terminal.wait_exit() == 143
        assert not terminal.left_changed


@pytest.mark.parametrize(
    ("more", "command", "line"),
    [
        ((), "id", NO_COMMANDS),
        (("-tt",), "sh -i", NO_COMMANDS),
        (("-tt",), "kstore-tui administrators list", NO_COMMANDS),
        (("-s",), "sftp", NO_COMMANDS),
        (("-s",), "netconf", NO_COMMANDS),
        ((), "", NEEDS_TERMINAL),
    ],
)
def test_nothing_else_is_run(
    server: Serving, tmp_path: Path, more: tuple[str, ...], command: str, line: str
) -> None:
    client = ended(ssh(server, tmp_path, *more, command=command))
    assert (client.returncode, client.stdout, client.stderr) == (2, "", f"{line}\n")


def test_a_terminal_that_shows_no_screens_gets_a_line(server: Serving, tmp_path: Path) -> None:
    with Terminal(ssh(server, tmp_path), environment=HERE | {"TERM": "dumb"}) as terminal:
        terminal.wait_for("The store needs a terminal.")
        assert terminal.wait_exit() == 2


@pytest.mark.parametrize("program", ["sftp", "scp", "scp -O"])
@pytest.mark.parametrize("direction", ["to the host", "from the host"])
def test_no_file_is_copied(server: Serving, tmp_path: Path, program: str, direction: str) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    (here if direction == "to the host" else there).write_text("secret")
    ends = [f"127.0.0.1:{there}", str(here)]
    if direction == "to the host":
        ends.reverse()
    if program == "sftp" and direction == "to the host":
        ends = ["127.0.0.1:"]
    client = ended([*program.split(), *options(server, tmp_path), *ends])
    assert client.returncode != 0
    assert not (there.exists() and here.exists())


@pytest.mark.parametrize("kind", ["TCP", "socket"])
def test_no_connection_is_forwarded_to_the_host(server: Serving, tmp_path: Path, kind: str) -> None:
    near, far = tmp_path / "near", tmp_path / "far"
    with socket.socket(socket.AF_UNIX) if kind == "socket" else socket.socket() as target:
        target.bind(str(far) if kind == "socket" else ("127.0.0.1", 0))
        target.listen()
        to = str(far) if kind == "socket" else "127.0.0.1:{1}".format(*target.getsockname())
        with at_terminal(server, tmp_path, "-L", f"{near}:{to}") as terminal:
            terminal.wait_for(LOGIN)
            with socket.socket(socket.AF_UNIX) as tries:
                tries.connect(str(near))
                assert tries.recv(1) == b""
        target.setblocking(False)
        with pytest.raises(BlockingIOError):
            target.accept()


def test_no_connection_is_forwarded_from_the_host(server: Serving, tmp_path: Path) -> None:
    for here in ("0", str(tmp_path / "listens")):
        client = ended(
            ssh(server, tmp_path, "-N", "-o", "ExitOnForwardFailure=yes", "-R", f"{here}:127.0.0.1:9")
        )
        assert (client.returncode, "forwarding failed" in client.stderr) == (255, True)
    assert not (tmp_path / "listens").exists()


def test_neither_agent_nor_display_nor_another_session_comes_through(server: Serving, tmp_path: Path) -> None:
    control = ("-o", f"ControlPath={tmp_path / 'control'}")
    with at_terminal(server, tmp_path, "-A", "-Y", "-M", *control) as terminal:
        terminal.wait_for(LOGIN)
        second = ended(ssh(server, tmp_path, *control, "-o", "ProxyCommand=false", "-tt"))
        assert second.returncode == 255
        assert "Session open refused by peer" in second.stderr
        assert sessions(server, tmp_path) == 1
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0


def test_who_has_no_authorized_key_does_not_connect(tmp_path: Path) -> None:
    for name in ("key", "other"):
        generate = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(tmp_path / name)]
        subprocess.run(generate, check=True, timeout=30)
    with serve_program(tmp_path, "--authorized-keys", str(tmp_path / "key.pub")) as server:
        refused = ended(ssh(server, tmp_path, "-i", str(tmp_path / "other")))
        assert (refused.returncode, "Permission denied (publickey)" in refused.stderr) == (255, True)
        with at_terminal(server, tmp_path, "-i", str(tmp_path / "key")) as terminal:
            terminal.wait_for("Register the first administrator")


def test_a_flood_of_keys_does_not_keep_others_waiting(server: Serving, tmp_path: Path) -> None:
    with at_terminal(server, tmp_path) as flooding, at_terminal(server, tmp_path) as other:
        flooding.wait_for(LOGIN)
        other.wait_for(LOGIN)
        for _ in range(8):
            flooding.type("x" * 1000)
        other.type("quick")
        other.wait_for("quick", seconds=5)
        other.press("ctrl+q")
        assert other.wait_exit() == 0
