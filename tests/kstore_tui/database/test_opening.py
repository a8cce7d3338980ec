"""Opening a store and its key: only the owner can read them, and another program's file stays as it was."""

import asyncio
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kstore_tui.core.errors import WrongCode
from kstore_tui.database.models import proxy
from kstore_tui.database.opening import StoreOpenError, open_store, path_of, read_or_make_key
from kstore_tui.settings import Settings
from kstore_tui.store import build_store
from tests.kstore_tui.support.fakes import FixedCodes
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import code_sent, logged_in_with_code, registered, two_step_on


@pytest.fixture(autouse=True)
def _no_umask() -> Iterator[None]:
    """Every mode is set by the program, not by the umask."""
    before = os.umask(0)
    yield
    os.umask(before)


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_store_is_made_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "folder" / "store.sqlite3"
    assert open_store(str(path)).database == str(path)
    assert (_mode(path), _mode(path.parent)) == (0o600, 0o700)
    path.chmod(0o644)
    open_store(str(path))
    assert _mode(path) == 0o600


async def test_only_the_owner_can_read_the_files_of_an_open_store(settings: Settings) -> None:
    store = build_store(settings)
    await registered(store)
    folder = Path(settings.database).parent

    def look() -> dict[str, int]:
        store.sessions.clock()
        return {file.name: _mode(file) for file in folder.iterdir()}

    modes = await store.transactions.run(look)
    assert modes == dict.fromkeys(
        ["store.sqlite3", "store.sqlite3-wal", "store.sqlite3-shm", "store.sqlite3.key"], 0o600
    )


async def test_a_connection_writes_ahead_keeps_foreign_keys_and_syncs(settings: Settings) -> None:
    store = build_store(settings)

    def ask() -> list[object]:
        pragmas = ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        return [proxy.execute_sql(f"PRAGMA {pragma}").fetchone()[0] for pragma in pragmas]

    assert await store.transactions.run(ask) == ["wal", 1, 2, 5000]
    assert proxy.obj.autoconnect is False


@pytest.mark.parametrize("folder", ["a b", "ü%20#?&", "-wal"])
def test_a_store_can_be_in_a_folder_of_any_name(tmp_path: Path, folder: str) -> None:
    path = tmp_path / folder / "store.sqlite3"
    open_store(str(path))
    open_store(str(path))
    assert [file.name for file in path.parent.iterdir()] == ["store.sqlite3"]


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("store.sqlite3", "store.sqlite3"),
        ("~/store.sqlite3", "/ami/store.sqlite3"),
        ("sqlite:///store.sqlite3", "store.sqlite3"),
        ("sqlite:////srv/store.sqlite3", "/srv/store.sqlite3"),
        ("sqlite:////srv/a%20b.sqlite3", "/srv/a b.sqlite3"),
    ],
)
def test_a_path_and_a_url_name_a_file(monkeypatch: pytest.MonkeyPatch, location: str, path: str) -> None:
    monkeypatch.setenv("HOME", "/ami")
    assert path_of(location) == Path(path)


def test_an_unknown_home_folder_is_refused() -> None:
    with pytest.raises(StoreOpenError, match=r"^~nobody-of-this-name/x: that home folder doesn't exist"):
        open_store("~nobody-of-this-name/x")


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("postgresql://ami:s3cret@db/store", "postgresql:// isn't supported."),
        ("sqlite:///", "This URL names no file."),
        ("sqlite://s3cret/x", "This URL names no file."),
    ],
)
def test_the_url_of_something_else_is_refused_without_showing_its_password(location: str, why: str) -> None:
    with pytest.raises(StoreOpenError) as refusal:
        open_store(location)
    assert str(refusal.value) == f"{why} Use a path or sqlite:///path."


# What is not a store.


def _look(folder: Path) -> dict[str, tuple[int, int, str]]:
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
    line = "was created by a newer version of kstore-tui. Nothing was changed. Update kstore-tui."
    _is_refused(tmp_path, path, line)


@pytest.mark.parametrize("mode", ["wal", "delete"])
@pytest.mark.parametrize("table", ["notes", "administrator", "schema_migration"])
def test_a_database_of_another_program_stays_as_it_is(tmp_path: Path, mode: str, table: str) -> None:
    path = tmp_path / "notes.db"
    _database(path, f"PRAGMA journal_mode={mode}")
    _database(path, f"CREATE TABLE {table} (a)")
    _is_refused(tmp_path, path, "belongs to another program. Nothing was changed. Choose another path.")


@pytest.mark.parametrize("content", [b"hello", b"\x7fELF" + bytes(5000)], ids=["text", "binary"])
def test_a_file_that_is_not_a_database_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "store.sqlite3"
    path.write_bytes(content)
    path.chmod(0o644)
    _is_refused(tmp_path, path, "isn't a database. Nothing was changed. Choose another path.")


def test_a_damaged_store_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    open_store(str(path))
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    damaged = "The store's file is damaged. Nothing was changed. Restore it from a backup."
    _is_refused(tmp_path, path, f"can't be opened. {damaged}")


@pytest.mark.parametrize(
    ("below", "why"), [("", "Is a directory"), ("file/deeper/store.sqlite3", "Not a directory")]
)
def test_a_path_that_cannot_be_a_file_is_refused(tmp_path: Path, below: str, why: str) -> None:
    (tmp_path / "file").write_text("a file, not a folder")
    _is_refused(tmp_path, tmp_path / below, f"can't be opened: {why}. Check the path and its permissions.")


@pytest.mark.parametrize("name", ["store\0.sqlite3", "x" * 300], ids=["null", "long"])
def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreOpenError, match=r"be opened|a valid file name"):
        open_store(str(tmp_path / name))
    assert list(tmp_path.iterdir()) == []


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    key = read_or_make_key(tmp_path / "store", FixedCodes())
    os.umask(before)
    assert (len(key), (tmp_path / "store.key").stat().st_mode & 0o777) == (32, 0o600)
    (tmp_path / "store.key").chmod(0o644)
    assert read_or_make_key(tmp_path / "store", FixedCodes()) == key
    assert (tmp_path / "store.key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["store.key"]


@pytest.mark.parametrize("content", [b"", b"short", bytes(33)])
def test_a_broken_key_is_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "store.key").write_bytes(content)
    key = read_or_make_key(tmp_path / "store", FixedCodes())
    assert len(key) == 32
    assert read_or_make_key(tmp_path / "store", FixedCodes()) == key


async def test_a_missing_key_costs_only_the_codes_in_flight(settings: Settings, mailbox: Mailbox) -> None:
    store = build_store(settings)
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    store = build_store(settings)  # another program: the key is still there
    await store.login.verify(sent.challenge_id, mailbox.newest_code)
    sent = await code_sent(store)
    await asyncio.to_thread(Path(f"{settings.database}.key").unlink)
    store = build_store(settings)
    with pytest.raises(WrongCode):
        await store.login.verify(sent.challenge_id, mailbox.newest_code)
    await logged_in_with_code(store, mailbox)


def test_a_key_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store.key").mkdir()
    with pytest.raises(
        StoreOpenError, match=r"store\.key can't be used: Is a directory\. Check its permissions\.$"
    ):
        read_or_make_key(tmp_path / "store", FixedCodes())
