"""Registering: one first administrator, and the invited with their codes."""

import pytest

from kstore_tui.core.errors import AlreadyRegistered, InvalidCredentials
from kstore_tui.core.results import LoggedIn
from kstore_tui.database.models import Administrator
from kstore_tui.settings import Settings
from kstore_tui.store import Store, build_store
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import (
    ADDRESS,
    NEW_PASSWORD,
    ORIGIN,
    OTHER_ADDRESS,
    PASSWORD,
    registered,
    session_of,
    two_step_on,
)
from tests.kstore_tui.support.transactions import InStep, at_once

LATE = r"^The first administrator has already been registered\. Log in instead\.$"


async def test_the_first_administrator_is_logged_in_and_notified_by_mail(
    store: Store, mailbox: Mailbox
) -> None:
    begun = await store.registration.register_first(" Ami@EXAMPLE.com ", PASSWORD, ORIGIN)
    assert begun.login_address == "Ami@example.com"
    account = await store.sessions.account(begun.session_id)
    assert (account.login_address, account.verification_address) == ("Ami@example.com", None)
    assert (account.administrators, account.two_step_is_on, account.last_session) == (1, False, None)
    assert not await store.registration.is_first_run()
    assert (await session_of(store, "ami@example.com")).session_id != begun.session_id
    await store.mail_worker.drain()
    assert "Your account A•••@example.com was registered on 2026-11-24 09:14 UTC." in mailbox.newest_text


async def test_two_registrations_in_an_empty_store_leave_one_first_administrator(
    store: Store, settings: Settings, clock: MovableClock
) -> None:
    registration = build_store(settings, clock, transactions=InStep()).registration
    assert await at_once(registration.is_first_run(), registration.is_first_run()) == [True, True]
    outcomes = await at_once(
        registration.register_first(ADDRESS, PASSWORD, ORIGIN),
        registration.register_first(OTHER_ADDRESS, PASSWORD, ORIGIN),
    )
    assert {type(outcome) for outcome in outcomes} == {LoggedIn, AlreadyRegistered}
    with pytest.raises(AlreadyRegistered, match=LATE):
        await store.registration.register_first("third@example.com", PASSWORD, ORIGIN)
    assert await store.transactions.run(lambda: Administrator.select().count()) == 1


async def _invited(store: Store, mailbox: Mailbox, address: str = OTHER_ADDRESS) -> str:
    """Invite somebody; return the code in the mail."""
    session = await registered(store)
    await store.administrators.register(session.session_id, address)
    await store.mail_worker.drain()
    return mailbox.newest_code


async def test_an_invited_administrator_cannot_log_in_yet(store: Store, mailbox: Mailbox) -> None:
    await _invited(store, mailbox)
    for password in ("", PASSWORD):
        with pytest.raises(InvalidCredentials):
            await store.login.log_in(OTHER_ADDRESS, password, ORIGIN)


async def test_recovery_as_the_article_tells_it(store: Store, mailbox: Mailbox) -> None:
    lost = await two_step_on(store, mailbox)
    await store.administrators.register(lost.session_id, OTHER_ADDRESS)
    await store.mail_worker.drain()
    await store.invitations.redeem(OTHER_ADDRESS, mailbox.newest_code, NEW_PASSWORD, ORIGIN)
    await store.mail_worker.drain()
    assert "k•••@example.com was registered" in mailbox.newest_text
    fellow = await store.login.log_in(OTHER_ADDRESS, NEW_PASSWORD, ORIGIN)
    assert isinstance(fellow, LoggedIn)
    row = (await store.administrators.page(fellow.session_id, ADDRESS)).rows[0]
    await store.administrators.delete(fellow.session_id, row.id)
    await store.administrators.register(fellow.session_id, ADDRESS)
    await store.mail_worker.drain()
    await store.invitations.redeem(ADDRESS, mailbox.newest_code, NEW_PASSWORD, ORIGIN)
    assert isinstance(
        await store.login.log_in(ADDRESS, NEW_PASSWORD, ORIGIN), LoggedIn
    )  # no code is asked for
