"""The host key: made once, kept for its owner alone, and checked by what OpenSSH says of it."""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from screens.serving.host_key import HostKeyError, read_or_make_host_key, sshfp_record


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
    assert str(refusal.value) == f"{path} can't be used: No such file or directory. Check its permissions."


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
