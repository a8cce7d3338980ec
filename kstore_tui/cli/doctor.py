"""The operator's command that checks the ways into the store and says what to change."""

import argparse
import asyncio
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from kstore_tui.cli.output import refuse, sentence, warn
from kstore_tui.core.text import safe_text
from kstore_tui.settings import read_host_and_port

_WRONG, _CANNOT_CHECK = 1, 2
_PATIENCE = 10
_CONNECTION = "host=client.example,addr=192.0.2.1,laddr=192.0.2.2,lport=22"
"""Where someone may connect from: an example, for `Match Address` and the like."""
_DOOR = f"{sys.executable} -I -m kstore_tui --served --config FILE"
_ACCEPTED = "LANG LC_* COLORTERM NO_COLOR"
_NEEDED = {
    "PermitTTY": ("yes", "the store gets no terminal"),
    "PermitUserRC": ("no", "~/.ssh/rc runs before the store"),
    "PermitUserEnvironment": ("no", "~/.ssh/environment can change how the store runs"),
    "AllowTcpForwarding": ("no", "people can connect to this host's network"),
    "AllowStreamLocalForwarding": ("no", "people can connect to this host's sockets"),
    "AllowAgentForwarding": ("no", "this host can use people's SSH agents"),
    "X11Forwarding": ("no", "this host can read people's screens and keys"),
    "PermitTunnel": ("no", "people can join this host's network"),
    "MaxSessions": ("1", "one connection can start many sessions"),
    "PermitEmptyPasswords": ("no", "people can connect without a password or a key"),
}
"""What sshd must be told about the store's user, and what happens otherwise."""


class CannotCheck(Exception):
    """What was asked for can't be checked; `str()` is the line for the operator."""


@dataclass(frozen=True)
class Finding:
    """Something that is wrong."""

    problem: str
    fix: str


def add_doctor_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `doctor` to a command line."""
    line = "check the SSH access to the store and suggest fixes"
    doctor = commands.add_parser("doctor", help=line, description=sentence(line))
    way = doctor.add_mutually_exclusive_group()
    way.add_argument("--sshd", metavar="FILE", type=Path, help="check what sshd lets people do")
    way.add_argument(
        "--serve", metavar="HOST:PORT", help="connect as a client and check for the login screen"
    )
    doctor.add_argument(
        "--user", default="kstore", help="with --sshd: the user that people connect as (default: kstore)"
    )
    doctor.add_argument("--fingerprint", help="with --serve: expected fingerprint of the host key (SHA256:…)")
    doctor.add_argument("--json", action="store_true", help="print the findings as JSON on stdout")


def run_doctor(options: argparse.Namespace, host_key: Callable[[], str | None]) -> int:
    """Print the findings; return 0 if there are none, 1 if there are, 2 when something can't be checked.

    Args:
        options: The command line.
        host_key: Returns the fingerprint of the store's host key, or None when it has none.
    """
    try:
        if options.sshd is not None:
            findings = sshd_findings(read_sshd(options.sshd, options.user))
        else:
            findings = serve_findings(options.serve, options.fingerprint, host_key)
    except CannotCheck as error:
        refuse(str(error))
        return _CANNOT_CHECK
    if options.json:
        print(json.dumps([asdict(each) for each in findings], indent=2))
    else:
        for each in findings:
            print(safe_text(f"{each.problem} {each.fix}"))
        if not findings:
            warn("No problems found.")
    return _WRONG if findings else 0


def read_sshd(file: Path, user: str) -> dict[str, list[str]]:
    """Return what sshd does for a user: the values of each keyword, by its name in lower case.

    Raises:
        CannotCheck: sshd isn't installed, or can't use the file.
    """
    sshd = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin")
    if sshd is None:
        raise CannotCheck("sshd isn't installed here.")
    try:
        shown = subprocess.run(  # noqa: S603 - a shell sees neither file nor user
            [sshd, "-T", "-f", str(file), "-C", f"user={user},{_CONNECTION}"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PATIENCE,
        )
    except subprocess.TimeoutExpired:
        raise CannotCheck(f"sshd didn't finish checking {file} within {_PATIENCE} seconds.") from None
    if shown.returncode != 0:
        why = safe_text(next(iter(shown.stderr.splitlines()), "it doesn't say why."))
        as_root = " Run this command as root." if os.geteuid() else ""  # host keys are root's
        raise CannotCheck(f"sshd can't check {file}: {why}{as_root}")
    read: dict[str, list[str]] = {}
    for line in shown.stdout.splitlines():
        keyword, _, value = line.partition(" ")
        read.setdefault(keyword, []).append(value)
    return read


def sshd_findings(read: dict[str, list[str]]) -> list[Finding]:
    """Return what in sshd's configuration lets people do more than use the store."""
    findings = []
    command = " ".join(read.get("forcecommand", []))
    if not _is_door(command):
        now = f"ForceCommand is {command}" if command not in ("", "none") else "There is no ForceCommand"
        findings.append(
            Finding(
                f"{now}: people get more than the store, or can change what it loads.",
                f"Set `ForceCommand {_DOOR}`.",
            )
        )
    for keyword, (needed, otherwise) in _NEEDED.items():
        value = " ".join(read.get(keyword.lower(), []))
        if value != needed:
            findings.append(Finding(f"{keyword} is {value}: {otherwise}.", f"Set `{keyword} {needed}`."))
    methods = " ".join(read.get("authenticationmethods", []))
    if not all("publickey" in each.split(",") for each in methods.split() or [""]):
        findings.append(
            Finding(
                f"AuthenticationMethods is {methods}: people can connect without an SSH key.",
                "Set `AuthenticationMethods publickey`.",
            )
        )
    accepted = [name for names in read.get("acceptenv", []) for name in names.split()]
    if more := [name for name in accepted if name not in _ACCEPTED.split() and not name.startswith("LC_")]:
        findings.append(
            Finding(
                f"AcceptEnv is {' '.join(more)}: people can set variables that change how programs run.",
                f"Set `AcceptEnv {_ACCEPTED}`.",
            )
        )
    return findings


def _is_door(command: str) -> bool:
    """Whether a command is the store and nothing else: not one word more for the user's shell."""
    try:
        words = shlex.split(command)
    except ValueError:
        return False
    if shlex.join(words) != command:  # the shell makes something of it
        return False
    match words:
        case [python, "-I", "-m", "kstore_tui", "--served"]:
            return os.path.isabs(python)
        case [python, "-I", "-m", "kstore_tui", "--served", "--config", _]:
            return os.path.isabs(python)
    return False


def serve_findings(
    where: str | None, fingerprint: str | None, host_key: Callable[[], str | None]
) -> list[Finding]:
    """Print the store's host key; connect to `serve` and say why people can't log in, or print its key.

    Raises:
        CannotCheck: This is no address, the host key can't be used, or asyncssh isn't installed.
    """
    try:
        host, port = read_host_and_port(where) if where is not None else ("", 0)
    except ValueError:
        raise CannotCheck("--serve: must be HOST:PORT, such as store.example:2222.") from None
    try:
        from kstore_tui.cli.login_screen import (
            NoLoginScreen,
            look_for_login_screen,
        )  # asyncssh is slow to import

        own = host_key()
    except ModuleNotFoundError:
        raise CannotCheck(
            'This check needs asyncssh. In the checkout, run `pip install ".[serve]"`.'
        ) from None
    if own is not None:
        warn(f"This store's host key is {own}.")
    elif where is None:
        warn("This store has no host key yet. `kstore-tui serve` makes one.")
    if where is None:
        return []
    try:
        found = asyncio.run(look_for_login_screen(host or "127.0.0.1", port, fingerprint))
    except NoLoginScreen as error:
        return [Finding(error.problem, error.fix)]
    checked = "" if fingerprint is not None else " Check that this is what `kstore-tui serve` printed."
    warn(f"{where} shows the login screen. Its host key is {found}.{checked}")
    return []
