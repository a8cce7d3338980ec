"""The SQLite database of an inbox, for its owner alone: mails hold codes."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

_APPLICATION_ID = 0x6465766D  # "devm"
_VERSION = 1
_SCHEMA = """
CREATE TABLE mail (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never reused: scripts ask for what came after one
    received_at TEXT NOT NULL,
    sender TEXT NOT NULL,
    recipients TEXT NOT NULL,
    subject TEXT NOT NULL,
    code TEXT,
    likely_code TEXT,
    link TEXT,
    size INTEGER NOT NULL,
    marked INTEGER NOT NULL DEFAULT 0,
    header TEXT NOT NULL,
    conversation TEXT NOT NULL,
    content BLOB NOT NULL -- last: SQLite reads a row's columns in their order
)"""
_PATIENCE = 5.0  # seconds to wait for another program that is writing
_SHRINK_PATIENCE = 0.1
_CHECKPOINT = 4000
"""Pages of 4 kB in the write-ahead log before they move to the file, which all mails wait for."""


class InboxUnusable(Exception):
    """The inbox can't be used; `str()` is the line for the person."""


class InboxBusy(InboxUnusable):
    """Another program is writing to the inbox; nothing was changed."""


@contextmanager
def reported_as(problem: str) -> Iterator[None]:
    """Turn a failure of the file or its database into InboxUnusable with a line about the problem."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        kind = InboxBusy if _is_busy(error) else InboxUnusable
        raise kind(f"{problem}: {_reason(error)}.") from error


class Database:
    """An open database, with one connection and explicit transactions."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        with reported_as(f"The inbox {path} can't be used"):
            if path is not None:
                _create_file(path)
            name = ":memory:" if path is None else path.absolute()
            self.connection = sqlite3.connect(name, timeout=_PATIENCE, isolation_level=None)
            try:
                self._create_or_recognize()
                if path is not None:
                    _make_private(path)
                self._configure()
            except BaseException:
                self.close()
                raise
        self._file = None if path is None else _identity(path)

    @contextmanager
    def using(self, problem: str) -> Iterator[sqlite3.Connection]:
        """Give the connection for one step; if it fails, InboxUnusable begins with the problem.

        A file that was deleted or replaced is not used: what is written there is lost.
        """
        with reported_as(problem):
            if self._path is not None and _identity(self._path) != self._file:
                raise OSError(f"{self._path} was deleted or replaced; start devmail again")
            yield self.connection

    @contextmanager
    def changing(self, problem: str) -> Iterator[sqlite3.Connection]:
        """Give the connection for one transaction that waits its turn to write."""
        with self.using(problem), transaction(self.connection):
            yield self.connection

    def wait_at_most(self, seconds: float) -> None:
        """Set how long to wait for another program that is writing."""
        self.connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")

    def version(self) -> int:
        """Return a number that changes when another program has changed the file."""
        return self._pragma("data_version")

    def shrink(self) -> None:
        """Return the space of deleted mails to the disk; not if another program is in the way."""
        patience = self._pragma("busy_timeout")
        try:
            with suppress(sqlite3.OperationalError):  # another program writes, or the disk is full
                self.wait_at_most(_SHRINK_PATIENCE)
                self.connection.execute("VACUUM")
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            self.wait_at_most(patience / 1000)

    def close(self) -> None:
        self.connection.close()

    def _pragma(self, name: str) -> int:
        return int(self.connection.execute(f"PRAGMA {name}").fetchone()[0])

    def _create_or_recognize(self) -> None:
        """Create the table in a new file; leave another program's alone and raise InboxUnusable."""
        foreign = InboxUnusable(f"{self._path} isn't a devmail inbox. Choose another file with --store.")
        try:
            with transaction(self.connection):  # one moment: another program may be creating it
                application, version = self._pragma("application_id"), self._pragma("user_version")
                if not (application or version or self._pragma("schema_version")):
                    self.connection.execute(_SCHEMA)
                    self.connection.execute(f"PRAGMA user_version = {_VERSION}")
                    self.connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
                elif application != _APPLICATION_ID:
                    raise foreign
                elif version != _VERSION:
                    raise InboxUnusable(
                        f"The inbox {self._path} was created by a different version of devmail. "
                        "Move it away, or choose another file with --store."
                    )
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
                raise foreign from error
            raise

    def _configure(self) -> None:
        until = monotonic() + _PATIENCE
        while True:
            try:
                self.connection.execute("PRAGMA journal_mode = wal")
                break
            except sqlite3.OperationalError as error:  # SQLite does not wait by itself here
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() >= until:
                    raise
            sleep(0.01)
        # Enough for a program that is killed: the system still writes what it was given.
        self.connection.execute("PRAGMA synchronous = normal")
        self.connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT}")
        # Some systems' SQLite overwrites everything deleted, which takes seconds for large mails.
        self.connection.execute("PRAGMA secure_delete = fast")


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """Commit the block as a whole, or roll it back.

    `IMMEDIATE` waits at the start for other programs that write. `DEFERRED` keeps nobody waiting until
    something is written.
    """
    connection.execute(f"BEGIN {kind}")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite itself rolls back when the disk is full
            connection.execute("ROLLBACK")
        raise


def _create_file(path: Path) -> None:
    """Create a file that only its owner can read.

    An existing one is not even opened: closing it would undo the locks that SQLite holds on it.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))


def _make_private(path: Path) -> None:
    """Keep others from an existing database and from the files that SQLite puts beside it."""
    for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        with suppress(FileNotFoundError, PermissionError):  # only its owner can change it, or needs to
            if file.stat().st_mode & 0o077:
                file.chmod(0o600)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def _is_busy(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", None)  # not every sqlite3.Error has one
    return code is not None and code & 0xFF == sqlite3.SQLITE_BUSY


def _reason(error: Exception) -> str:
    words = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return " ".join(words.split()).rstrip(".")
