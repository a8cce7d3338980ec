"""`kstore-tui serve` beside sshd with a process for each session, and an empty Textual app through sshd."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.ssh_servers import SshServer, register, serve, sshd
from tests.journeys.kstore import program

BOUND = 0.5
"""Connecting to the login screen through `serve`, beside sshd."""
_CONNECTIONS, _AT_ONCE = 15, 30
_LOGINS = {"serve": (1, 50, 200), "sshd": (1, 4)}
"""Each process of sshd's counts its tries alone: more at once for one account look like an attack."""
_KEYS_WHILE = 200
_OPEN = {"serve": 500, "sshd": 20}


def measure() -> float:
    """Measure all three in turn, and print it; return how long connecting takes, serve beside sshd."""
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        register(folder)
        with serve(folder) as server:
            by_serve = _connects("serve", server)
            _logins("serve", server)
            print(f"  serve, {server.processor_seconds():.0f} s of processor time so far")
            with _meanwhile(server, "keys", 1) as keys:
                _load(server, "logins", _KEYS_WHILE)
            print(
                f"  serve, a key while {_KEYS_WHILE} log in: median {keys['median'] * 1000:.0f} ms, "
                f"longest {keys['longest'] * 1000:.0f} ms"
            )
            _memory("serve", server)
        with sshd(folder / "program", program(folder)) as server:
            by_sshd = _connects("sshd", server)
            _logins("sshd", server)
            _memory("sshd", server)
        with sshd(folder / "empty", [sys.executable, "-m", "tests.benchmarks.empty_app"]) as server:
            _connects("empty app", server)
    ratio = by_serve / by_sshd
    print(f"ssh sessions: connecting to the login screen, serve beside sshd {ratio:.2f} (bound {BOUND})")
    return ratio


def _logins(name: str, server: SshServer) -> None:
    for count in _LOGINS[name]:
        seconds = _load(server, "logins", count)["seconds"]
        print(f"  {name}, {count} log in: {count / seconds:.2f} a second")


def _memory(name: str, server: SshServer) -> None:
    count = _OPEN[name]
    empty = server.megabytes()
    with _meanwhile(server, "stays_open", count):
        print(f"  {name}, {count} open: {(server.megabytes() - empty) / count:.2f} MB each")


def _connects(name: str, server: SshServer) -> float:
    one = _load(server, "connects", _CONNECTIONS)["seconds"]
    many = _load(server, "connects_at_once", _AT_ONCE)["seconds"]
    print(
        f"  {name}, connect to first screen: {one * 1000:.0f} ms one by one, {_AT_ONCE} at once {many:.1f} s"
    )
    return one


def _load(server: SshServer, load: str, count: int) -> dict[str, float]:
    done = subprocess.run(_command(server, load, count), stdout=subprocess.PIPE, text=True, check=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


@contextmanager
def _meanwhile(server: SshServer, load: str, count: int) -> Iterator[dict[str, float]]:
    """Let a load go on in a process of its own, which then tells what it has measured."""
    command = _command(server, load, count)
    measured: dict[str, float] = {}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield measured
        measured |= json.loads(process.communicate("\n")[0])


def _command(server: SshServer, load: str, count: int) -> list[str]:
    return [
        sys.executable,
        "-m",
        "tests.benchmarks.ssh_load",
        str(server.port),
        load,
        str(count),
        *server.key,
    ]
