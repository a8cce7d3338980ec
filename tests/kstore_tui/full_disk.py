"""A disk that is full for a while."""

from collections.abc import Iterator
from contextlib import contextmanager

from kstore_tui.database.models import proxy

BIG = "x" * 20_000
"""What needs pages of its own: the store's files have room for little things."""


@contextmanager
def full_disk() -> Iterator[None]:
    """SQLite takes no page more than there are, and says what it says when the disk is full."""
    _allow_pages(1)
    try:
        yield
    finally:
        _allow_pages(2**30)


def _allow_pages(count: int) -> None:
    with proxy.obj.connection_context():
        proxy.obj.pragma("max_page_count", count, permanent=True)
