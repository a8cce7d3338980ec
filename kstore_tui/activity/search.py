"""Searching activity, newest first, page by page. It is read by key: nothing is counted or skipped over."""

import re
import unicodedata
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from peewee import fn

from kstore_tui.core.addresses import as_searched
from kstore_tui.core.clock import Clock
from kstore_tui.core.errors import InvalidDate, SearchTooBroad
from kstore_tui.core.events import EventKind
from kstore_tui.core.results import EVENTS_COUNTED, ActivityPage, ActivityRow
from kstore_tui.database.models import Event, EventKey
from kstore_tui.database.transactions import Transactions

PAGE = 50
"""Rows of one page."""
_AT_ONCE = 1000
"""Rows that the operator's command holds at a time."""
_PAST_THE_NEWEST = 2**63 - 1
_MOST_KEYS = 20
"""Addresses and origins that one search may find: each is read from its own place in the index."""
_CLOCKS_DIFFER = timedelta(hours=1)
"""By how much at most."""

_DAY_OR_MONTH = re.compile(r"([12]\d{3})-(\d\d)(?:-(\d\d))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    begin: datetime
    end: datetime
    """The first moment after it."""


ALWAYS = Period(datetime(1000, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC))
"""More than the time in which anything can have happened."""


def read_period(word: str) -> Period | None:
    """Return the time that a day such as `2026-11-20` or a month such as `2026-11` means, in UTC.

    None when the word looks like neither; one that doesn't exist raises `InvalidDate`.
    """
    match = _DAY_OR_MONTH.fullmatch(word)
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        begin = datetime(int(year), int(month), int(day or 1), tzinfo=UTC)
        return Period(
            begin, begin + timedelta(days=1) if day else (begin + timedelta(days=31)).replace(day=1)
        )
    except ValueError:
        raise InvalidDate(word) from None


def read_search(typed: str) -> tuple[str, Period]:
    """Split a search into its words and its time: from the first to the last day or month in it."""
    words, periods = [], []
    for word in unicodedata.normalize("NFKC", typed).split():
        period = read_period(word)
        if period is None:
            words.append(word)
        else:
            periods.append(period)
    if not periods:
        return " ".join(words), ALWAYS
    return " ".join(words), Period(min(each.begin for each in periods), max(each.end for each in periods))


@dataclass(eq=False, repr=False)
class ActivitySearch:
    transactions: Transactions
    clock: Clock
    require_session: Callable[[str], object]
    """Raises `SessionEnded` if the session has ended."""

    async def page(
        self,
        session_id: str,
        search: str = "",
        kind: EventKind | None = None,
        before: int | None = None,
        after: int | None = None,
    ) -> ActivityPage:
        """Return a page of what happened, newest first.

        `search` is the beginning of an address or origin, and a day or a month. The page is older than
        the row with the id `before`, or newer than the one with the id `after`. Raises `SearchTooBroad` and
        `InvalidDate`.
        """
        return await self.transactions.run(self._page, session_id, search, kind, before, after)

    def _page(
        self, session_id: str, search: str, kind: EventKind | None, before: int | None, after: int | None
    ) -> ActivityPage:
        self.require_session(session_id)
        rows = _rows(search, kind, before, after, PAGE + 1)
        if after is not None and len(rows) <= PAGE:  # nothing newer is left: a short page would be of no use
            after, rows = None, _rows(search, kind, None, None, PAGE + 1)
        more = len(rows) > PAGE
        return ActivityPage(
            rows=rows[-PAGE:] if after is not None else rows[:PAGE],
            # No row is ever removed: the one that the reader came from is still there.
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
        """Yield what happened, newest first: for the operator of the host, who needs no session."""
        left, before = limit, None
        while left is None or left > 0:
            size = _AT_ONCE if left is None else min(left, _AT_ONCE)
            rows = await self.transactions.run(_rows, search, kind, before, None, size, since)
            for row in rows:
                yield row
            if len(rows) < size:
                return
            before = rows[-1].id
            left = None if left is None else left - size


def count_since(moment: datetime) -> int | None:
    """Return how much has happened since a moment; None when it is more than is counted."""
    since = Event.select(Event.id).where(Event.at > moment).limit(EVENTS_COUNTED + 1)
    counted: int = since.count()
    return None if counted > EVENTS_COUNTED else counted


def _rows(
    search: str,
    kind: EventKind | None,
    before: int | None,
    after: int | None,
    most: int,
    since: datetime = ALWAYS.begin,
) -> tuple[ActivityRow, ...]:
    start, period = read_search(search)
    period = replace(period, begin=max(period.begin, since))
    ids = _Ids(after or 0, before or _PAST_THE_NEWEST, upwards=after is not None)
    rows = Event.select()
    if period != ALWAYS:
        ids = ids.within(period)
    if start:
        found = _found(as_searched(start), kind, ids, period, most)
        if not found:
            return ()
        rows = rows.where(Event.id.in_(found))
    else:
        rows = ids.next_of(rows, Event.id, most)
        if kind is not None:
            rows = rows.where(Event.what == kind)
        if period != ALWAYS:
            rows = rows.where(_within(period))
    newest_first = sorted(rows, key=lambda event: int(event.id), reverse=True)
    return tuple(
        ActivityRow(event.id, event.at, EventKind(event.what), event.who, event.about, event.origin)
        for event in newest_first
    )


def _found(start: str, kind: EventKind | None, ids: "_Ids", period: Period, most: int) -> list[int]:
    """Return the ids of the next rows in which an address or origin begins like this."""
    found: set[int] = set()
    for key in _keys(start):
        of_key = EventKey.select(EventKey.event_id).where(EventKey.key == key)
        if kind is not None:
            of_key = of_key.where(EventKey.what == kind)
        if period != ALWAYS:
            of_key = of_key.join(Event, on=Event.id == EventKey.event_id).where(_within(period))
        found |= {each for (each,) in ids.next_of(of_key, EventKey.event_id, most).tuples()}
    return sorted(found, reverse=not ids.upwards)[:most]


def _keys(start: str) -> list[str]:
    """Return the addresses and origins that begin like this, jumping in the index from one to the next."""
    found: list[str] = []
    key = EventKey.select(fn.MIN(EventKey.key)).where(EventKey.key >= start).scalar()
    while key is not None and key.startswith(start):
        if len(found) == _MOST_KEYS:
            raise SearchTooBroad(_MOST_KEYS)
        found.append(key)
        key = EventKey.select(fn.MIN(EventKey.key)).where(EventKey.key > key).scalar()
    return found


def _within(period: Period) -> Any:
    return (Event.at >= period.begin) & (Event.at < period.end)


@dataclass(frozen=True)
class _Ids:
    """The rows that are looked through: those between two others."""

    above: int
    below: int
    upwards: bool
    """Whether the oldest come first."""

    def within(self, period: Period) -> "_Ids":
        """Leave out most of what is outside a period: ids grow with time.

        Programs whose clocks differ note rows in another order, so some of those beside it are left.
        """
        before = Event.select(Event.id).where(Event.at < period.begin - _CLOCKS_DIFFER)
        after = Event.select(Event.id).where(Event.at >= period.end + _CLOCKS_DIFFER)
        last_before = before.order_by(Event.at.desc()).limit(1).scalar()
        first_after = after.order_by(Event.at).limit(1).scalar()
        return _Ids(
            max(self.above, last_before or 0), min(self.below, first_after or _PAST_THE_NEWEST), self.upwards
        )

    def next_of(self, query: Any, number: Any, most: int) -> Any:
        query = query.where(number > self.above, number < self.below).limit(most)
        return query.order_by(number if self.upwards else number.desc())
