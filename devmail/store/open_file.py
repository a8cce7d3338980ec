"""An inbox's file while it is open."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devmail.store.database import open_database
from devmail.store.private_file import KnownFile
from devmail.store.unusable import saying


class OpenFile:
    """The file that an inbox was opened with, or memory.

    Attributes:
        connection: To its database: for what is to be quick.
        database: The same, as peewee knows it.
        table: Its mails.

    Args:
        path: The file, made when it is missing; None is memory.

    Raises:
        InboxUnusable: It cannot be used; nothing was changed.
    """

    def __init__(self, path: Path | None) -> None:
        self.database, self.connection, self.table = open_database(path)
        self._known = KnownFile(path)

    @contextmanager
    def using(self, what: str) -> Iterator[None]:
        """Use the file for as long as the block takes; one that was deleted meanwhile is not used.

        Args:
            what: What cannot be done when that fails, as "The inbox cannot be read".

        Raises:
            InboxUnusable: It failed.
        """
        with saying(what):
            self._known.check()
            yield

    def version(self) -> int:
        """Return a number that is another one once another program has changed the file."""
        return int(self.database.pragma("data_version"))

    def close(self) -> None:
        """Let go of it."""
        self.database.close()
