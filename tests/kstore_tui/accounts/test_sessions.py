"""Sessions: how long they last, what ends them, and what you see of your own account."""

from datetime import timedelta
from typing import Any

import pytest

from kstore_tui.core.errors import SessionEnded, WrongPassword
from kstore_tui.core.events import OPERATOR, EventKind
from kstore_tui.core.results import EVENTS_COUNTED, LoggedIn
from kstore_tui.database.models import Administrator, proxy
from kstore_tui.store import Store
from tests.kstore_tui.support.events import noted
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.steps import ADDRESS, ORIGIN, PASSWORD, other_registered, registered, session_of

IDLE = r"^You were logged out after 15 minutes of inactivity\. Log in again\.$"
LONGEST = r"^You were logged out after 12 hours\. Log in again\.$"


async def _is_over(store: Store, session: str, line: str) -> None:
    """Every use case of a session refuses with the same line."""
    for use_case in (
        store.sessions.account(session),
        store.sessions.note_action(session, store.clock()),
        store.reauthentication.is_fresh(session),
        store.reauthentication.confirm(session, PASSWORD),
        store.two_step.send_to_new_address(session, "other@example.net"),
    ):
        with pytest.raises(SessionEnded, match=line):
            await use_case


def test_no_log_can_show_the_id_of_a_session() -> None:
    assert "secret" not in repr(LoggedIn("secret", ADDRESS))


async def _acts(store: Store, session: str) -> None:
    await store.sessions.note_action(session, store.clock())


async def test_a_session_ends_after_15_idle_minutes_and_not_before(store: Store, clock: MovableClock) -> None:
    session = (await registered(store)).session_id
    clock.advance(minutes=14, seconds=59.999)
    await _acts(store, session)
    clock.advance(minutes=14, seconds=59.999)
    await _acts(store, session)
    clock.advance(minutes=15)
    for _ in range(2):  # nothing that its person does revives it
        await _is_over(store, session, IDLE)


async def test_a_refresh_by_the_terminal_is_not_an_action(store: Store, clock: MovableClock) -> None:
    session = (await registered(store)).session_id
    for minutes in (10, 4.9):
        clock.advance(minutes=minutes)
        await store.sessions.account(session)
        await store.administrators.page(session)
        await store.activity.page(session)
    clock.advance(minutes=0.1)
    for look in (store.sessions.account, store.administrators.page, store.activity.page):
        with pytest.raises(SessionEnded, match=IDLE):
            await look(session)


async def test_a_session_ends_after_12_hours_whatever_is_done(store: Store, clock: MovableClock) -> None:
    session = (await registered(store)).session_id
    for _ in range(12 * 6 - 1):
        clock.advance(minutes=10)
        await _acts(store, session)
    clock.advance(minutes=9, seconds=59.999)
    await _acts(store, session)
    clock.advance(seconds=0.001)
    await _is_over(store, session, LONGEST)


async def test_a_clock_set_back_opens_nothing(store: Store, clock: MovableClock, session: str) -> None:
    clock.advance(minutes=5)
    await _acts(store, session)
    clock.advance(minutes=-1)
    with pytest.raises(SessionEnded):
        await store.sessions.account(session)
    clock.advance(hours=-1)
    with pytest.raises(SessionEnded):
        await store.sessions.account(session)


async def test_an_action_returns_when_the_session_will_end(store: Store, clock: MovableClock) -> None:
    began = clock()
    session = (await registered(store)).session_id
    clock.advance(minutes=3)
    acted = clock()
    clock.advance(minutes=2)
    assert await store.sessions.note_action(session, acted) == acted + timedelta(minutes=15)
    while clock() - began < timedelta(hours=11, minutes=50):
        clock.advance(minutes=10)
        ends = await store.sessions.note_action(session, clock())
    assert ends == began + timedelta(hours=12)


async def test_a_late_note_counts_from_its_action(store: Store, clock: MovableClock, session: str) -> None:
    acted = clock.now + timedelta(minutes=1)
    clock.advance(minutes=14)
    await store.sessions.note_action(session, acted)
    clock.advance(minutes=2)
    with pytest.raises(SessionEnded, match=IDLE):
        await store.sessions.note_action(session, acted)


async def test_an_older_action_neither_ends_nor_shortens_a_session(
    store: Store, clock: MovableClock, session: str
) -> None:
    acted = clock()
    clock.advance(minutes=10)
    await _acts(store, session)
    assert await store.sessions.note_action(session, acted) == clock() + timedelta(minutes=15)


async def test_a_session_ends_when_its_person_logs_out(store: Store) -> None:
    session, other = (await registered(store)).session_id, (await session_of(store)).session_id
    await store.sessions.log_out(session)
    await _is_over(store, session, r"^You have been logged out\.$")
    await store.sessions.log_out(session)
    await store.sessions.account(other)


async def test_a_session_ends_when_its_account_is_deleted(store: Store) -> None:
    await registered(store)
    other = await other_registered(store)
    await store.transactions.run(
        lambda: Administrator.delete().where(Administrator.login_address == other.login_address).execute()
    )
    await _is_over(store, other.session_id, r"^You were logged out because this account was deleted\.$")


async def test_an_account_shows_its_previous_login(store: Store, clock: MovableClock) -> None:
    await registered(store)
    first = clock()
    clock.advance(days=2)
    begun = await store.login.log_in(ADDRESS, PASSWORD, "198.51.100.9")
    session = getattr(begun, "session_id", "")
    other = await other_registered(store)
    account = await store.sessions.account(session)
    assert account.last_session is not None
    assert (account.last_session.began_at, account.last_session.origin) == (first, ORIGIN)
    assert (account.session.began_at, account.session.origin) == (clock(), "198.51.100.9")
    assert (account.administrators, account.now, account.password_changed_at) == (2, clock(), first)
    assert (await store.sessions.account(other.session_id)).last_session is None


async def test_a_password_is_fresh_for_5_minutes(store: Store, clock: MovableClock, session: str) -> None:
    clock.advance(minutes=5)
    assert await store.reauthentication.is_fresh(session)
    clock.advance(seconds=0.001)
    with pytest.raises(WrongPassword, match=r"^That password is wrong\. Try again\.$"):
        await store.reauthentication.confirm(session, "wrong")
    assert not await store.reauthentication.is_fresh(session)
    await store.reauthentication.confirm(session, PASSWORD)
    assert await store.reauthentication.is_fresh(session)


async def test_what_is_7_days_old_is_not_counted(store: Store, clock: MovableClock, session: str) -> None:
    assert (await store.sessions.account(session)).recent_events == 2
    clock.advance(days=3)
    await noted(store, *[(EventKind.DELETED, OPERATOR)] * 5)
    clock.advance(days=3, hours=23, minutes=59)
    session = (await session_of(store)).session_id
    assert (await store.sessions.account(session)).recent_events == 8
    clock.advance(minutes=1)
    assert (await store.sessions.account(session)).recent_events == 6


async def test_events_are_counted_in_the_index_up_to_a_limit(
    store: Store, statements: list[tuple[str, Any]], session: str
) -> None:
    statements.clear()
    await store.sessions.account(session)
    ((sql, params),) = [(sql, params) for sql, params in statements if '"activity"' in sql]
    assert EVENTS_COUNTED + 1 in params

    def plan() -> list[str]:
        return [step[3] for step in proxy.obj.execute_sql(f"EXPLAIN QUERY PLAN {sql}", params)]

    assert any(
        "USING COVERING INDEX activity_at (at>?)" in step for step in await store.transactions.run(plan)
    )
