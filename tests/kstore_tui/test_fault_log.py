"""The log of faults says where something went wrong, and not a word of what anybody typed."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from screens.crash_log import log_fault

NOW = datetime(2026, 11, 24, 9, 14, 5, tzinfo=UTC)


def _inner(secret: str) -> None:
    raise KeyError(f"no such key: {secret}")


def _outer(secret: str) -> None:
    try:
        _inner(secret)
    except KeyError as error:
        raise RuntimeError(f"{secret} did not work") from error


def _fault() -> RuntimeError:
    with pytest.raises(RuntimeError) as caught:
        _outer("hunter22 012345 ami@example.com")
    return caught.value


def _logged(folder: Path) -> str:
    log_fault(_fault(), folder, NOW, "K7QX")
    return (folder / "faults.log").read_text(encoding="utf-8")


def test_a_fault_is_logged_with_its_time_reference_and_frames(tmp_path: Path) -> None:
    log = _logged(tmp_path)
    assert log.startswith("2026-11-24 09:14:05 UTC, reference K7QX\nRuntimeError\n")
    assert "\nKeyError\n" in log
    assert f'File "{__file__}", line ' in log
    assert log.index("in _outer") < log.index("in _inner")
    assert 'raise KeyError(f"no such key: {secret}")' in log


@pytest.mark.parametrize("typed", ["hunter22", "012345", "ami@example.com"])
def test_neither_messages_nor_values_are_logged(tmp_path: Path, typed: str) -> None:
    lines = [line for line in _logged(tmp_path).splitlines() if "_outer(" not in line]
    assert typed not in "\n".join(lines)


def test_a_log_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    _logged(tmp_path / "logs")
    os.umask(before)
    assert (tmp_path / "logs").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "logs" / "faults.log").stat().st_mode & 0o777 == 0o600


def test_faults_are_added_at_the_end(tmp_path: Path) -> None:
    first = _logged(tmp_path)
    assert _logged(tmp_path) == first + first


def test_a_log_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    with pytest.raises(OSError, match=r"Not a directory|File exists"):
        log_fault(_fault(), tmp_path / "file", NOW, "K7QX")
