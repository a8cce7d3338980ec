"""Activity is searched by who, whom, where, what and when, page by page, without reading every row."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kstore_tui.accounts.administrators import Operator
from kstore_tui.activity.search import PAGE
from kstore_tui.core.addresses import as_searched, read_address
from kstore_tui.core.errors import InvalidCredentials, InvalidDate, SearchTooBroad
from kstore_tui.core.events import OPERATOR, UNKNOWN, EventKind
from kstore_tui.core.results import ActivityPage
from kstore_tui.database.models import proxy
from kstore_tui.settings import Settings
from kstore_tui.store import Store
from tests.kstore_tui.support.events import all_events, fill, noted
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.steps import ADDRESS, ORIGIN, OTHER_ADDRESS, accounts, registered


def _ids(page: ActivityPage) -> list[int]:
    return [row.id for row in page.rows]


async def test_pages_follow_one_another_there_and_back(store: Store, session: str) -> None:
    await noted(store, *[(EventKind.CODE_SENT, f"n{number}@example.com") for number in range(2 * PAGE)])
    newest = await store.activity.page(session)
    second = await store.activity.page(session, before=newest.rows[-1].id)
    oldest = await store.activity.page(session, before=second.rows[-1].id)
    pages = (newest, second, oldest)
    assert [id_ for page in pages for id_ in _ids(page)] == list(range(2 * PAGE + 2, 0, -1))
    assert (newest.now, newest.rows[0].at) == (store.clock(), store.clock())
    assert [(page.newer, page.older) for page in pages] == [(False, True), (True, True), (True, False)]
    back = await store.activity.page(session, after=oldest.rows[0].id)
    assert (_ids(back), back.newer, back.older) == (_ids(second), True, True)
    first = await store.activity.page(session, after=second.rows[0].id)
    assert (_ids(first), first.newer, first.older) == (_ids(newest), False, True)


async def test_a_page_stays_while_more_happens_and_the_newest_is_full(store: Store, session: str) -> None:
    await noted(store, *[(EventKind.CODE_SENT, OPERATOR)] * 2 * PAGE)
    newest = await store.activity.page(session)
    second = await store.activity.page(session, before=newest.rows[-1].id)
    await noted(store, (EventKind.DELETED, OPERATOR))
    assert await store.activity.page(session, before=newest.rows[-1].id) == second
    middle = await store.activity.page(session, after=second.rows[0].id)
    assert middle.newer
    top = await store.activity.page(session, after=middle.rows[0].id)
    assert (len(top.rows), top.rows[0].what, top.newer) == (PAGE, EventKind.DELETED, False)


async def test_one_kind_can_be_read_alone_and_in_pages(store: Store, session: str) -> None:
    await noted(store, *[(EventKind.CODE_SENT, OPERATOR), (EventKind.DELETED, OPERATOR)] * (PAGE + 1))
    page = await store.activity.page(session, kind=EventKind.DELETED)
    assert {row.what for row in page.rows} == {EventKind.DELETED}
    rest = await store.activity.page(session, kind=EventKind.DELETED, before=page.rows[-1].id)
    assert (len(rest.rows), rest.newer, rest.older) == (1, True, False)
    assert (await store.activity.page(session, kind=EventKind.OUTBOX_SENT)).rows == ()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (OTHER_ADDRESS, [EventKind.WITHDRAWN, EventKind.INVITED]),
        (" ken", [EventKind.WITHDRAWN, EventKind.INVITED]),
        ("ami@example.com", [EventKind.INVITED, EventKind.LOGGED_IN, EventKind.REGISTERED]),
        (ORIGIN, [EventKind.LOGIN_REFUSED, EventKind.INVITED, EventKind.LOGGED_IN, EventKind.REGISTERED]),
        (OPERATOR, [EventKind.WITHDRAWN]),
        (UNKNOWN, [EventKind.LOGIN_REFUSED]),
        ("%", []),
        ("example.com", []),
    ],
)
async def test_a_search_finds_who_did_it_whom_it_is_about_and_where_it_came_from(
    store: Store, session: str, typed: str, found: list[EventKind]
) -> None:
    await store.administrators.register(session, OTHER_ADDRESS)
    with pytest.raises(InvalidCredentials):
        await store.login.log_in("nobody@example.com", "wrong", ORIGIN)
    await store.administrators.delete(Operator(), await store.administrators.id_of(OTHER_ADDRESS))
    assert [row.what for row in (await store.activity.page(session, typed)).rows] == found


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("n001", None),
        ("n00", EventKind.LOGIN_REFUSED),
        ("203.0.113.19", EventKind.LOGGED_IN),
        ("", EventKind.LOGIN_REFUSED),
        ("2025-01", None),
        ("n03 2025-01", EventKind.LOGGED_IN),
    ],
)
async def test_pages_hold_all_that_a_search_finds_in_both_directions(
    store: Store, session: str, settings: Settings, typed: str, kind: EventKind | None
) -> None:
    fill(Path(settings.database), 4000, minutes=15)
    who, _, month = typed.partition("2025-")
    expected = [
        row
        for row in (await all_events(store))[::-1]
        if (row.who.startswith(who.strip()) or row.origin.startswith(who.strip()))
        and kind in (None, row.what)
        and (not month or (row.at.year, row.at.month) == (2025, 1))
    ]
    assert [row async for row in store.activity.every(typed, kind)] == expected != []
    pages = [await store.activity.page(session, typed, kind)]
    while pages[-1].older:
        pages.append(await store.activity.page(session, typed, kind, before=pages[-1].rows[-1].id))
    assert [row for page in pages for row in page.rows] == expected
    for before, page in pairwise(pages):
        assert await store.activity.page(session, typed, kind, after=page.rows[0].id) == before


async def test_a_search_that_is_too_broad_is_refused(store: Store, session: str, settings: Settings) -> None:
    fill(Path(settings.database), 1000)
    with pytest.raises(SearchTooBroad, match="Enter more"):
        await store.activity.page(session, "n0")


async def test_the_operator_reads_all_or_the_newest(store: Store, session: str, settings: Settings) -> None:
    fill(Path(settings.database), 2500)
    assert [row.id for row in await all_events(store)] == list(range(1, 2503))
    assert [row.id async for row in store.activity.every(limit=1001)] == list(range(2502, 1501, -1))
    assert [row async for row in store.activity.every(limit=0)] == []


def _plans(asked: list[tuple[str, Any]]) -> list[str]:
    """Return how SQLite does what it was asked."""
    assert asked
    plans = (proxy.obj.execute_sql(f"EXPLAIN QUERY PLAN {sql}", params) for sql, params in asked)
    return [step[3] for plan in plans for step in plan]


@pytest.mark.parametrize(
    "search", ["", ADDRESS, "n001", "2025-01-01", "2025-01", "n001 2025-01-01", "2029-01"]
)
async def test_no_page_is_read_by_looking_at_every_row(
    store: Store, session: str, settings: Settings, statements: list[tuple[str, Any]], search: str
) -> None:
    fill(Path(settings.database), 1000)
    for kind in (None, EventKind.LOGGED_IN):
        statements.clear()
        for place in ({}, {"before": 900}, {"after": 100}):
            await store.activity.page(session, search, kind, **place)
        about_activity = [(sql, params) for sql, params in statements if '"activity' in sql]
        steps = await store.transactions.run(_plans, about_activity)
        assert [step for step in steps if "SCAN" in step or "TEMP B-TREE" in step] == []
        if kind is not None and not search:
            assert all(
                "activity_what_id (what=? AND id" in step for step in steps if "activity_at" not in step
            )
        assert not [sql for sql, params in about_activity if "COUNT(" in sql]
        assert not [sql for sql, params in about_activity if "OFFSET" in sql and params[-1] > 0]


# Addresses as a person reads them, in any script.


JAPANESE, GERMAN, SHARP = (
    read_address(address)
    for address in ("管理者@例え.jp", "Jürgen.Ähre@bücher.example.com", "ken@straße.example.com")
)


async def test_addresses_of_any_script_are_found_as_they_are_read(store: Store, session: str) -> None:
    await accounts(store, JAPANESE, GERMAN, SHARP)
    await noted(store, *((EventKind.DELETED, address) for address in (JAPANESE, GERMAN, SHARP)))
    begins = {
        JAPANESE: ["管", "管理者@例", "管理者＠例え。ｊｐ", "管理者@xn--r8jz45g.jp"],
        GERMAN: [
            "JÜRGEN.ä",
            "ju\N{COMBINING DIAERESIS}rgen",
            "jürgen.ähre@BÜ",
            "jürgen.ähre@xn--bcher-kva.example.com",
        ],
        SHARP: ["KEN@stra", "ken@straße.example.com"],
        ADDRESS: [ADDRESS.upper(), "ami"],
    }
    contains = {
        JAPANESE: ["理", "え.jp", "者@例え", "xn--r8jz45g"],
        GERMAN: ["ähre", "ÄHRE@bü", "bücher.example.com"],
        SHARP: ["straße.example.com"],
    }
    for address, words in begins.items():
        for typed in words:
            assert {row.who for row in (await store.activity.page(session, typed)).rows} == {address}, typed
            assert await _administrators(store, session, typed) == [address], typed
    for address, words in contains.items():
        for typed in words:
            assert await _administrators(store, session, typed) == [address], typed
    for typed in ("者管", "管理者@え", "例え者", "jürgen@bücher", "ä@b", "%ü", "_ürgen"):
        assert (await store.activity.page(session, typed)).rows == (), typed
        assert await _administrators(store, session, typed) == [], typed


async def _administrators(store: Store, session: str, search: str) -> list[str]:
    return [row.login_address for row in (await store.administrators.page(session, search)).rows]


@pytest.mark.parametrize("typed", ["", "\ud800", "xn--", "a@xn--\u0378", "@@"])
def test_anything_can_be_searched_for(typed: str) -> None:
    assert as_searched(typed).encode().decode() == as_searched(typed)


OTHER = "bob@example.com"
SECOND = timedelta(seconds=1)
KINDS = tuple(EventKind)[5:]


@pytest.fixture
async def reader(store: Store, clock: MovableClock) -> str:
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
async def test_a_day_or_a_month_is_found(store: Store, reader: str, typed: str, found: list[int]) -> None:
    page = await store.activity.page(reader, typed)
    assert [row.what for row in page.rows] == [KINDS[number] for number in found]
    assert (page.newer, page.older) == (False, False)
    assert tuple([row async for row in store.activity.every(typed)]) == page.rows


@pytest.mark.parametrize("typed", ["2026-02-30", "2026-13", "ken 2026-11-31"])
async def test_a_day_that_does_not_exist_is_refused(store: Store, reader: str, typed: str) -> None:
    with pytest.raises(InvalidDate, match=r"2026-.+ isn't a date"):
        await store.activity.page(reader, typed)


@pytest.mark.parametrize("typed", ["2026-1x", "2026-11-", "0026-11-20", "2026-11-200"])
async def test_what_only_looks_like_a_day_is_an_address(store: Store, reader: str, typed: str) -> None:
    await noted(store, (EventKind.DELETED, f"{typed}9@example.com"))
    page = await store.activity.page(reader, typed)
    assert [row.what for row in page.rows] == [EventKind.DELETED]


async def test_clocks_that_differ_hide_no_event(store: Store, reader: str, clock: MovableClock) -> None:
    noon = datetime(2027, 3, 2, tzinfo=UTC)
    for minutes in (-1, 30, -30, 59, -59, 24 * 60 - 1, 24 * 60 + 30, 24 * 60 - 25):
        clock.now = noon + timedelta(minutes=minutes)
        await noted(store, (EventKind.DELETED, OTHER))
    for typed in ("2027-03-02", "2027-03-02 bob"):
        times = [f"{row.at:%d %H:%M}" async for row in store.activity.every(typed)]
        assert times == ["02 23:35", "02 23:59", "02 00:59", "02 00:30"]


async def test_the_operator_reads_what_happened_since_then(store: Store, reader: str) -> None:
    since = datetime(2026, 11, 20, 12, tzinfo=UTC)
    kinds = [row.what async for row in store.activity.every(since=since)]
    assert kinds == [EventKind.LOGGED_IN, EventKind.REGISTERED, KINDS[6], KINDS[5]]
    assert [row.what async for row in store.activity.every("2026-11-20", since=since)] == [KINDS[5]]
    assert [row.what async for row in store.activity.every("bob", since=since)] == [KINDS[6]]
