"""The operator checks the ways into the store."""

import json
import re
from pathlib import Path

import pytest

from kstore_tui.cli import doctor
from screens.serving.key_files import read_or_make_host_key
from tests.journeys.openssh import DOCS, make_key, require_openssh
from tests.kstore_tui.cli.operator import Ended, run

pytestmark = pytest.mark.slow

CARELESS = (
    "AcceptEnv *\nPermitUserEnvironment yes\nX11Forwarding yes\nPermitTunnel yes\nPermitEmptyPasswords yes\n"
)
"""What a host may have for all of its users."""


def checked(folder: Path, configuration: str, *options: str) -> Ended:
    """Check a configuration of sshd."""
    require_openssh()
    if not (folder / "key").exists():
        make_key(folder / "key")
    (folder / "sshd_config").write_text(f"HostKey {folder / 'key'}\n{configuration}")
    return run(folder, "doctor", "--sshd", str(folder / "sshd_config"), *options)


def test_what_the_docs_hand_out_is_right_even_on_a_careless_host(tmp_path: Path) -> None:
    (tmp_path / "fragment").write_text((DOCS / "sshd_config").read_text())
    configuration = f"Include {tmp_path / 'fragment'}\n{CARELESS}"
    assert checked(tmp_path, configuration) == (0, "", "No problems found.\n")
    other_user = checked(tmp_path, configuration, "--user", "root")
    assert other_user.code == 1
    assert other_user.printed.startswith("There is no ForceCommand: ")
    assert list(tmp_path.rglob("store.sqlite3")) == []


@pytest.mark.parametrize(
    "keyword",
    [
        "MaxSessions",
        "AllowTcpForwarding",
        "AllowStreamLocalForwarding",
        "AllowAgentForwarding",
        "X11Forwarding",
        "PermitTunnel",
        "PermitUserRC",
        "PermitUserEnvironment",
        "AcceptEnv",
        "PermitTTY",
        "PermitEmptyPasswords",
        "AuthenticationMethods",
    ],
)
def test_each_line_that_is_missing_is_found(tmp_path: Path, keyword: str) -> None:
    instead = "PermitTTY no" if keyword == "PermitTTY" else "#"  # yes is what sshd does by itself
    fragment = re.sub(rf"\b{keyword} .*", instead, (DOCS / "sshd_config").read_text())
    (tmp_path / "fragment").write_text(fragment)
    code, printed, told = checked(tmp_path, f"Include {tmp_path / 'fragment'}\n{CARELESS}", "--json")
    (only,) = json.loads(printed)
    assert (code, told, only["problem"].split()[0]) == (1, "", keyword)
    assert only["fix"].startswith(f"Set `{keyword} ")


def test_variables_that_clients_may_set_are_named(tmp_path: Path) -> None:
    for accepted, named in (("*", "*"), ("LANG PYTHON* LC_ALL", "PYTHON*")):
        printed = checked(tmp_path, f"AcceptEnv {accepted}\n").printed
        assert f"AcceptEnv is {named}: people can set variables" in printed


@pytest.mark.parametrize(
    "command",
    [
        "/bin/sh",
        "kstore-tui --served",
        "/bin/python -m kstore_tui --served",
        "/bin/python -I -m kstore_tui",
        "python -I -m kstore_tui --served",
        "/bin/python -I -m kstore_tui --served; sh",
        "/bin/sh -c $SSH_ORIGINAL_COMMAND -I kstore_tui --served",
        "/bin/python -I -m kstore_tui --served --config $HOME/store.toml",
    ],
)
def test_a_command_that_is_not_the_isolated_store_is_found(tmp_path: Path, command: str) -> None:
    assert f"ForceCommand is {command}: " in checked(tmp_path, f"ForceCommand {command}\n").printed


def test_a_command_that_no_shell_can_read_is_found() -> None:
    first, *_ = doctor.sshd_findings({"forcecommand": ["/bin/python -I -m kstore_tui --served 'x"]})
    assert first.problem.startswith("ForceCommand is /bin/python")


def test_a_file_that_sshd_cannot_use_is_one_line(tmp_path: Path) -> None:
    code, printed, told = checked(tmp_path, "Nonsense \x1b[2J\n")
    assert (code, printed, told.count("\n"), "\x1b" in told) == (2, "", 1, False)
    assert "Bad configuration option: Nonsense" in told
    code, _, told = run(tmp_path, "doctor", "--sshd", str(tmp_path / "absent"))
    assert (code, "No such file" in told) == (2, True)


def test_an_sshd_that_hangs_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sshd = tmp_path / "sshd"
    sshd.write_text("#!/bin/sh\nexec sleep 60\n")
    sshd.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setattr(doctor, "_PATIENCE", 0.1)
    with pytest.raises(doctor.CannotCheck, match=r"didn't finish checking .* within 0.1 seconds"):
        doctor.read_sshd(tmp_path / "sshd_config", "kstore")


def test_the_fingerprint_of_the_host_key_is_printed(tmp_path: Path) -> None:
    none_yet = "This store has no host key yet. `kstore-tui serve` makes one.\nNo problems found.\n"
    assert run(tmp_path, "doctor") == (0, "", none_yet)
    key = read_or_make_host_key(tmp_path / "store.sqlite3.host_key")
    line = f"This store's host key is {key.get_fingerprint()}.\nNo problems found.\n"
    assert run(tmp_path, "doctor") == (0, "", line)
    (tmp_path / "store.sqlite3.host_key").chmod(0o644)
    code, _, told = run(tmp_path, "doctor")
    assert (code, "Other users of this host can read" in told) == (2, True)


def test_where_to_connect_is_an_address_with_a_port(tmp_path: Path) -> None:
    code, _, told = run(tmp_path, "doctor", "--serve", "store.example")
    assert (code, told.startswith("kstore-tui: --serve: must be HOST:PORT")) == (2, True)
