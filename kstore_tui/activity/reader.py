"""Reading activity: what happened, newest first, page by page."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime

from kstore_tui.activity.periods import ALWAYS
from kstore_tui.activity.search import rows_next_to
from kstore_tui.core.clock import Clock
from kstore_tui.core.events import EventKind
from kstore_tui.core.results import ActivityPage, ActivityRow
from kstore_tui.database.transactions import Transactions

PAGE = 50
"""Rows of one page."""
_AT_ONCE = 1000
"""Rows that the operator's command holds at a time."""


@dataclass(eq=False, repr=False)
class Activity:
    """What may be read of activity. Every page is read by key: nothing is counted or skipped over."""

    work: Transactions
    clock: Clock
    require_session: Callable[[str], object]
    """Raises `SessionEnded` unless the session goes on."""

    async def page(
        self,
        session_id: str,
        search: str = "",
        kind: EventKind | None = None,
        before: int | None = None,
        after: int | None = None,
    ) -> ActivityPage:
        """Return a page of what happened, newest first.

        Args:
            session_id: The person's session.
            search: The beginning of an address or origin, and a day or a month; empty for all.
            kind: What happened; None for everything.
            before: The row that the page is older than.
            after: The row that the page is newer than; of both, one is given at most.

        Raises:
            SearchTooBroad: More addresses begin so than can be looked through.
            InvalidDate: What looks like a day is none.
            SessionEnded: The session has ended.
        """
        return await self.work.run(self._page, session_id, search, kind, before, after)

    def _page(
        self, session_id: str, search: str, kind: EventKind | None, before: int | None, after: int | None
    ) -> ActivityPage:
        self.require_session(session_id)
        rows = rows_next_to(search, kind, before, after, PAGE + 1)
        if after is not None and len(rows) <= PAGE:  # nothing newer is left: a short page would be of no use
            after, rows = None, rows_next_to(search, kind, None, None, PAGE + 1)
        more = len(rows) > PAGE
        return ActivityPage(
            rows=rows[-PAGE:] if after is not None else rows[:PAGE],
            # No row is ever removed: the one that was turned from is still there.
            newer=more if after is not None else before is not None,
            older=more if after is None else True,
            now=self.clock(),
        )

    async def every(
        self,
        search: str = "",
        kind: EventKind | None = None,
        limit: int | None = None,
        since: datetime = ALWAYS.begin,
    ) -> AsyncIterator[ActivityRow]:
        """Yield what happened, newest first: for the operator of the host, who needs no session.

        Args:
            search: As for a page.
            kind: As for a page.
            limit: How many rows at most; None for all.
            since: The first moment that is of interest.

        Raises:
            StoreError: As for a page.
        """
        left, before = limit, None
        while left is None or left > 0:
            size = _AT_ONCE if left is None else min(left, _AT_ONCE)
            rows = await self.work.run(rows_next_to, search, kind, before, None, size, since)
            for row in rows:
                yield row
            if len(rows) < size:
                return
            before = rows[-1].id
            left = None if left is None else left - size
