"""Changing your own password logs you out everywhere else."""

import pytest

from kstore_tui.core.errors import InvalidCredentials, InvalidPassword, SessionEnded, WrongPassword
from kstore_tui.core.results import LoggedIn
from kstore_tui.store import Store
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import (
    ADDRESS,
    NEW_PASSWORD,
    ORIGIN,
    PASSWORD,
    code_sent,
    registered,
    session_of,
    two_step_on,
)


async def test_the_new_password_works_and_the_old_one_does_not(store: Store, mailbox: Mailbox) -> None:
    session = await registered(store)
    await store.password_change.change(session.session_id, PASSWORD, NEW_PASSWORD)
    with pytest.raises(InvalidCredentials):
        await store.login.log_in(ADDRESS, PASSWORD, ORIGIN)
    assert isinstance(await store.login.log_in(ADDRESS, NEW_PASSWORD, ORIGIN), LoggedIn)
    await store.mail_worker.drain()
    assert "The password of a•••@example.com was changed" in mailbox.newest_text


async def test_every_other_session_ends_with_a_reason(store: Store, session: str) -> None:
    other = await session_of(store)
    await store.password_change.change(session, PASSWORD, NEW_PASSWORD)
    assert (await store.sessions.account(session)).other_sessions == ()
    with pytest.raises(SessionEnded, match="your password was changed"):
        await store.sessions.account(other.session_id)


async def test_a_login_that_waits_for_its_code_ends(store: Store, mailbox: Mailbox) -> None:
    session = await two_step_on(store, mailbox)
    sent = await code_sent(store)
    code = mailbox.newest_code
    await store.password_change.change(session.session_id, PASSWORD, NEW_PASSWORD)
    with pytest.raises(Exception, match="no longer works"):
        await store.login.verify(sent.challenge_id, code)


async def test_a_wrong_current_password_or_a_bad_new_one_changes_nothing(store: Store, session: str) -> None:
    with pytest.raises(WrongPassword):
        await store.password_change.change(session, "wrong", NEW_PASSWORD)
    with pytest.raises(InvalidPassword):
        await store.password_change.change(session, PASSWORD, "password1")
    await session_of(store)


async def test_other_sessions_are_listed_and_can_be_ended(store: Store) -> None:
    session = await registered(store)
    other = await session_of(store)
    account = await store.sessions.account(session.session_id)
    assert [elsewhere.origin for elsewhere in account.other_sessions] == [ORIGIN]
    await store.sessions.log_out_others(session.session_id)
    assert (await store.sessions.account(session.session_id)).other_sessions == ()
    with pytest.raises(SessionEnded, match="from another session"):
        await store.sessions.account(other.session_id)
