"""SSH servers to measure: sshd, which starts a process for each session, and `kstore-tui serve`."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import asyncssh

from tests.benchmarks.ssh_load import ADDRESS, PASSWORD
from tests.journeys.kstore import environment, program

_SECONDS = 30
_TICKS = os.sysconf("SC_CLK_TCK")


class SshServer:
    """A running SSH server.

    Args:
        port: Where it listens.
        process: Its number.
        key: The key to connect by, where one is needed.
    """

    def __init__(self, port: int, process: int, key: Path | None) -> None:
        self.port = port
        self.key = [] if key is None else [str(key)]
        self._process = process

    def processor_seconds(self) -> float:
        """Return the processor time of the server's own process."""
        fields = Path(f"/proc/{self._process}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:13])) / _TICKS

    def megabytes(self) -> float:
        """Return the memory of the server and its sessions; what processes share is counted once."""
        kilobytes = 0
        for process in (self._process, *_descendants(self._process)):
            rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
            kilobytes += sum(map(int, re.findall(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)))
        return kilobytes / 1024

    def threads(self) -> int:
        """Return how many threads the server has."""
        return len(list(Path(f"/proc/{self._process}/task").iterdir()))


def register(folder: Path) -> None:
    """Register an administrator in the store in a folder, with a hash of the cost that people have."""
    command = program(folder, "administrators", "register", ADDRESS, "--password-stdin")
    around = environment(folder) | {"KSTORE_BCRYPT_COST": "12"}
    subprocess.run(command, input=PASSWORD, text=True, env=around, check=True, capture_output=True)


def _descendants(process: int) -> list[int]:
    children = [
        int(child)
        for task in Path(f"/proc/{process}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]
    return [each for child in children for each in (child, *_descendants(child))]


@contextmanager
def serve(folder: Path) -> Iterator[SshServer]:
    """Run `kstore-tui serve` on the store in a folder."""
    port = _free_port()
    limits = {"KSTORE_MAX_SESSIONS_PER_ADDRESS": "3000", "KSTORE_MAX_SESSIONS": "3000"}
    limits["KSTORE_CONNECTIONS_PER_MINUTE"] = "100000"
    command = program(folder, "serve", "--listen", f"127.0.0.1:{port}")
    with _running(command, port, environment(folder) | limits) as server:
        yield server


@contextmanager
def sshd(home: Path, command: Sequence[str]) -> Iterator[SshServer]:
    """Run OpenSSH's server, which starts a command for each session; its keys are kept in a folder."""
    port = _free_port()
    home.mkdir()
    Path("/run/sshd").mkdir(exist_ok=True)  # sshd wants it, and Debian makes it at boot
    for name in ("host_key", "key"):
        key = asyncssh.generate_private_key("ssh-ed25519")
        (home / name).touch(mode=0o600)
        key.write_private_key(home / name)
        key.write_public_key(home / f"{name}.pub")
    words = " ".join(f"{name}={value}" for name, value in environment(home).items())
    config = home / "sshd_config"
    config.write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {home}/host_key\nPidFile none\nStrictModes no\n"
        f"AuthorizedKeysFile {home}/key.pub\nMaxStartups 1000\nMaxSessions 10\nUsePAM no\n"
        f"ForceCommand exec env -C {Path.cwd()} {words} {' '.join(command)}\n"
    )
    path = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
    if path is None:
        raise FileNotFoundError("sshd: install openssh-server")
    with _running([path, "-D", "-e", "-f", str(config)], port, environment(home), home / "key") as server:
        yield server


@contextmanager
def _running(
    command: Sequence[str], port: int, around: dict[str, str], key: Path | None = None
) -> Iterator[SshServer]:
    process = subprocess.Popen(command, env=around, stderr=subprocess.DEVNULL)
    try:
        _wait_until(lambda: _opens(port), f"nothing listens on port {port}")
        yield SshServer(port, process.pid, key)
    finally:
        process.terminate()
        process.wait(_SECONDS)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _opens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def _wait_until(holds: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + _SECONDS
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(otherwise)
        time.sleep(0.05)
