"""The store tells how much happened in the last 7 days, without counting for long."""

from typing import Any

import pytest
from peewee import Database

from kstore_tui.core.events import OPERATOR, EventKind
from kstore_tui.core.results import EVENTS_COUNTED
from kstore_tui.database.models import proxy
from kstore_tui.store import Store
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.events import noted
from tests.kstore_tui.steps import registered, session_of


async def test_what_is_7_days_old_is_not_counted(store: Store, clock: MovableClock) -> None:
    session = (await registered(store)).session_id
    assert (await store.sessions.account(session)).events_this_week == 2
    clock.advance(days=3)
    await noted(store, *[(EventKind.DELETED, OPERATOR)] * 5)
    clock.advance(days=3, hours=23, minutes=59)
    session = (await session_of(store)).session_id
    assert (await store.sessions.account(session)).events_this_week == 8
    clock.advance(minutes=1)
    assert (await store.sessions.account(session)).events_this_week == 6


async def test_no_more_is_counted_than_is_told(store: Store) -> None:
    session = (await registered(store)).session_id
    await noted(store, *[(EventKind.DELETED, OPERATOR)] * (EVENTS_COUNTED - 2))
    assert (await store.sessions.account(session)).events_this_week == EVENTS_COUNTED
    await noted(store, (EventKind.DELETED, OPERATOR))
    assert (await store.sessions.account(session)).events_this_week is None


async def test_it_is_counted_in_the_index_and_not_past_what_is_told(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = (await registered(store)).session_id
    asked: list[tuple[str, Any]] = []
    execute = Database.execute_sql

    def execute_noted(database: Database, sql: str, params: Any = None) -> Any:
        asked.append((sql, params))
        return execute(database, sql, params)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(Database, "execute_sql", execute_noted)
    await store.sessions.account(session)
    monkeypatch.undo()
    ((sql, params),) = [(sql, params) for sql, params in asked if '"activity"' in sql]
    assert EVENTS_COUNTED + 1 in params

    def plan() -> list[str]:
        return [step[3] for step in proxy.obj.execute_sql(f"EXPLAIN QUERY PLAN {sql}", params)]

    assert any(
        "USING COVERING INDEX activity_at (at>?)" in step for step in await store.transactions.run(plan)
    )
