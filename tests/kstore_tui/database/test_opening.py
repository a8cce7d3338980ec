"""Opening a store: its files are its owner's alone, and a file of another program stays as it was."""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kstore_tui.database.models import proxy
from kstore_tui.database.opening import StoreOpenError, open_store, path_of
from kstore_tui.settings import Settings
from kstore_tui.store import build_store
from tests.kstore_tui.steps import registered, session_of


@pytest.fixture(autouse=True)
def _everybody_may_do_everything() -> Iterator[None]:
    """No umask helps: each mode is the program's own doing."""
    before = os.umask(0)
    yield
    os.umask(before)


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_store_is_made_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "folder" / "store.sqlite3"
    assert open_store(str(path)).database == str(path)
    assert (_mode(path), _mode(path.parent)) == (0o600, 0o700)


async def test_all_files_of_an_open_store_are_its_owners_alone(settings: Settings) -> None:
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


def test_a_store_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    open_store(str(path))
    path.chmod(0o644)
    open_store(str(path))
    assert _mode(path) == 0o600


async def test_an_opened_store_keeps_what_it_had(settings: Settings) -> None:
    await registered(build_store(settings))
    await session_of(build_store(settings))


@pytest.mark.parametrize("folder", ["a b", "ü%20#?&", "-wal"])
def test_a_store_can_lie_in_a_folder_of_any_name(tmp_path: Path, folder: str) -> None:
    path = tmp_path / folder / "store.sqlite3"
    open_store(str(path))
    open_store(str(path))
    assert [file.name for file in path.parent.iterdir()] == ["store.sqlite3"]


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("store.sqlite3", "store.sqlite3"),
        ("/srv/store.sqlite3", "/srv/store.sqlite3"),
        ("sqlite:///store.sqlite3", "store.sqlite3"),
        ("sqlite:////srv/store.sqlite3", "/srv/store.sqlite3"),
        ("sqlite:////srv/a%20b.sqlite3", "/srv/a b.sqlite3"),
    ],
)
def test_a_path_and_a_url_name_a_file(location: str, path: str) -> None:
    assert path_of(location) == Path(path)


def test_a_home_folder_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/ami")
    assert path_of("~/store.sqlite3") == Path("/ami/store.sqlite3")
    assert path_of("sqlite:///~/store.sqlite3") == Path("/ami/store.sqlite3")


def test_a_home_folder_that_is_not_there_is_told() -> None:
    with pytest.raises(StoreOpenError, match=r"^~nobody-of-this-name/x: there is no such home"):
        open_store("~nobody-of-this-name/x")


@pytest.mark.parametrize(
    "location",
    [
        "postgresql://ami:s3cret@db/store",
        "mysql://ami:s3cret@db/store",
        "sqlite://",
        "sqlite:///",
        "sqlite://s3cret/x",
    ],
)
def test_a_url_of_something_else_is_told_without_its_password(location: str) -> None:
    scheme = location.partition("://")[0]
    with pytest.raises(StoreOpenError) as refusal:
        open_store(location)
    assert str(refusal.value) == f"A store can't be at {scheme}://…. Give a path or sqlite:///path."


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
    line = "was made by a newer version of kstore-tui. Nothing was changed. Install that version."
    _is_refused(tmp_path, path, line)


@pytest.mark.parametrize("mode", ["wal", "delete"])
@pytest.mark.parametrize("table", ["notes", "administrator", "schema_migration"])
def test_a_database_of_another_program_stays_as_it_is(tmp_path: Path, mode: str, table: str) -> None:
    path = tmp_path / "notes.db"
    _database(path, f"PRAGMA journal_mode={mode}")
    _database(path, f"CREATE TABLE {table} (a)")
    _is_refused(tmp_path, path, "is the database of another program. Nothing was changed. Give another path.")


def test_a_database_that_another_program_has_open_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    _database(path, "PRAGMA journal_mode=wal")
    with closing(sqlite3.connect(path)) as theirs:
        theirs.execute("CREATE TABLE notes (a)")
        theirs.commit()
        with pytest.raises(StoreOpenError, match="is the database of another program"):
            open_store(str(path))
        assert path.with_name("notes.db-wal").stat().st_size > 0
        theirs.execute("INSERT INTO notes VALUES (1)")
        theirs.commit()


@pytest.mark.parametrize(
    "content", [b"hello", b"# a text\n" * 1000, b"\x7fELF" + bytes(5000)], ids=["short", "text", "binary"]
)
def test_a_file_that_is_no_database_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    path.chmod(0o644)
    _is_refused(tmp_path, path, "isn't a database. Nothing was changed. Give another path.")


def test_a_damaged_store_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    open_store(str(path))
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    before = _look(tmp_path)
    with pytest.raises(
        StoreOpenError, match=r"can't be opened\. The store's file is damaged\. Nothing was changed\."
    ):
        open_store(str(path))
    assert _look(tmp_path) == before


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    _is_refused(
        tmp_path, tmp_path / "folder", "can't be opened: Is a directory. Check the path and its permissions."
    )


@pytest.mark.parametrize("below", ["file/store.sqlite3", "file/deeper/store.sqlite3"])
def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("a file, no folder")
    _is_refused(
        tmp_path, tmp_path / below, "can't be opened: Not a directory. Check the path and its permissions."
    )


def test_a_folder_that_cannot_be_written_is_told() -> None:
    with pytest.raises(StoreOpenError, match=r"^/proc/store\.sqlite3 can't be opened: [A-Z][a-z ]+\. Check "):
        open_store("/proc/store.sqlite3")


@pytest.mark.parametrize("name", ["store\0.sqlite3", "x" * 300], ids=["null", "long"])
def test_a_name_that_no_file_can_have_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreOpenError, match=r"be opened|be the name"):
        open_store(str(tmp_path / name))
    assert list(tmp_path.iterdir()) == []


def test_a_key_that_cannot_be_read_is_told(settings: Settings) -> None:
    key = Path(f"{settings.database}.key")
    key.mkdir(parents=True)
    with pytest.raises(StoreOpenError) as refusal:
        build_store(settings)
    assert str(refusal.value) == f"{key} can't be used: Is a directory. Check its permissions."


def test_a_refused_store_leaves_the_present_one_in_use(settings: Settings, tmp_path: Path) -> None:
    build_store(settings)
    before = proxy.obj
    (tmp_path / "notes.txt").write_text("no database")
    with pytest.raises(StoreOpenError):
        open_store(str(tmp_path / "notes.txt"))
    assert proxy.obj is before
    assert os.path.exists(settings.database)
