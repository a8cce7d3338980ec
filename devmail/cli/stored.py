"""The inbox that a command reads: that of a devmail which is, or was, running."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devmail.store.inbox import Inbox, InboxUnusable


def store_of(options: Namespace) -> Path:
    """Return inbox file: the one that was named, or the one in the user's state folder."""
    if options.store is not None:
        return Path(options.store)
    from platformdirs import user_state_path

    return user_state_path("devmail", appauthor=False) / "inbox.sqlite3"


def exists(store: Path) -> bool:
    """Return whether there is an inbox; while one is being created, its file is empty."""
    try:
        return store.stat().st_size > 0
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise InboxUnusable(f"The inbox {store} can't be used: {error.strerror or error}.") from error


@contextmanager
def stored_inbox(store: Path) -> Iterator[Inbox]:
    """Open an existing inbox for the block; none is created."""
    if not exists(store):
        raise InboxUnusable(f"There is no inbox at {store}. Start devmail, or choose its inbox with --store.")
    inbox = Inbox(store)
    try:
        yield inbox
    finally:
        inbox.close()
