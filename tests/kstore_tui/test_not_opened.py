"""What is not a store of ours, or cannot be one, is refused with one clear line and left as it was."""

import hashlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kstore_tui.database.models import proxy
from kstore_tui.database.opening import StoreOpenError, open_store
from kstore_tui.settings import Settings
from kstore_tui.store import build_store

Files = dict[str, tuple[int, int, str]]


def _look(folder: Path) -> Files:
    """Return the mode, size and content of everything in a folder."""
    return {
        str(file.relative_to(folder)): (
            file.stat().st_mode,
            file.stat().st_mtime_ns,
            hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "",
        )
        for file in folder.rglob("*")
    }


def _is_refused(folder: Path, location: Path, line: str) -> None:
    before = _look(folder)
    with pytest.raises(StoreOpenError) as refusal:
        open_store(str(location))
    assert str(refusal.value) == f"{location} {line}"
    assert _look(folder) == before


def _database(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)
    path.chmod(0o644)


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_a_database_of_a_newer_program_stays_as_it_is(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "store.sqlite3"
    open_store(str(path))
    newer = "INSERT INTO schema_migration (name, applied) VALUES ('0999_from_the_future', '2030-01-01')"
    _database(path, newer)
    _database(path, f"PRAGMA journal_mode={mode}")
    line = "was made by a newer kstore-tui. Nothing was changed; install that version."
    _is_refused(tmp_path, path, line)


@pytest.mark.parametrize("mode", ["wal", "delete"])
@pytest.mark.parametrize("table", ["notes", "administrator", "schema_migration"])
def test_a_database_of_another_program_stays_as_it_is(tmp_path: Path, mode: str, table: str) -> None:
    path = tmp_path / "notes.db"
    _database(path, f"PRAGMA journal_mode={mode}")
    _database(path, f"CREATE TABLE {table} (a)")
    _is_refused(tmp_path, path, "is a database of another program. Nothing was changed.")


def test_a_database_that_another_program_has_open_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    _database(path, "PRAGMA journal_mode=wal")
    with closing(sqlite3.connect(path)) as theirs:
        theirs.execute("CREATE TABLE notes (a)")
        theirs.commit()
        with pytest.raises(StoreOpenError, match="is a database of another program"):
            open_store(str(path))
        assert path.with_name("notes.db-wal").stat().st_size > 0
        theirs.execute("INSERT INTO notes VALUES (1)")
        theirs.commit()


@pytest.mark.parametrize("content", [b"hello", b"# a text\n" * 1000, b"\x7fELF" + bytes(5000)])
def test_a_file_that_is_no_database_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    path.chmod(0o644)
    _is_refused(tmp_path, path, "is not a database. Nothing was changed.")


def test_a_damaged_store_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    open_store(str(path))
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    before = _look(tmp_path)
    with pytest.raises(
        StoreOpenError, match=r"cannot be opened\. The store's file is damaged: nothing was changed\."
    ):
        open_store(str(path))
    assert _look(tmp_path) == before


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    _is_refused(tmp_path, tmp_path / "folder", "cannot be opened: Is a directory.")


@pytest.mark.parametrize("below", ["file/store.sqlite3", "file/deeper/store.sqlite3"])
def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("a file, no folder")
    _is_refused(tmp_path, tmp_path / below, "cannot be opened: Not a directory.")


def test_a_folder_that_cannot_be_written_is_told() -> None:
    with pytest.raises(StoreOpenError, match=r"^/proc/store\.sqlite3 cannot be opened: [A-Z][a-z ]+\.$"):
        open_store("/proc/store.sqlite3")


@pytest.mark.parametrize("name", ["store\0.sqlite3", "x" * 300])
def test_a_name_that_no_file_can_have_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreOpenError, match="cannot be opened: "):
        open_store(str(tmp_path / name))
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_cannot_be_read_is_told(settings: Settings) -> None:
    key = Path(f"{settings.database}.key")
    key.mkdir(parents=True)
    with pytest.raises(StoreOpenError) as refusal:
        build_store(settings)
    assert str(refusal.value) == f"{key} cannot be used: Is a directory."


def test_a_refused_store_leaves_the_present_one_in_use(settings: Settings, tmp_path: Path) -> None:
    build_store(settings)
    before = proxy.obj
    (tmp_path / "notes.txt").write_text("no database")
    with pytest.raises(StoreOpenError):
        open_store(str(tmp_path / "notes.txt"))
    assert proxy.obj is before
    assert os.path.exists(settings.database)
