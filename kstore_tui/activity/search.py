"""What happened, read by key: parts of units of work in which nothing is counted or skipped over."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from peewee import fn

from kstore_tui.activity.periods import ALWAYS, Period, read_search
from kstore_tui.core.addresses import as_searched
from kstore_tui.core.errors import SearchTooBroad
from kstore_tui.core.events import EventKind
from kstore_tui.core.results import EVENTS_COUNTED, ActivityRow
from kstore_tui.database.models import Event, EventKey

_PAST_THE_NEWEST = 2**63 - 1
_MOST_KEYS = 20
"""Addresses and origins that one search may fit: each is read from its own place in the index."""
_CLOCKS_DIFFER = timedelta(hours=1)
"""By how much at most."""


def rows_next_to(
    search: str,
    kind: EventKind | None,
    before: int | None,
    after: int | None,
    most: int,
    since: datetime = ALWAYS.begin,
) -> tuple[ActivityRow, ...]:
    """Return the rows next to a place, newest first.

    Args:
        search: The beginning of an address or origin, and a day or a month; empty for all.
        kind: What happened; None for everything.
        before: The row that they are older than.
        after: The row that they are newer than; of both, one is given at most.
        most: How many rows.
        since: The first moment that is of interest.

    Raises:
        SearchTooBroad: More addresses begin so than can be looked through.
        InvalidDate: What looks like a day is none.
    """
    start, period = read_search(search)
    period = period._replace(begin=max(period.begin, since))
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


def count_since(moment: datetime) -> int | None:
    """Return how much happened since then; None when it is more than is counted.

    Args:
        moment: Since when.
    """
    since = Event.select(Event.id).where(Event.at > moment).limit(EVENTS_COUNTED + 1)
    counted: int = since.count()
    return None if counted > EVENTS_COUNTED else counted


def _found(start: str, kind: EventKind | None, ids: "_Ids", period: Period, most: int) -> list[int]:
    """Return the ids of what a search finds next to a place."""
    found: set[int] = set()
    for key in _keys(start):
        of_key = EventKey.select(EventKey.event_id).where(EventKey.key == key)
        if kind is not None:
            of_key = of_key.where(EventKey.what == kind)
        if period != ALWAYS:
            of_key = of_key.join(Event, on=Event.id == EventKey.event_id).where(_within(period))
        found |= {each for (each,) in ids.next_of(of_key, EventKey.event_id, most).tuples()}
    return sorted(found, reverse=not ids.upwards)[:most]


class _Ids(NamedTuple):
    """The rows that are looked through: from one place on, up to another, both left out."""

    above: int
    below: int
    upwards: bool
    """Whether the oldest of them come first."""

    def within(self, period: Period) -> "_Ids":
        """Return them without most of those that are outside of a time: ids grow with it.

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
        """Return the first rows of a query."""
        query = query.where(number > self.above, number < self.below).limit(most)
        return query.order_by(number if self.upwards else number.desc())


def _within(period: Period) -> Any:
    return (Event.at >= period.begin) & (Event.at < period.end)


def _keys(start: str) -> list[str]:
    """Return the addresses and origins that begin so, jumping in the index from one to the next."""
    found: list[str] = []
    key = EventKey.select(fn.MIN(EventKey.key)).where(EventKey.key >= start).scalar()
    while key is not None and key.startswith(start):
        if len(found) == _MOST_KEYS:
            raise SearchTooBroad(_MOST_KEYS)
        found.append(key)
        key = EventKey.select(fn.MIN(EventKey.key)).where(EventKey.key > key).scalar()
    return found
