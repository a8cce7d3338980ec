"""The inbox of a devmail that runs, or ran: read where it is, and never made."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devmail.store.inbox import Inbox, InboxUnusable


def is_there(store: Path) -> bool:
    """Tell whether there is an inbox; one that is being made is empty at first.

    Args:
        store: Its file.

    Raises:
        InboxUnusable: It cannot even be looked for.
    """
    try:
        return store.stat().st_size > 0
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise InboxUnusable(f"The inbox {store} cannot be used: {error.strerror or error}.") from error


@contextmanager
def stored_inbox(store: Path) -> Iterator[Inbox]:
    """Open an inbox for as long as the block takes.

    Args:
        store: Its file.

    Raises:
        InboxUnusable: There is none, or it cannot be used.
    """
    if not is_there(store):
        raise InboxUnusable(f"There is no inbox {store} yet: start devmail, or name its file with --store.")
    inbox = Inbox(store)
    try:
        yield inbox
    finally:
        inbox.close()
