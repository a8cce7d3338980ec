"""Opening a store: its files are its owner's alone, and what is none of ours stays as it was."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kstore_tui.database.models import proxy
from kstore_tui.database.opening import StoreOpenError, open_store, path_of
from kstore_tui.settings import Settings
from kstore_tui.store import build_store
from tests.kstore_tui.program import Program
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
    with pytest.raises(
        StoreOpenError, match=r"^~nobody-of-this-name/x cannot be opened: there is no such home"
    ):
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
    assert str(refusal.value) == f"{scheme}://… names no store. Give a path, or sqlite:///path."


def test_two_programs_can_open_a_new_store_at_once(settings: Settings) -> None:
    for number in range(3):
        fresh = replace(settings, database=f"{settings.database}{number}")
        with Program("open", fresh) as one, Program("open", fresh) as other:
            for program in (one, other):
                program.reaches("ready")
            for program in (one, other):
                program.go_on()
            assert [program.next_line() for program in (one, other)] == ["opened", "opened"]
        with closing(sqlite3.connect(fresh.database)) as connection:
            applied = [name for (name,) in connection.execute("SELECT name FROM schema_migration")]
            assert len(applied) == len(set(applied)) > 0


def test_a_store_can_be_opened_while_another_program_is_at_work_in_it(settings: Settings) -> None:
    open_store(settings.database)
    with Program("midst", settings) as program:
        program.reaches("in the midst")
        open_store(settings.database)
