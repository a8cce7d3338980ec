"""Searching activity for a day or a month, or since then, in UTC."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from kstore_tui.core.errors import InvalidDate
from kstore_tui.core.events import OPERATOR, EventKind
from kstore_tui.settings import Settings
from kstore_tui.store import Store
from tests.kstore_tui.support.events import fill, noted
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.steps import registered

OTHER = "bob@example.com"
SECOND = timedelta(seconds=1)
KINDS = tuple(EventKind)[5:]


@pytest.fixture
async def session(store: Store, clock: MovableClock) -> str:
    """The session of who reads; around two ends of a day and of a month, kinds happened in their order."""
    moments = [
        datetime(2026, month, day, tzinfo=UTC) + late
        for month, day, late in (
            (10, 31, timedelta()),
            (11, 1, -SECOND),
            (11, 1, timedelta()),
            (11, 20, -SECOND),
            (11, 20, timedelta()),
            (11, 20, timedelta(hours=23, minutes=59, seconds=59, microseconds=999_999)),
            (11, 21, timedelta()),
        )
    ]
    for moment, kind in zip(moments, KINDS, strict=False):
        clock.now = moment
        await noted(store, (kind, OPERATOR if moment.second else OTHER))
    clock.now = datetime(2026, 12, 1, 9, 14, tzinfo=UTC)
    return (await registered(store)).session_id


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("2026-11-20", [5, 4]),
        (" ２０２６－１１－２０ ", [5, 4]),
        ("2026-11", [6, 5, 4, 3, 2]),
        ("2026-10", [1, 0]),
        ("2024-02-29", []),
        (f"{OTHER} 2026-11-20", [4]),
        ("2026-11-20 OPER", [5]),
        ("2026-11-20 2026-11-21", [6, 5, 4]),
        ("2026-11-21 2026-10", [6, 5, 4, 3, 2, 1, 0]),
    ],
)
async def test_a_day_or_a_month_is_found(store: Store, session: str, typed: str, found: list[int]) -> None:
    page = await store.activity.page(session, typed)
    assert [row.what for row in page.rows] == [KINDS[number] for number in found]
    assert (page.newer, page.older) == (False, False)
    assert tuple([row async for row in store.activity.every(typed)]) == page.rows


@pytest.mark.parametrize("typed", ["2026-02-30", "2026-13", "ken 2026-11-31"])
async def test_a_day_that_does_not_exist_is_refused(store: Store, session: str, typed: str) -> None:
    with pytest.raises(InvalidDate, match=r"2026-.+ isn't a date"):
        await store.activity.page(session, typed)


@pytest.mark.parametrize("typed", ["2026-1x", "2026-11-", "0026-11-20", "2026-11-200"])
async def test_what_only_looks_like_a_day_is_an_address(store: Store, session: str, typed: str) -> None:
    await noted(store, (EventKind.DELETED, f"{typed}9@example.com"))
    page = await store.activity.page(session, typed)
    assert [row.what for row in page.rows] == [EventKind.DELETED]


@pytest.mark.parametrize(
    ("typed", "who", "kind"), [("2025-01", "", None), ("n03 2025-01", "n03", EventKind.LOGGED_IN)]
)
async def test_pages_of_a_month_follow_one_another_there_and_back(
    store: Store, session: str, settings: Settings, typed: str, who: str, kind: EventKind | None
) -> None:
    fill(Path(settings.database), 20 * 24 * 40, minutes=3)
    of_month = [
        row
        async for row in store.activity.every(kind=kind)
        if (row.at.year, row.at.month) == (2025, 1) and row.who.startswith(who)
    ]
    expected = of_month[:120]
    pages = [await store.activity.page(session, typed, kind)]
    for _ in range(2):
        pages.append(await store.activity.page(session, typed, kind, before=pages[-1].rows[-1].id))
    assert [row for page in pages for row in page.rows][:120] == expected
    for before, page in pairwise(pages):
        assert await store.activity.page(session, typed, kind, after=page.rows[0].id) == before
    oldest = await store.activity.page(session, typed, kind, before=of_month[-2].id)
    assert (oldest.rows, oldest.older) == ((of_month[-1],), False)


async def test_clocks_that_differ_hide_no_event(store: Store, session: str, clock: MovableClock) -> None:
    noon = datetime(2027, 3, 2, tzinfo=UTC)
    for minutes in (-1, 30, -30, 59, -59, 24 * 60 - 1, 24 * 60 + 30, 24 * 60 - 25):
        clock.now = noon + timedelta(minutes=minutes)
        await noted(store, (EventKind.DELETED, OTHER))
    for typed in ("2027-03-02", "2027-03-02 bob"):
        times = [f"{row.at:%d %H:%M}" async for row in store.activity.every(typed)]
        assert times == ["02 23:35", "02 23:59", "02 00:59", "02 00:30"]


async def test_the_operator_reads_what_happened_since_then(store: Store, session: str) -> None:
    since = datetime(2026, 11, 20, 12, tzinfo=UTC)
    kinds = [row.what async for row in store.activity.every(since=since)]
    assert kinds == [EventKind.LOGGED_IN, EventKind.REGISTERED, KINDS[6], KINDS[5]]
    assert [row.what async for row in store.activity.every("2026-11-20", since=since)] == [KINDS[5]]
    assert [row.what async for row in store.activity.every("bob", since=since)] == [KINDS[6]]
