"""Opening a store: find its file, refuse what is none of ours, bring it up to date."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from peewee import PeeweeException, SqliteDatabase

from kstore_tui.database.alone import alone_in
from kstore_tui.database.faults import line_for
from kstore_tui.database.models import proxy
from kstore_tui.database.transactions import Transactions, sqlite

_MIGRATIONS = Path(__file__).parent / "migrations"
_HISTORY = "schema_migration"


class StoreOpenError(Exception):
    """The store cannot be opened; `str()` is the line for the person. Nothing was changed."""


def path_of(location: str) -> Path:
    """Return the file that a path or URL names.

    Args:
        location: A path, or `sqlite:///relative/path`, or `sqlite:////absolute/path`.

    Raises:
        StoreOpenError: It is the URL of something else.
    """
    if "://" in location:
        url = urlsplit(location)
        if url.scheme != "sqlite" or url.netloc or not url.path[1:]:
            scheme = location.partition("://")[0]
            raise StoreOpenError(f"{scheme}://… names no store. Give a path, or sqlite:///path.")
        location = unquote(url.path[1:])
    if "\0" in location:
        raise StoreOpenError(f"{location!r} cannot be opened: no file has such a name.")
    try:
        return Path(location).expanduser()
    except RuntimeError as error:  # ~someone who is not there
        raise StoreOpenError(f"{location} cannot be opened: there is no such home folder.") from error


def open_store(location: str) -> tuple[Transactions, Path]:
    """Open a store, making it when there is none.

    Args:
        location: A path or a `sqlite:` URL.

    Returns:
        The way to work on it, and its file.

    Raises:
        StoreOpenError: It cannot be used. Nothing was changed.
    """
    path = path_of(location)
    try:
        _make_file(path)
        applied = _applied_migrations(path)
        database = sqlite(str(path))
        _bring_up_to_date(database, path, applied)
    except OSError as error:
        raise StoreOpenError(f"{path} cannot be opened: {error.strerror or error}.") from error
    except (sqlite3.Error, PeeweeException) as error:
        raise StoreOpenError(f"{path} cannot be opened. {line_for(error)}") from error
    proxy.initialize(database)
    return Transactions(database), path


def _make_file(path: Path) -> None:
    """Make the file for its owner alone when it is not there; SQLite gives the same mode to its helpers.

    One that is there is only tried: it may be somebody else's.
    """
    with suppress(FileExistsError):  # a file where a folder should be: the next line tells it better
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _applied_migrations(path: Path) -> set[str]:
    """Return the names of the migrations that made the file; look without touching.

    Raises:
        StoreOpenError: The file is something else.
    """
    # Who only reads a WAL database leaves its helpers behind; who may write, and does not, takes them away.
    left = any(path.with_name(f"{path.name}-{helper}").exists() for helper in ("wal", "journal"))
    uri = f"{path.absolute().as_uri()}?mode={'ro' if left else 'rw'}"
    try:
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            if not tables:
                return set()
            if _HISTORY not in tables or "administrator" not in tables:
                raise StoreOpenError(f"{path} is a database of another program. Nothing was changed.")
            return {name for (name,) in connection.execute(f"SELECT name FROM {_HISTORY}")}  # noqa: S608 - a constant
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error):
            raise StoreOpenError(f"{path} is not a database. Nothing was changed.") from error
        raise


def _bring_up_to_date(database: SqliteDatabase, path: Path, applied: set[str]) -> None:
    known = {file.stem for file in _MIGRATIONS.glob("[0-9]*.py")}
    if applied - known:
        raise StoreOpenError(
            f"{path} was made by a newer kstore-tui. Nothing was changed; install that version."
        )
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    if applied == known:
        return
    from playhouse.migrations import Runner  # only when there is something to do

    # One transaction over all of it: of two programs that start at once, the second waits and finds it done.
    # Alone, as of two that turn WAL on at once SQLite refuses one at once.
    with alone_in(path.parent), database.connection_context(), database.atomic("EXCLUSIVE"):
        Runner(database, str(_MIGRATIONS), table_name=_HISTORY).up()
