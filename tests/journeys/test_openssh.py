"""The store behind OpenSSH's server, with the configuration that the docs hand out."""

import os
import signal
import socket
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from devmail.testing.address_inbox import AddressInbox
from devmail.testing.running_sink import RunningSink
from tests.journeys.kstore import Kstore
from tests.journeys.openssh import OpenSshServer, openssh_server
from tests.journeys.terminal import Terminal
from tests.kstore_tui.cli.operator import run

pytestmark = pytest.mark.slow

PASSWORD = "yellow-umbrella"
LOGIN = "Log in to the Kintone Store"
HERE = {"PATH": "/usr/bin:/bin"}
OWN = {"USER", "LOGNAME", "HOME", "PATH", "SHELL", "MAIL", "PWD", "TERM"}
OWN |= {"SSH_CLIENT", "SSH_CONNECTION", "SSH_TTY"}
"""The variables that sshd and the shell set."""
NO_TERMINAL = "kstore-tui: Start kstore-tui in a terminal. Over SSH, use `ssh -t`.\n"


@pytest.fixture(params=["sshd_config", "authorized_keys"])
def server(request: pytest.FixtureRequest, tmp_path: Path, devmail: RunningSink) -> Iterator[OpenSshServer]:
    """An sshd with one of the two doors to a store without administrators."""
    settings = tmp_path / "kstore.toml"
    settings.write_text(
        f'database = "{tmp_path / "store.sqlite3"}"\nsmtp_url = "{devmail.url}"\nbcrypt_cost = 4\n'
    )
    with openssh_server(tmp_path, request.param, settings) as running:
        yield running


@pytest.fixture
def address(server: OpenSshServer, inbox: AddressInbox) -> str:
    """The login address of the store's first administrator."""
    register = ("administrators", "register", inbox.address, "--password-stdin")
    assert run(server.folder, *register, typed=PASSWORD, smtp=inbox.sink.url).code == 0
    return inbox.address


def at(server: OpenSshServer, *options: str, command: tuple[str, ...] = (), term: str = "xterm") -> Terminal:
    """Connect from a terminal."""
    return Terminal(server.ssh(*options, command=command), environment=HERE | {"TERM": term})


def ended(words: list[str]) -> "subprocess.CompletedProcess[str]":
    """Run a client without a terminal to its end."""
    return subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)


def wait_gone(server: OpenSshServer, terminal: Terminal) -> None:
    """Wait until no process of any session is left."""
    terminal.wait_until(lambda: not server.sessions(), "end of the session's process")


def test_the_article_from_the_operator_s_command_to_the_end(
    server: OpenSshServer, inbox: AddressInbox
) -> None:
    codes, new_codes = f"codes-{inbox.address}", f"new-{inbox.address}"
    with Kstore(server.folder, inbox, 60, 16, command=server.ssh()) as terminal:
        terminal.wait_for("This store has no administrator yet.")
        register = ("administrators", "register", inbox.address, "--password-stdin")
        assert run(server.folder, *register, typed=PASSWORD).code == 0
        terminal.press("enter")
        terminal.wait_for(LOGIN)
        terminal.enter(inbox.address, PASSWORD)
        terminal.wait_for("This is your first login.")
        terminal.open_settings()
        terminal.press("enter")
        terminal.enable(codes)
        terminal.log_out()
        terminal.enter(inbox.address, PASSWORD)
        terminal.enter(terminal.mailed_code(codes))
        terminal.wait_for("from 127.0.0.1")
        terminal.open_settings()
        terminal.change_address(codes, new_codes)
        terminal.disable(new_codes)
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
        assert not terminal.left_changed


@pytest.mark.parametrize("way", ["the client is killed", "its terminal closes"])
@pytest.mark.parametrize("moment", ["at the start", "at the login", "waiting for the code", "logged in"])
@pytest.mark.parametrize("server", ["sshd_config"], indirect=True)
def test_a_hang_up_ends_the_session_and_its_process(
    server: OpenSshServer, address: str, inbox: AddressInbox, moment: str, way: str
) -> None:
    with closing(sqlite3.connect(server.folder / "store.sqlite3")) as store, at(server) as terminal:
        if moment == "waiting for the code":
            store.execute("UPDATE administrator SET verification_address = 'codes@example.net'")
            store.commit()
        terminal.wait_until(server.sessions, "process of a session")
        if moment != "at the start":
            terminal.wait_for(LOGIN)
        if then := {"waiting for the code": "Valid for 10 minutes", "logged in": "first login"}.get(moment):
            terminal.type(f"{address}\r{PASSWORD}\r")
            terminal.wait_for(then)
        if way == "its terminal closes":
            terminal.hang_up()
        else:
            terminal.signal(signal.SIGKILL)
        wait_gone(server, terminal)
        assert store.execute("SELECT count(*) FROM session WHERE ended_at IS NULL").fetchone() == (0,)
    if moment == "waiting for the code":
        inbox.wait_code(to="codes@example.net")
        inbox.wait_mail(to=address, subject="Login without a verification code")


def test_size_and_kind_of_the_terminal_reach_the_program(server: OpenSshServer, address: str) -> None:
    with Terminal(server.ssh(), columns=100, lines=30, environment=HERE | {"TERM": "vt100"}) as terminal:
        terminal.wait_for(LOGIN)
        terminal.settle()
        assert "Quit" in terminal.row(29)
        terminal.resize(60, 16)
        terminal.wait_until(lambda: "Quit" in terminal.row(15), "footer in the last line")
        assert [session["TERM"] for session in server.sessions().values()] == ["vt100"]


@pytest.mark.parametrize(
    "command", ["id", "sh -i", "--database other.sqlite3 administrators list", "internal-sftp"]
)
def test_a_command_is_not_run(server: OpenSshServer, command: str) -> None:
    client = ended(server.ssh(command=[command]))
    assert (client.returncode, client.stdout, client.stderr) == (2, "", NO_TERMINAL)


def test_a_command_with_a_terminal_opens_the_store_and_its_options_are_ignored(
    server: OpenSshServer, address: str
) -> None:
    with at(server, "-t", command=("--database", "other.sqlite3", "; touch ran")) as terminal:
        terminal.wait_for(LOGIN)
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert {path.name for path in server.home.iterdir()} <= {".ssh", ".local"}


@pytest.mark.parametrize("program", ["sftp", "scp", "scp -O"])
def test_no_file_is_copied(server: OpenSshServer, program: str) -> None:
    there, got = server.home / "there", server.folder / "got"
    there.write_text("secret")
    client = ended([*program.split(), *server.options, f"kstore@127.0.0.1:{there}", str(got)])
    assert client.returncode != 0
    assert not got.exists()


@pytest.mark.parametrize("kind", ["TCP", "socket"])
def test_no_connection_is_forwarded_to_the_host(server: OpenSshServer, kind: str) -> None:
    near, far = server.folder / "near", server.folder / "far"
    with socket.socket(socket.AF_UNIX) if kind == "socket" else socket.socket() as target:
        target.bind(str(far) if kind == "socket" else ("127.0.0.1", 0))
        target.listen()
        to = str(far) if kind == "socket" else "127.0.0.1:{1}".format(*target.getsockname())
        with at(server, "-N", "-L", f"{near}:{to}") as terminal, socket.socket(socket.AF_UNIX) as tries:
            terminal.wait_until(near.exists, "socket that would be forwarded")
            tries.settimeout(30)
            tries.connect(str(near))
            assert tries.recv(1) == b""
        target.setblocking(False)
        with pytest.raises(BlockingIOError):
            target.accept()


def test_no_connection_is_forwarded_from_the_host(server: OpenSshServer) -> None:
    for here in ("0", str(server.home / "listens")):
        client = ended(server.ssh("-N", "-o", "ExitOnForwardFailure=yes", "-R", f"{here}:127.0.0.1:9"))
        assert (client.returncode, "forwarding failed" in client.stderr) == (255, True)
    assert not (server.home / "listens").exists()


def test_neither_agent_nor_display_nor_variables_of_the_client_reach_the_program(
    server: OpenSshServer, address: str
) -> None:
    (server.home / ".ssh" / "environment").write_text("KSTORE_DATABASE=other.sqlite3\n")
    unwanted = {
        "TEXTUAL_LOG": "log",
        "KSTORE_DATABASE": "other",
        "PYTHONPATH": ".",
        "PYTHONSTARTUP": "evil.py",
    }
    variables = " ".join(f"{name}={value}" for name, value in {**unwanted, "LANG": "C.UTF-8"}.items())
    with agent(server.folder / "agent") as around:
        options = ("-A", "-Y", "-o", f"SetEnv={variables}")
        with Terminal(server.ssh(*options), environment=HERE | around | {"DISPLAY": ":9"}) as terminal:
            terminal.wait_for(LOGIN)
            (session,) = server.sessions().values()
            terminal.type("nothing is logged")
            terminal.press("ctrl+q")
            assert terminal.wait_exit() == 0
    sent = {"LANG"} if server.door == "sshd_config" else set(unwanted) | {"LANG"}  # but it uses none of them
    assert session.keys() <= OWN | sent
    assert {path.name for path in server.home.iterdir()} <= {".ssh", ".local"}


@contextmanager
def agent(listens: Path) -> Iterator[dict[str, str]]:
    """Run an agent until the end of the context; yield the environment of its clients."""
    with subprocess.Popen(
        ["/usr/bin/ssh-agent", "-D", "-a", str(listens)], stdout=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        running.stdout.readline()  # it listens now
        try:
            yield {"SSH_AUTH_SOCK": str(listens)}
        finally:
            running.terminate()


def test_nothing_in_the_user_s_home_is_run(server: OpenSshServer, address: str) -> None:
    (server.home / ".ssh" / "rc").write_text("touch ran")
    for name in ("textual", "sitecustomize", "usercustomize", "kstore_tui", "peewee"):
        (server.home / f"{name}.py").write_text("open('ran', 'w')")
    for name in (".profile", ".bashrc", ".shrc"):
        (server.home / name).write_text("touch ran")
    with at(server) as terminal:
        terminal.wait_for(LOGIN)
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    assert not (server.home / "ran").exists()


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+\\", "ctrl+z"])
def test_a_key_before_the_first_screen_leads_to_no_shell(
    server: OpenSshServer, address: str, key: str
) -> None:
    with at(server) as terminal:
        terminal.wait_until(server.sessions, "process of a session")
        terminal.press(key)
        if key == "ctrl+z":
            terminal.wait_for(LOGIN)
            (process,) = server.sessions()
            os.kill(process, signal.SIGTSTP)
            terminal.press("ctrl+q")
        terminal.wait_exit()
        wait_gone(server, terminal)
