"""`devmail wait`: the mail that a script is after, or the first to come."""

from pathlib import Path
from time import monotonic, sleep

from devmail.cli.stored import is_there
from devmail.model import Mail
from devmail.store.inbox import Inbox
from devmail.store.wanted import Wanted

_PAUSE = 0.03
"""Seconds between two looks at the file: each asks SQLite for one number, and reads once that has changed."""


def wait_for(store: Path, wanted: Wanted, after: int | None, seconds: float) -> Mail | None:
    """Return the newest mail that fits, or the first that comes; None when none comes in time.

    Args:
        store: The inbox's file; it may not be there yet.
        wanted: Which mail.
        after: Only mails with larger numbers; None for those that are still to come.
        seconds: How long to wait for one.

    Raises:
        InboxUnusable: The inbox cannot be read.
    """
    until = monotonic() + seconds
    while not is_there(store):
        after = after or 0  # all that comes is still to come
        if monotonic() >= until:
            return None
        sleep(_PAUSE)
    inbox = Inbox(store)
    try:
        if after is None:
            after = next((mail.id for mail in inbox.newest(1)), 0)
        return _newest(inbox, wanted, after) or _first_to_come(inbox, wanted, until)
    finally:
        inbox.close()


def _newest(inbox: Inbox, wanted: Wanted, after: int) -> Mail | None:
    page = inbox.page()
    while page:
        for mail in page:
            if mail.id <= after or (wanted.since is not None and mail.received_at < wanted.since):
                return None
            if wanted.fits(mail):
                return mail
        page = inbox.page(before=page[-1].id)
    return None


def _first_to_come(inbox: Inbox, wanted: Wanted, until: float) -> Mail | None:
    come: list[Mail] = []
    inbox.subscribe(come.extend)
    while (left := until - monotonic()) > 0:
        sleep(min(_PAUSE, left))
        inbox.look_elsewhere()
        for mail in come:
            if wanted.fits(mail):
                return mail
        come.clear()
    return None
