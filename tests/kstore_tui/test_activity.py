"""Every action leaves its row in activity."""

import asyncio
from functools import partial

import pytest

from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import (
    ChallengeEnded,
    CodeNotSent,
    InvalidCredentials,
    StoreError,
    TooManyCodesSent,
    WrongPassword,
)
from kstore_tui.core.events import UNKNOWN, EventKind
from kstore_tui.store import Store
from tests.journeys.faulty_smtp import closed_port
from tests.kstore_tui.at_once import Meanwhile, working_by
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.events import told, told_since
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import (
    ADDRESS,
    NEW_ADDRESS,
    ORIGIN,
    PASSWORD,
    another_code,
    code_sent,
    enabled,
    mailing_to,
    new_address_proved,
    present_address_proved,
    registered,
    two_step_on,
)

NEW_PASSWORD = "eleven quiet lamps"
MASKED = "a•••@example.net"
LOGGED_IN = (EventKind.LOGGED_IN, ADDRESS, "", ORIGIN)


async def test_the_first_registration_is_noted_and_the_login_that_follows(store: Store) -> None:
    await registered(store)
    assert await told(store) == [(EventKind.REGISTERED, ADDRESS, ADDRESS, ORIGIN), LOGGED_IN]


async def test_logins_and_logouts_are_noted_with_where_they_came_from(store: Store) -> None:
    session = await registered(store)
    await store.sessions.log_out(session.session_id)
    await store.sessions.log_out(session.session_id)
    other = await store.login.log_in(ADDRESS, PASSWORD, "198.51.100.4")
    await store.sessions.log_out_others(other.session_id)  # type: ignore[union-attr]
    assert await told_since(store, 2) == [
        (EventKind.LOGGED_OUT, ADDRESS, "", ORIGIN),
        (EventKind.LOGGED_IN, ADDRESS, "", "198.51.100.4"),
        (EventKind.LOGGED_OUT_ELSEWHERE, ADDRESS, "", "198.51.100.4"),
    ]


async def test_a_refused_login_is_noted_and_an_address_that_nobody_has_is_not_kept(store: Store) -> None:
    await registered(store)
    for typed in (ADDRESS.upper(), "my secret password", "nobody@example.com"):
        with pytest.raises(InvalidCredentials):
            await store.login.log_in(typed, "wrong", ORIGIN)
    assert await told_since(store, 2) == [
        (EventKind.LOGIN_REFUSED, ADDRESS, "", ORIGIN),
        (EventKind.LOGIN_REFUSED, UNKNOWN, "", ORIGIN),
        (EventKind.LOGIN_REFUSED, UNKNOWN, "", ORIGIN),
    ]


async def test_a_login_whose_password_is_changed_meanwhile_is_noted_as_refused(store: Store) -> None:
    session = (await registered(store)).session_id
    change = partial(store.password_change.change, session, PASSWORD, NEW_PASSWORD)
    slow = working_by(store, Meanwhile(change))
    with pytest.raises(InvalidCredentials):
        await slow.login.log_in(ADDRESS, PASSWORD, ORIGIN)
    assert [row[0] for row in await told_since(store, 2)] == [
        EventKind.PASSWORD_CHANGED,
        EventKind.LOGIN_REFUSED,
    ]


async def test_codes_sent_and_refused_are_noted_with_the_address_masked(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    before = len(await told(store))
    waiting = (await code_sent(store)).challenge_id
    wrong = another_code(mailbox.newest_code)
    for _ in range(6):
        with pytest.raises(StoreError):
            await store.login.verify(waiting, wrong)
    again = await code_sent(store)
    await store.login.verify(again.challenge_id, mailbox.newest_code)
    sent, refused = (
        (what, ADDRESS, MASKED, ORIGIN) for what in (EventKind.CODE_SENT, EventKind.CODE_REFUSED)
    )
    assert await told_since(store, before) == [sent, *[refused] * 6, sent, LOGGED_IN]


async def test_a_code_that_does_not_count_any_more_is_a_refused_one(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    waiting = (await code_sent(store)).challenge_id
    clock.advance(minutes=11)
    with pytest.raises(StoreError, match="expired"):
        await store.login.verify(waiting, mailbox.newest_code)
    assert (await told(store))[-1] == (EventKind.CODE_REFUSED, ADDRESS, MASKED, ORIGIN)
    await store.login.give_up(waiting)
    before = len(await told(store))
    with pytest.raises(ChallengeEnded):
        await store.login.verify(waiting, mailbox.newest_code)
    assert await told_since(store, before) == [(EventKind.CODE_REFUSED, ADDRESS, MASKED, ORIGIN)]


async def test_a_code_that_could_not_be_sent_is_noted(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    with closed_port() as closed, pytest.raises(CodeNotSent):
        await code_sent(mailing_to(store, closed.port))
    assert (await told(store))[-1] == (EventKind.CODE_NOT_SENT, ADDRESS, MASKED, ORIGIN)


async def test_a_code_over_the_limit_is_noted_as_not_sent(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    with pytest.raises(TooManyCodesSent):
        while True:
            await code_sent(store)
    assert (await told(store))[-1] == (EventKind.CODE_NOT_SENT, ADDRESS, MASKED, ORIGIN)


async def test_enabling_changing_and_disabling_are_noted(store: Store, mailbox: Mailbox) -> None:
    session = (await registered(store)).session_id
    await enabled(store, mailbox, session)
    old = await present_address_proved(store, mailbox, session, Purpose.CHANGE_OLD)
    await store.two_step.save(
        session, await new_address_proved(store, mailbox, session, NEW_ADDRESS, old), old
    )
    proof = await present_address_proved(store, mailbox, session, Purpose.DISABLE)
    await store.two_step.disable(session, proof)
    changes = [row for row in await told(store) if row[0].value.startswith("two-step")]
    assert changes == [
        (EventKind.TWO_STEP_ENABLED, ADDRESS, MASKED, ORIGIN),
        (EventKind.TWO_STEP_CHANGED, ADDRESS, "e•••@example.org", ORIGIN),
        (EventKind.TWO_STEP_DISABLED, ADDRESS, "", ORIGIN),
    ]


async def test_a_password_that_is_changed_or_refused_is_noted(store: Store) -> None:
    session = (await registered(store)).session_id
    with pytest.raises(WrongPassword):
        await store.reauthentication.confirm(session, "wrong")
    with pytest.raises(WrongPassword):
        await store.password_change.change(session, "wrong", NEW_PASSWORD)
    await store.password_change.change(session, PASSWORD, NEW_PASSWORD)
    assert [row[0] for row in await told_since(store, 2)] == [
        EventKind.PASSWORD_REFUSED,
        EventKind.PASSWORD_REFUSED,
        EventKind.PASSWORD_CHANGED,
    ]


async def test_of_two_changes_of_a_password_at_once_the_lost_one_is_noted_as_refused(store: Store) -> None:
    session = (await registered(store)).session_id
    await asyncio.gather(
        *(store.password_change.change(session, PASSWORD, f"{NEW_PASSWORD} {n}") for n in range(2)),
        return_exceptions=True,
    )
    happened = sorted(row[0] for row in await told_since(store, 2))
    assert happened == [EventKind.PASSWORD_CHANGED, EventKind.PASSWORD_REFUSED]
