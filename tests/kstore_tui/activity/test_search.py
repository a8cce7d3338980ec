"""Activity is searched by who, about whom, from where and what, page by page, newest first, in no time."""

from pathlib import Path
from typing import Any

import pytest
from peewee import Database

from kstore_tui.accounts.administrators import OPERATOR as AS_OPERATOR
from kstore_tui.activity.search import PAGE
from kstore_tui.core.addresses import as_searched, read_address
from kstore_tui.core.errors import InvalidCredentials, SearchTooBroad, SessionEnded
from kstore_tui.core.events import OPERATOR, UNKNOWN, EventKind
from kstore_tui.core.results import ActivityPage
from kstore_tui.database.models import proxy
from kstore_tui.settings import Settings
from kstore_tui.store import Store
from tests.kstore_tui.events import all_events, fill, noted
from tests.kstore_tui.many import accounts
from tests.kstore_tui.steps import ADDRESS, ORIGIN, OTHER_ADDRESS, registered


@pytest.fixture
async def session(store: Store) -> str:
    """The session of who reads: two rows tell of it."""
    return (await registered(store)).session_id


def _ids(page: ActivityPage) -> list[int]:
    return [row.id for row in page.rows]


async def test_the_newest_comes_first(store: Store, session: str) -> None:
    await noted(store, (EventKind.CODE_SENT, OPERATOR))
    page = await store.activity.page(session)
    assert [row.what for row in page.rows] == [EventKind.CODE_SENT, EventKind.LOGGED_IN, EventKind.REGISTERED]
    assert (page.newer, page.older, page.now, page.rows[0].at) == (False, False, store.clock(), store.clock())


async def test_pages_follow_one_another_there_and_back(store: Store, session: str) -> None:
    await noted(store, *[(EventKind.CODE_SENT, f"n{number}@example.com") for number in range(2 * PAGE)])
    newest = await store.activity.page(session)
    second = await store.activity.page(session, before=newest.rows[-1].id)
    oldest = await store.activity.page(session, before=second.rows[-1].id)
    pages = (newest, second, oldest)
    assert [id_ for page in pages for id_ in _ids(page)] == list(range(2 * PAGE + 2, 0, -1))
    assert [(page.newer, page.older) for page in pages] == [(False, True), (True, True), (True, False)]
    back = await store.activity.page(session, after=oldest.rows[0].id)
    assert (_ids(back), back.newer, back.older) == (_ids(second), True, True)
    first = await store.activity.page(session, after=second.rows[0].id)
    assert (_ids(first), first.newer, first.older) == (_ids(newest), False, True)


async def test_a_page_stays_while_more_happens_and_the_newest_is_always_full(
    store: Store, session: str
) -> None:
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
        ("KEN@", [EventKind.WITHDRAWN, EventKind.INVITED]),
        (" ken", [EventKind.WITHDRAWN, EventKind.INVITED]),
        ("ami@example.com", [EventKind.INVITED, EventKind.LOGGED_IN, EventKind.REGISTERED]),
        (ORIGIN, [EventKind.LOGIN_REFUSED, EventKind.INVITED, EventKind.LOGGED_IN, EventKind.REGISTERED]),
        (OPERATOR, [EventKind.WITHDRAWN]),
        (UNKNOWN, [EventKind.LOGIN_REFUSED]),
        ("nobody", []),
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
    await store.administrators.delete(AS_OPERATOR, await store.administrators.id_of(OTHER_ADDRESS))
    assert [row.what for row in (await store.activity.page(session, typed)).rows] == found


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("n001", None),
        ("n00", EventKind.LOGIN_REFUSED),
        ("203.0.113.19", EventKind.LOGGED_IN),
        ("", EventKind.LOGIN_REFUSED),
    ],
)
async def test_pages_hold_all_that_a_search_finds_in_both_directions(
    store: Store, session: str, settings: Settings, typed: str, kind: EventKind | None
) -> None:
    fill(Path(settings.database), 4000)
    expected = [
        row
        for row in (await all_events(store))[::-1]
        if (row.who.startswith(typed) or row.origin.startswith(typed)) and kind in (None, row.what)
    ]
    assert [row async for row in store.activity.every(typed, kind)] == expected
    pages = [await store.activity.page(session, typed, kind)]
    while pages[-1].older:
        pages.append(await store.activity.page(session, typed, kind, before=pages[-1].rows[-1].id))
    assert [row for page in pages for row in page.rows] == expected
    for page in pages[:0:-1]:
        before = await store.activity.page(session, typed, kind, after=page.rows[0].id)
        assert before == pages[pages.index(page) - 1]


async def test_a_search_that_fits_too_many_says_so(store: Store, session: str, settings: Settings) -> None:
    fill(Path(settings.database), 1000)
    with pytest.raises(SearchTooBroad, match="Type more"):
        await store.activity.page(session, "n0")


async def test_the_operator_reads_all_of_it_or_the_newest(
    store: Store, session: str, settings: Settings
) -> None:
    fill(Path(settings.database), 2500)
    assert [row.id for row in await all_events(store)] == list(range(1, 2503))
    assert [row.id async for row in store.activity.every(limit=1001)] == list(range(2502, 1501, -1))
    assert [row async for row in store.activity.every(limit=0)] == []


async def test_only_who_is_logged_in_reads_it(store: Store, session: str) -> None:
    await store.sessions.log_out(session)
    with pytest.raises(SessionEnded):
        await store.activity.page(session)


@pytest.mark.parametrize(
    "search", ["", ADDRESS, "n001", "2025-01-01", "2025-01", "n001 2025-01-01", "2029-01"]
)
async def test_no_page_is_read_by_looking_at_every_row(
    store: Store, session: str, settings: Settings, monkeypatch: pytest.MonkeyPatch, search: str
) -> None:
    fill(Path(settings.database), 1000)
    for kind in (None, EventKind.LOGGED_IN):
        asked: list[tuple[str, Any]] = []
        execute = Database.execute_sql

        def execute_noted(database: Database, sql: str, params: Any = None) -> Any:
            asked.append((sql, params))  # noqa: B023 - it is used up below
            return execute(database, sql, params)  # type: ignore[no-untyped-call]  # noqa: B023 - as above

        with monkeypatch.context() as patch:
            patch.setattr(Database, "execute_sql", execute_noted)
            for place in ({}, {"before": 900}, {"after": 100}):
                await store.activity.page(session, search, kind, **place)
        about_activity = [(sql, params) for sql, params in asked if '"activity' in sql]
        steps = await store.transactions.run(_plans, about_activity)
        assert [step for step in steps if "SCAN" in step or "TEMP B-TREE" in step] == []
        if kind is not None and not search:
            assert all(
                "activity_what_id (what=? AND id" in step for step in steps if "activity_at" not in step
            )
        assert not [sql for sql, params in about_activity if "COUNT(" in sql]
        assert not [sql for sql, params in about_activity if "OFFSET" in sql and params[-1] > 0]


def _plans(asked: list[tuple[str, Any]]) -> list[str]:
    """Return how SQLite does what it was asked."""
    assert asked
    plans = (proxy.obj.execute_sql(f"EXPLAIN QUERY PLAN {sql}", params) for sql, params in asked)
    return [step[3] for plan in plans for step in plan]


# Addresses as a person reads them, in any writing.


JAPANESE = "管理者@例え.jp"
GERMAN = "Jürgen.Ähre@bücher.example.com"
SHARP = "ken@straße.example.com"
ADDRESSES = tuple(read_address(address) for address in (JAPANESE, GERMAN, SHARP))
BEGINNINGS = [
    ("管", JAPANESE),
    ("管理者", JAPANESE),
    ("管理者@", JAPANESE),
    ("管理者@例", JAPANESE),
    ("管理者＠例え。ｊｐ", JAPANESE),
    ("管理者@xn--r8jz45g.jp", JAPANESE),
    ("jü", GERMAN),
    ("JÜRGEN.ä", GERMAN),
    ("ju\N{COMBINING DIAERESIS}rgen", GERMAN),
    ("jürgen.ähre@b", GERMAN),
    ("jürgen.ähre@BÜ", GERMAN),
    ("jürgen.ähre@bücher.ex", GERMAN),
    ("jürgen.ähre@xn--bcher-kva.example.com", GERMAN),
    ("KEN@stra", SHARP),
    ("ken@straße.example.com", SHARP),
]
PARTS = [
    ("理", JAPANESE),
    ("例", JAPANESE),
    ("え.jp", JAPANESE),
    ("者@例え", JAPANESE),
    ("xn--r8jz45g", JAPANESE),
    ("ähre", GERMAN),
    ("ÄHRE@bü", GERMAN),
    ("Bücher", GERMAN),
    ("bücher.example.com", GERMAN),
    ("straße.example.com", SHARP),
]
NOTHING = ["者管", "管理者@え", "例え者", "jürgen@bücher", "ä@b", "%ü", "_ürgen"]


@pytest.fixture
async def addresses(store: Store, session: str) -> None:
    """Accounts with such addresses, and something that happened to each."""
    await accounts(store, *ADDRESSES)
    await noted(store, *((EventKind.DELETED, address) for address in ADDRESSES))


@pytest.mark.usefixtures("addresses")
async def test_activity_is_found_by_the_beginning_of_an_address(store: Store, session: str) -> None:
    for typed, found in BEGINNINGS:
        rows = (await store.activity.page(session, typed)).rows
        assert [row.who for row in rows] == [read_address(found)], typed


@pytest.mark.usefixtures("addresses")
async def test_administrators_are_found_by_any_part_of_an_address(store: Store, session: str) -> None:
    for typed, found in BEGINNINGS + PARTS:
        page = await store.administrators.page(session, typed)
        assert [row.login_address for row in page.rows] == [read_address(found)], typed
        assert page.found == 1


@pytest.mark.usefixtures("addresses")
async def test_what_is_in_no_address_finds_nothing(store: Store, session: str) -> None:
    for typed in NOTHING:
        assert (await store.activity.page(session, typed)).rows == (), typed
        assert (await store.administrators.page(session, typed)).rows == (), typed


@pytest.mark.usefixtures("addresses")
async def test_ascii_addresses_are_found_in_any_case(store: Store, session: str) -> None:
    for typed in (ADDRESS, ADDRESS.upper(), "ami", "example.com"):
        assert ADDRESS in [
            row.login_address for row in (await store.administrators.page(session, typed)).rows
        ]
    assert {row.who for row in (await store.activity.page(session, "AMI@ex")).rows} == {ADDRESS}


@pytest.mark.parametrize("typed", ["", "\ud800", "xn--", "a@xn--\u0378", "@", "@@", "。"])
def test_anything_can_be_searched_for(typed: str) -> None:
    assert as_searched(typed).encode().decode() == as_searched(typed)
