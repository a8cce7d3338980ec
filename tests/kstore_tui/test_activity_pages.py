"""Activity is read in pages, newest first, found by kind, by who and from where, in no time."""

from pathlib import Path
from typing import Any

import pytest
from peewee import Database

from kstore_tui.accounts.administrators import OPERATOR as AS_OPERATOR
from kstore_tui.activity.search import PAGE
from kstore_tui.core.errors import InvalidCredentials, SearchTooBroad, SessionEnded
from kstore_tui.core.events import OPERATOR, UNKNOWN, EventKind
from kstore_tui.core.results import ActivityPage
from kstore_tui.database.models import proxy
from kstore_tui.settings import Settings
from kstore_tui.store import Store
from tests.kstore_tui.events import all_events, fill, noted
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


@pytest.mark.parametrize("kind", [None, EventKind.LOGIN_REFUSED, EventKind.LOGGED_IN])
@pytest.mark.parametrize("typed", ["n001", "n00", "203.0.113.19", ""])
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


@pytest.mark.parametrize("place", [{}, {"before": 900}, {"after": 100}])
@pytest.mark.parametrize("kind", [None, EventKind.LOGGED_IN])
@pytest.mark.parametrize(
    "search", ["", ADDRESS, "n001", "2025-01-01", "2025-01", "n001 2025-01-01", "2029-01"]
)
async def test_no_page_is_read_by_looking_at_every_row(
    store: Store,
    session: str,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    place: dict[str, int],
    kind: EventKind | None,
    search: str,
) -> None:
    fill(Path(settings.database), 1000)
    asked: list[tuple[str, Any]] = []
    execute = Database.execute_sql

    def execute_noted(database: Database, sql: str, params: Any = None) -> Any:
        asked.append((sql, params))
        return execute(database, sql, params)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(Database, "execute_sql", execute_noted)
    await store.activity.page(session, search, kind, **place)
    monkeypatch.undo()

    def plans() -> list[str]:
        return [
            step[3]
            for sql, params in about_activity
            for step in proxy.obj.execute_sql(f"EXPLAIN QUERY PLAN {sql}", params)
        ]

    about_activity = [(sql, params) for sql, params in asked if '"activity' in sql]
    assert about_activity
    steps = await store.transactions.run(plans)
    assert [step for step in steps if "SCAN" in step or "TEMP B-TREE" in step] == []
    if kind is not None and not search:
        assert all("activity_what_id (what=? AND id" in step for step in steps if "activity_at" not in step)
    assert not [sql for sql, params in about_activity if "COUNT(" in sql]
    assert not [sql for sql, params in about_activity if "OFFSET" in sql and params[-1] > 0]
