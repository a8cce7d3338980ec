"""OpenSSH's own server on a loopback port, with the configuration that the docs hand out."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs" / "ssh"
_SSHD = "/usr/sbin/sshd"
_NEEDED = {  # what a file of each of Debian's packages is called
    "openssh-server": _SSHD,
    "openssh-client": "/usr/bin/sftp",
    "libnss-wrapper": "/usr/lib/*/libnss_wrapper.so",
}
_MAIN = """
Include {folder}/fragment
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/keys
PidFile none
UsePAM no
StrictModes no
AcceptEnv *
AllowTcpForwarding yes
X11Forwarding yes
XAuthLocation /bin/true
PermitTunnel yes
PermitUserEnvironment yes
Subsystem sftp internal-sftp
"""
"""What a host may have for its other users, as open as it can be."""


def require_openssh() -> None:
    """Skip the test where OpenSSH isn't installed; where everything must be, fail."""
    missing = [name for name, path in _NEEDED.items() if not any(Path("/").glob(path[1:]))]
    if missing:
        line = f"This test needs: apt-get install {' '.join(missing)}"
        assert "CI" not in os.environ, line
        pytest.skip(line)


def make_key(file: Path) -> None:
    """Make a key pair in a file and beside it."""
    generate = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(file)]
    subprocess.run(generate, check=True, timeout=30)


class OpenSshServer:
    """An sshd for whose `kstore` there is a home of its own, whoever runs the tests.

    Args:
        folder: Where its files are: the user's `home`, and what each of the others needs.
        door: What the docs hand out for it: `sshd_config` or `authorized_keys`.
        settings: The file that sessions of the store are started with; it tells them from others.
        port: Where it listens on 127.0.0.1.
    """

    def __init__(self, folder: Path, door: str, settings: Path, port: int) -> None:
        self.folder = folder
        self.door = door
        self.settings = settings
        self.port = port
        self.home = folder / "home"

    @property
    def options(self) -> list[str]:
        """What every client needs to connect."""
        said = {
            "Port": self.port,
            "IdentityFile": self.folder / "key",
            "IdentitiesOnly": "yes",
            "UserKnownHostsFile": self.folder / "known_hosts",
            "GlobalKnownHostsFile": "/dev/null",
            "StrictHostKeyChecking": "yes",
            "BatchMode": "yes",
            "LogLevel": "ERROR",
        }
        return ["-F", "none", *(word for name in said for word in ("-o", f"{name}={said[name]}"))]

    def ssh(self, *options: str, command: Sequence[str] = ()) -> list[str]:
        """Return how a client connects, and what it asks the server to run."""
        return ["ssh", *self.options, *options, "--", "kstore@127.0.0.1", *command]

    def sessions(self) -> dict[int, dict[str, str]]:
        """Return the processes of the store's sessions, each with the environment it was started with."""
        found = {}
        for process in Path("/proc").glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_bytes().split(b"\0")
                if str(self.settings).encode() in command:
                    variables = (process / "environ").read_text().split("\0")
                    found[int(process.name)] = dict(each.split("=", 1) for each in variables if each)
            except OSError:  # it has ended, or is somebody else's
                continue
        return found


@contextmanager
def openssh_server(folder: Path, door: str, settings: Path) -> Iterator[OpenSshServer]:
    """Run an sshd that allows everything but what the docs say, until the end of the context.

    Args:
        folder: A folder for its files.
        door: The file of the docs: `sshd_config` or `authorized_keys`.
        settings: The file that sessions of the store are started with.
    """
    require_openssh()
    server = OpenSshServer(folder, door, settings, _free_port())
    (server.home / ".ssh").mkdir(parents=True)
    for name in ("host_key", "key"):
        make_key(folder / name)
    key = (folder / "key.pub").read_text()
    documented = (DOCS / door).read_text()
    for place, here in (
        ("/opt/kstore/bin/python", sys.executable),
        ("/etc/kstore.toml", settings),
        ("/etc/ssh/kstore_keys", folder / "keys") if door == "sshd_config" else ("KEY", key),
    ):
        assert place in documented
        documented = documented.replace(place, str(here))
    (folder / "fragment").write_text(documented if door == "sshd_config" else "")
    (folder / "keys").write_text(key if door == "sshd_config" else documented)
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{server.port} {(folder / 'host_key.pub').read_text()}")
    (folder / "passwd").write_text(
        f"kstore:x:{os.getuid()}:{os.getgid()}::{server.home}:/bin/sh\nsshd:x:101:65534::/:/usr/sbin/nologin\n"
    )
    (folder / "group").write_text(f"kstore:x:{os.getgid()}:\n")
    (folder / "sshd_config").write_text(_MAIN.format(port=server.port, folder=folder))
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # as Debian's unit does
    with subprocess.Popen(
        [_SSHD, "-D", "-e", "-f", str(folder / "sshd_config")],
        env={
            "LD_PRELOAD": "libnss_wrapper.so",
            "NSS_WRAPPER_PASSWD": str(folder / "passwd"),
            "NSS_WRAPPER_GROUP": str(folder / "group"),
        },
        stderr=subprocess.PIPE,
        text=True,
    ) as sshd:
        assert sshd.stderr is not None
        try:
            first = sshd.stderr.readline()
            assert "listening" in first, first + sshd.stderr.read()
            yield server
        finally:
            sshd.terminate()


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port: int = listener.getsockname()[1]
        return port
