"""What cannot be an inbox is refused in one line, and left as it is."""

import sqlite3
from pathlib import Path

import pytest

from devmail.store.inbox import Inbox, InboxUnusable

OTHERS = {
    "other tables": "CREATE TABLE album (title TEXT); INSERT INTO album VALUES ('A');",
    "a table more": "CREATE TABLE mail (id, received_at, sender, recipients, subject, code, content);"
    "CREATE TABLE album (title TEXT);",
    "another table of mails": "CREATE TABLE mail (id INTEGER, body TEXT);",
    "no table yet": "PRAGMA application_id = 252006673;",
    "written ahead": "PRAGMA journal_mode = wal; CREATE TABLE album (title TEXT);",
}


@pytest.mark.parametrize("script", OTHERS.values(), ids=OTHERS)
def test_the_database_of_another_program_is_left_alone(script: str, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    database = sqlite3.connect(path)
    database.executescript(script)
    database.close()
    _refused(path, "it belongs to another program")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir or Madam, " * 100)
    _refused(path, "file is not a database")


def test_a_folder_is_no_inbox(tmp_path: Path) -> None:
    path = tmp_path / "folder"
    path.mkdir()
    with pytest.raises(InboxUnusable) as refusal:
        Inbox(path)
    assert str(refusal.value) == f"The inbox {path} cannot be used: Is a directory."
    assert list(tmp_path.rglob("*")) == [path]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    path = tmp_path / "file" / "inbox.sqlite3"
    with pytest.raises(InboxUnusable) as refusal:
        Inbox(path)
    assert str(refusal.value) in (
        f"The inbox {path} cannot be used: Not a directory.",
        f"The inbox {path} cannot be used: File exists.",
    )
    assert [name.name for name in tmp_path.rglob("*")] == ["file"]


def test_an_empty_file_becomes_an_inbox(tmp_path: Path) -> None:
    path = tmp_path / "empty"
    path.touch()
    inbox = Inbox(path)
    assert inbox.count() == 0
    inbox.close()


def _refused(path: Path, why: str) -> None:
    before = path.read_bytes(), path.stat().st_mtime_ns
    with pytest.raises(InboxUnusable) as refusal:
        Inbox(path)
    assert str(refusal.value) == f"The inbox {path} cannot be used: {why}."
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert list(path.parent.iterdir()) == [path]
