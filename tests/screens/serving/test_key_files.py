"""The host key: made once, kept for its owner alone, and checked by what OpenSSH says of it."""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncssh
import pytest

from screens.serving.key_files import HostKeyError, read_or_make_host_key, sshfp_record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the key is."""
    return tmp_path / "store.sqlite3.host_key"


def test_a_key_is_made_once_for_its_owner_alone(path: Path) -> None:
    made = read_or_make_host_key(path)
    assert made.get_algorithm() == "ssh-ed25519"
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_or_make_host_key(path).get_fingerprint() == made.get_fingerprint()
    assert list(path.parent.iterdir()) == [path]


def test_servers_that_start_at_once_use_the_same_key(path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        keys = threads.map(read_or_make_host_key, [path] * 8)
        assert len({key.get_fingerprint() for key in keys}) == 1


def test_a_key_that_others_can_read_is_refused_with_the_command_that_mends_it(path: Path) -> None:
    read_or_make_host_key(path)
    path.chmod(0o640)
    with pytest.raises(HostKeyError, match=f"Run `chmod 600 {path}`"):
        read_or_make_host_key(path)


def test_without_a_folder_to_keep_it_in_there_is_no_key(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "host_key"
    with pytest.raises(HostKeyError) as refusal:
        read_or_make_host_key(path)
    assert str(refusal.value) == f"{path} can't be made: No such file or directory."


def test_a_key_that_belongs_to_someone_else_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_or_make_host_key(path)
    os.chown(path, 65534, -1) if os.geteuid() == 0 else monkeypatch.setattr(os, "geteuid", lambda: 65534)
    with pytest.raises(HostKeyError, match="belongs to another user"):
        read_or_make_host_key(path)


def test_a_link_to_a_key_is_refused(path: Path) -> None:
    read_or_make_host_key(path)
    link = path.with_name("link")
    link.symlink_to(path)
    with pytest.raises(HostKeyError, match="it's a symbolic link"):
        read_or_make_host_key(link)


def test_a_key_of_another_type_is_refused_by_its_name(path: Path) -> None:
    asyncssh.generate_private_key("ecdsa-sha2-nistp256").write_private_key(path)
    path.chmod(0o600)
    with pytest.raises(HostKeyError, match="a key of type ecdsa-sha2-nistp256"):
        read_or_make_host_key(path)


def test_a_key_with_a_passphrase_is_refused_with_the_command_that_removes_it(path: Path) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519")
    key.write_private_key(path, passphrase="yellow-umbrella")
    path.chmod(0o600)
    with pytest.raises(
        HostKeyError, match=f"has a passphrase. Remove it with `ssh-keygen -p -N '' -f {path}`"
    ):
        read_or_make_host_key(path)


@pytest.mark.parametrize("content", [b"", b"no key\n", b"\xff\xfe"])
def test_a_file_that_is_no_key_is_refused_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(HostKeyError, match="isn't a host key"):
        read_or_make_host_key(path)
    assert path.read_bytes() == content


def test_the_record_for_dns_is_the_one_that_openssh_makes(path: Path) -> None:
    key = read_or_make_host_key(path)
    keygen = ["ssh-keygen", "-r", "store.example", "-f", str(path)]
    records = subprocess.run(keygen, capture_output=True, text=True, check=True, timeout=30).stdout
    assert f"store.example IN {sshfp_record(key)}\n" in records
