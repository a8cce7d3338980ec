"""Reading activity: what happened, newest first, page by page."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from peewee import fn

from kstore_tui.addresses import fold
from kstore_tui.clock import Clock
from kstore_tui.database.connection import UnitsOfWork
from kstore_tui.database.models import Event, EventKey
from kstore_tui.events import What
from kstore_tui.outcomes import ActivityPage, ActivityRow
from kstore_tui.refusals import SearchTooWide
from kstore_tui.sessions import Sessions

PAGE = 50
"""Rows of one page."""
_AT_ONCE = 1000
"""Rows that the operator's command holds at a time."""
_PAST_THE_NEWEST = 2**63 - 1
_MOST_KEYS = 20
"""Addresses and origins that one search may fit: each is read from its own place in the index."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Activity:
    """What may be read of activity. Every page is read by key: nothing is counted or skipped over."""

    work: UnitsOfWork
    clock: Clock
    sessions: Sessions

    async def page(
        self,
        session_id: str,
        search: str = "",
        kind: What | None = None,
        before: int | None = None,
        after: int | None = None,
    ) -> ActivityPage:
        """Return a page of what happened, newest first.

        Args:
            session_id: The person's session.
            search: The beginning of an address or origin; empty for all.
            kind: What happened; None for everything.
            before: The row that the page is older than.
            after: The row that the page is newer than; of both, one is given at most.

        Raises:
            SearchTooWide: More addresses begin so than can be looked through.
            SessionOver: The session has ended.
        """
        return await self.work.run(self._page, session_id, search, kind, before, after)

    def _page(
        self, session_id: str, search: str, kind: What | None, before: int | None, after: int | None
    ) -> ActivityPage:
        self.sessions.require(session_id)
        rows = self._rows(search, kind, before, after, PAGE + 1)
        if after is not None and len(rows) <= PAGE:  # nothing newer is left: a short page would be of no use
            after, rows = None, self._rows(search, kind, None, None, PAGE + 1)
        more = len(rows) > PAGE
        return ActivityPage(
            rows=rows[-PAGE:] if after is not None else rows[:PAGE],
            # No row is ever removed: the one that was turned from is still there.
            newer=more if after is not None else before is not None,
            older=more if after is None else True,
            now=self.clock(),
        )

    async def every(
        self, search: str = "", kind: What | None = None, limit: int | None = None
    ) -> AsyncIterator[ActivityRow]:
        """Yield what happened, newest first: for the operator of the host, who needs no session.

        Args:
            search: As for a page.
            kind: As for a page.
            limit: How many rows at most; None for all.

        Raises:
            SearchTooWide: As for a page.
        """
        left, before = limit, None
        while left is None or left > 0:
            size = _AT_ONCE if left is None else min(left, _AT_ONCE)
            rows = await self.work.run(self._rows, search, kind, before, None, size)
            for row in rows:
                yield row
            if len(rows) < size:
                return
            before = rows[-1].id
            left = None if left is None else left - size

    def _rows(
        self, search: str, kind: What | None, before: int | None, after: int | None, most: int
    ) -> tuple[ActivityRow, ...]:
        """Return the rows next to a place, newest first."""
        rows = Event.select()
        if search.strip():
            found = self._found(fold(search), kind, before, after, most)
            if not found:
                return ()
            rows = rows.where(Event.id.in_(found))
        else:
            rows = _next(rows, Event.id, before, after, most)
            if kind is not None:
                rows = rows.where(Event.what == kind)
        newest_first = sorted(rows, key=lambda event: int(event.id), reverse=True)
        return tuple(
            ActivityRow(event.id, event.at, What(event.what), event.who, event.about, event.origin)
            for event in newest_first
        )

    def _found(
        self, start: str, kind: What | None, before: int | None, after: int | None, most: int
    ) -> list[int]:
        """Return the ids of what a search finds next to a place."""
        found: set[int] = set()
        for key in _keys(start):
            of_key = EventKey.select(EventKey.event_id).where(EventKey.key == key)
            if kind is not None:
                of_key = of_key.where(EventKey.what == kind)
            found |= {each for (each,) in _next(of_key, EventKey.event_id, before, after, most).tuples()}
        return sorted(found, reverse=after is None)[:most]


def _next(query: Any, number: Any, before: int | None, after: int | None, most: int) -> Any:
    """Return the first rows of a query on one side of a place."""
    if after is not None:
        return query.where(number > after).order_by(number).limit(most)
    return query.where(number < (before or _PAST_THE_NEWEST)).order_by(number.desc()).limit(most)


def _keys(start: str) -> list[str]:
    """Return the addresses and origins that begin so, jumping in the index from one to the next."""
    found: list[str] = []
    key = EventKey.select(fn.MIN(EventKey.key)).where(EventKey.key >= start).scalar()
    while key is not None and key.startswith(start):
        if len(found) == _MOST_KEYS:
            raise SearchTooWide(_MOST_KEYS)
        found.append(key)
        key = EventKey.select(fn.MIN(EventKey.key)).where(EventKey.key > key).scalar()
    return found
