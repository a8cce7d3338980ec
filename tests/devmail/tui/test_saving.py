"""What a mail holds is saved under a name that cannot leave the folder, and over nothing."""

import resource
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devmail.tui.saving import CannotSave, safe_name, save, usual_folder


@given(st.text())
def test_every_safe_name_can_be_a_file_in_a_folder(name: str) -> None:
    safe = safe_name(name)
    assert "/" not in safe
    assert "\\" not in safe
    assert safe.isprintable()
    assert safe.strip(" ") == safe != ""
    assert not safe.startswith((".", "-"))
    assert len(safe.encode()) <= 100


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("invoice.pdf", "invoice.pdf"),
        ("日本語 1.tar.gz", "日本語 1.tar.gz"),
        ("../../etc/x.pdf", "x.pdf"),
        ("C:\\temp\\x.exe", "x.exe"),
        ("a\0b", "a_b"),
        ("..", "attachment"),
        (".profile", "profile"),
        ("-rf", "rf"),
        ("- .-", "attachment"),
        ("gnp.\u202eexe", "gnp._exe"),
        ("x" * 500 + ".pdf", "x" * 96 + ".pdf"),
    ],
)
def test_a_name_is_changed_as_little_as_possible(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("kept")
    (tmp_path / "a.pdf").symlink_to(tmp_path / "target")
    saved = [save(b"new", str(tmp_path), "a.pdf").name for _ in range(2)]
    assert saved == ["a-2.pdf", "a-3.pdf"]
    assert (tmp_path / "target").read_text() == "kept"


def test_a_name_with_a_path_stays_in_the_working_folder(tmp_path: Path) -> None:
    assert save(b"x", "", "../a.eml") == tmp_path / "a.eml"


def test_home_is_offered_in_place_of_a_working_folder_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(gone)
    assert usual_folder() == str(gone)
    gone.rmdir()
    assert usual_folder() == str(tmp_path)
    with pytest.raises(CannotSave, match=r"The working folder no longer exists\."):
        save(b"x", "", "a")


@pytest.mark.parametrize("folder", ["a\0b", "~nobody-of-that-name", "\ud800"])
def test_an_impossible_folder_is_rejected(folder: str) -> None:
    with pytest.raises(CannotSave):
        save(b"x", folder, "a")


def test_a_file_is_saved_whole_or_not_at_all(tmp_path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))  # as a disk that is full
    try:
        with pytest.raises(CannotSave, match=r"Can't write .*/a: File too large\."):
            save(bytes(200_000), str(tmp_path), "a")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == []
