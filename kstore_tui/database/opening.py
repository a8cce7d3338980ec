"""Opening a store: find its file, refuse files of other programs, bring it up to date; the key beside it."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from peewee import PeeweeException, SqliteDatabase

from kstore_tui.core.clock import Randomness
from kstore_tui.database.models import proxy
from kstore_tui.database.transactions import line_for

_MIGRATIONS = Path(__file__).parent / "migrations"
_HISTORY = "schema_migration"
_BUSY_TIMEOUT = 5
"""Seconds that one writer waits for another."""
_KEY_BYTES = 32


class StoreOpenError(Exception):
    """The store can't be opened; `str()` is the line for the person. Nothing was changed."""


def path_of(location: str) -> Path:
    """Return the file of a location: a path, `sqlite:///relative/path` or `sqlite:////absolute/path`."""
    if "://" in location:
        url = urlsplit(location)
        if url.scheme != "sqlite" or url.netloc or not url.path[1:]:
            scheme = location.partition("://")[0]
            what = "This URL names no file." if scheme == "sqlite" else f"{scheme}:// isn't supported."
            raise StoreOpenError(f"{what} Use a path or sqlite:///path.")
        location = unquote(url.path[1:])
    if "\0" in location:
        raise StoreOpenError(f"{location!r} isn't a valid file name. Choose another path.")
    try:
        return Path(location).expanduser()
    except RuntimeError as error:  # ~someone who is not there
        raise StoreOpenError(f"{location}: that home folder doesn't exist. Choose another path.") from error


def open_store(location: str) -> SqliteDatabase:
    """Open the database of a store, making it when there is none, and have the models use it."""
    path = path_of(location)
    database = sqlite(path)
    try:
        _make_file(path)
        _bring_up_to_date(database, path, _applied_migrations(path))
    except OSError as error:
        why = error.strerror or error
        raise StoreOpenError(f"{path} can't be opened: {why}. Check the path and its permissions.") from error
    except (sqlite3.Error, PeeweeException) as error:
        raise StoreOpenError(f"{path} can't be opened. {line_for(error)}") from error
    proxy.initialize(database)
    return database


def sqlite(path: Path) -> SqliteDatabase:
    """Return a SQLite database with the settings of every connection to it.

    WAL lets readers and one writer work side by side; `synchronous = full` keeps what was committed even
    when the host loses power: a counted try must stay counted.
    """
    return SqliteDatabase(
        str(path),
        timeout=_BUSY_TIMEOUT,
        autoconnect=False,
        pragmas={"journal_mode": "wal", "foreign_keys": 1, "synchronous": "full"},
    )


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Let one program at a time work on the files of a store; others wait here."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _make_file(path: Path) -> None:
    """Make the file, for its owner alone, when there is none; SQLite gives its helper files the same mode."""
    with suppress(FileExistsError):  # a file where a folder should be: the next line tells it better
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _applied_migrations(path: Path) -> set[str]:
    """Return the names of the migrations that made the file, without changing anything."""
    # A connection that only reads a WAL database leaves its helpers behind; one that may write removes them.
    left = any(path.with_name(f"{path.name}-{helper}").exists() for helper in ("wal", "journal"))
    uri = f"{path.absolute().as_uri()}?mode={'ro' if left else 'rw'}"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            if not tables:
                return set()
            if _HISTORY not in tables or "administrator" not in tables:
                raise StoreOpenError(
                    f"{path} belongs to another program. Nothing was changed. Choose another path."
                )
            return {name for (name,) in connection.execute(f"SELECT name FROM {_HISTORY}")}  # noqa: S608 - a constant
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error):
            raise StoreOpenError(
                f"{path} isn't a database. Nothing was changed. Choose another path."
            ) from error
        raise


def _bring_up_to_date(database: SqliteDatabase, path: Path, applied: set[str]) -> None:
    known = {file.stem for file in _MIGRATIONS.glob("[0-9]*.py")}
    if applied - known:
        raise StoreOpenError(
            f"{path} was created by a newer version of kstore-tui. Nothing was changed. Update kstore-tui."
        )
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    if applied == known:
        return
    from playhouse.migrations import Runner  # only when there is something to do

    # One transaction over all of it: of two programs that start at once, the second waits and finds it done.
    # Alone, as SQLite refuses one of two that turn WAL on at once.
    with alone_in(path.parent), database.connection_context(), database.atomic("EXCLUSIVE"):
        Runner(database, str(_MIGRATIONS), table_name=_HISTORY).up()


def read_or_make_key(store: Path, randomness: Randomness) -> bytes:
    """Return the key of the codes' digests, making it when it is missing, at the cost of the codes in flight.

    It is in a file of its own beside the store's: a copy of the database alone is no help.
    """
    path = store.with_name(f"{store.name}.key")
    try:
        if (key := _read_key(path)) is not None:
            return key
        with alone_in(path.parent):  # of two programs that start at once, the second finds the first's key
            return _read_key(path) or _make_key(path, randomness)
    except OSError as error:
        why = error.strerror or error
        raise StoreOpenError(f"{path} can't be used: {why}. Check its permissions.") from error


def _read_key(path: Path) -> bytes | None:
    """Return a whole key, made readable by its owner alone; None when there is none."""
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        return None
    if len(key) != _KEY_BYTES:
        return None
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return key


def _make_key(path: Path, randomness: Randomness) -> bytes:
    key = randomness.token_bytes(_KEY_BYTES)
    fresh = path.with_name(f"{path.name}.{randomness.token_hex(8)}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return key
