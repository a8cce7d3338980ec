"""What a mail holds is saved under a name that cannot leave the folder, and over nothing."""

import resource
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devmail.tui.saving import CannotSave, safe_name, save, usual_folder

ODD = (
    "",
    ".",
    "..",
    "/",
    "../../etc/passwd",
    "C:\\temp\\x.exe",
    "\x1b[31m",
    "a\0b",
    "~",
    "x" * 500 + ".pdf",
    "\ud800",
)


@pytest.mark.parametrize("name", ODD)
def test_no_name_leaves_the_folder(name: str, tmp_path: Path) -> None:
    path = save(b"x", str(tmp_path), name)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"x"


@given(st.text())
def test_a_name_is_one_that_a_folder_can_have(name: str) -> None:
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
        ("../x.pdf", "x.pdf"),
        (".profile", "profile"),
        ("-rf", "rf"),
        ("- .-", "attachment"),
        ("gnp.\u202eexe", "gnp._exe"),
        ("x" * 500 + ".pdf", "x" * 96 + ".pdf"),
    ],
)
def test_a_name_stays_as_near_as_it_can(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("kept")
    (tmp_path / "a.pdf").symlink_to(tmp_path / "target")
    saved = [save(b"new", str(tmp_path), "a.pdf").name for _ in range(2)]
    assert saved == ["a-2.pdf", "a-3.pdf"]
    assert (tmp_path / "target").read_text() == "kept"


def test_what_is_saved_is_its_owners_alone(tmp_path: Path) -> None:
    assert save(b"x", str(tmp_path), "a.eml").stat().st_mode & 0o777 == 0o600


def test_without_a_folder_it_goes_to_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert save(b"x", "", "a.eml") == tmp_path / "a.eml"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotSave, match=r"There is no folder .*none"):
        save(b"x", f"{tmp_path}/none", "a")


def test_a_working_folder_that_is_gone_is_told_and_home_is_offered_in_its_place(
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
def test_what_can_be_no_folder_is_told(folder: str) -> None:
    with pytest.raises(CannotSave):
        save(b"x", folder, "a")


def test_what_cannot_be_written_whole_is_not_there_at_all(tmp_path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))  # as a disk that is full
    try:
        with pytest.raises(CannotSave, match=r"Can't write .*/a: File too large\."):
            save(bytes(200_000), str(tmp_path), "a")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list(tmp_path.iterdir()) == []
