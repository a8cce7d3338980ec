"""A file for its owner alone: mails hold codes."""

import errno
import os
from contextlib import suppress
from pathlib import Path


def make_file(path: Path) -> None:
    """Make a file for its owner alone, when there is none; the folder is made too.

    One that is there is not even opened: to close it would undo the locks that SQLite has on it.

    Args:
        path: The file.

    Raises:
        OSError: It cannot be made, or is a folder.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))


def make_private(path: Path) -> None:
    """Keep others from a database that was there before, and from what SQLite puts beside it.

    Args:
        path: The database's file.
    """
    for name in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        with suppress(FileNotFoundError, PermissionError):  # only its owner can, and only its owner need
            if name.stat().st_mode & 0o077:
                name.chmod(0o600)


class KnownFile:
    """A file that is open, and may be deleted meanwhile: what is written then is lost.

    Args:
        path: The file; None is memory, which stays.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._was = None if path is None else self._identity(path)

    def check(self) -> None:
        """Look whether it is still the same file.

        Raises:
            OSError: It is not.
        """
        if self._path is not None and self._identity(self._path) != self._was:
            raise OSError(f"{self._path} was deleted or replaced; start devmail again")

    @staticmethod
    def _identity(path: Path) -> tuple[int, int] | None:
        try:
            found = os.stat(path)
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino
