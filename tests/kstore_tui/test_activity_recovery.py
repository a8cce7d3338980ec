"""What leads back in, and who is let in and out, leaves its row in activity."""

import pytest

from kstore_tui.accounts.administrators import OPERATOR as AS_OPERATOR
from kstore_tui.core.errors import (
    AccountHeld,
    AdministratorNotFound,
    InvalidCredentials,
    InvalidRegistrationCode,
    InvalidResetCode,
    LastAdministrator,
    StoreError,
    TooManyWrongPasswords,
    TooManyWrongTokens,
)
from kstore_tui.core.events import OPERATOR, THE_STORE, UNKNOWN, EventKind
from kstore_tui.core.origin import HERE
from kstore_tui.core.rules import RULES
from kstore_tui.store import Store
from tests.kstore_tui.events import told, told_since
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import (
    ADDRESS,
    ORIGIN,
    OTHER_ADDRESS,
    PASSWORD,
    other_registered,
    registered,
    two_step_on,
)
from tests.kstore_tui.wrong_tries import set_account

NEW_PASSWORD = "eleven quiet lamps"


async def test_invitations_are_noted_from_the_first_to_the_registration(
    store: Store, mailbox: Mailbox
) -> None:
    session = (await registered(store)).session_id
    await store.administrators.register(session, OTHER_ADDRESS)
    await store.mail_worker.drain()
    invited = (await store.administrators.page(session, OTHER_ADDRESS)).rows[0].id
    await store.administrators.send_again(session, invited)
    for address in (OTHER_ADDRESS, "nobody@example.com"):
        with pytest.raises(InvalidRegistrationCode):
            await store.invitations.redeem(address, "AAAA-AAAA-AAAA", NEW_PASSWORD, "198.51.100.4")
    await store.invitations.redeem(OTHER_ADDRESS, mailbox.newest_code, NEW_PASSWORD, "198.51.100.4")
    await store.administrators.delete(session, invited)
    await store.mail_worker.drain()
    assert await told_since(store, 2) == [
        (EventKind.INVITED, ADDRESS, OTHER_ADDRESS, ORIGIN),
        (EventKind.INVITATION_SENT, THE_STORE, OTHER_ADDRESS, ""),
        (EventKind.INVITED_AGAIN, ADDRESS, OTHER_ADDRESS, ORIGIN),
        (EventKind.REGISTRATION_REFUSED, OTHER_ADDRESS, "", "198.51.100.4"),
        (EventKind.REGISTRATION_REFUSED, UNKNOWN, "", "198.51.100.4"),
        (EventKind.REGISTERED, OTHER_ADDRESS, OTHER_ADDRESS, "198.51.100.4"),
        (EventKind.DELETED, ADDRESS, OTHER_ADDRESS, ORIGIN),
    ]


async def test_a_registration_during_a_wait_is_noted_too(store: Store) -> None:
    with pytest.raises(TooManyWrongTokens):
        while True:
            with pytest.raises(InvalidRegistrationCode):
                await store.invitations.redeem(ADDRESS, "AAAA-AAAA-AAAA", NEW_PASSWORD, ORIGIN)
    refused = (EventKind.REGISTRATION_REFUSED, UNKNOWN, "", ORIGIN)
    assert await told(store) == [refused] * (RULES.mailed_code_tries + 1)


async def test_what_the_operator_does_is_noted_as_done_by_the_operator(store: Store) -> None:
    await store.registration.add_first(ADDRESS, PASSWORD)
    await store.administrators.register(AS_OPERATOR, OTHER_ADDRESS)
    await store.administrators.delete(AS_OPERATOR, await store.administrators.id_of(OTHER_ADDRESS))
    await store.mail_worker.send_all(lambda: None, lambda line: None)
    assert await told(store) == [
        (EventKind.REGISTERED, OPERATOR, ADDRESS, HERE),
        (EventKind.INVITED, OPERATOR, OTHER_ADDRESS, HERE),
        (EventKind.WITHDRAWN, OPERATOR, OTHER_ADDRESS, HERE),
        (EventKind.OUTBOX_SENT, OPERATOR, "", HERE),
    ]


async def test_what_was_not_done_is_not_noted_as_done(store: Store) -> None:
    session = (await registered(store)).session_id
    own = (await store.administrators.page(session)).rows[0].id
    with pytest.raises(LastAdministrator):
        await store.administrators.delete(session, own)
    with pytest.raises(AdministratorNotFound):
        await store.administrators.delete(session, "nobody")
    with pytest.raises(StoreError):
        await store.administrators.register(session, f"a@example.com {ADDRESS}")
    assert await told_since(store, 2) == []


async def test_a_forgotten_password_is_noted_from_the_code_to_the_new_password(
    store: Store, mailbox: Mailbox
) -> None:
    await registered(store)
    before = len(await told(store))
    await store.password_reset.ask(ADDRESS, "198.51.100.4")
    await store.password_reset.ask("nobody@example.com", ORIGIN)
    await store.mail_worker.drain()
    for address in (ADDRESS, "nobody@example.com"):
        with pytest.raises(InvalidResetCode):
            await store.password_reset.redeem(address, "AAAA-AAAA-AAAA", NEW_PASSWORD, ORIGIN)
    await store.password_reset.redeem(ADDRESS, mailbox.newest_code, NEW_PASSWORD, ORIGIN)
    assert await told_since(store, before) == [
        (EventKind.RESET_CODE_SENT, THE_STORE, ADDRESS, "198.51.100.4"),
        (EventKind.RESET_REFUSED, ADDRESS, "", ORIGIN),
        (EventKind.RESET_REFUSED, UNKNOWN, "", ORIGIN),
        (EventKind.PASSWORD_RESET, ADDRESS, "", ORIGIN),
    ]


async def test_a_withdrawn_invitation_and_a_release_are_noted(store: Store) -> None:
    session = (await registered(store)).session_id
    await store.administrators.register(session, OTHER_ADDRESS)
    (invited,) = (row for row in (await store.administrators.page(session)).rows if row.is_invited)
    await store.administrators.withdraw(session, invited.id)
    await other_registered(store)
    await set_account(store, OTHER_ADDRESS, held_at=store.clock())
    before = len(await told(store))
    (held,) = (row for row in (await store.administrators.page(session)).rows if row.is_held)
    await store.administrators.release(session, held.id)
    assert (await told(store))[before - 2][:3] == (EventKind.WITHDRAWN, ADDRESS, OTHER_ADDRESS)
    assert await told_since(store, before) == [(EventKind.RELEASED, ADDRESS, OTHER_ADDRESS, ORIGIN)]


async def test_a_login_during_a_wait_is_noted_as_refused(store: Store) -> None:
    await registered(store)
    for _ in range(RULES.wrong_passwords_free):
        with pytest.raises(InvalidCredentials):
            await store.login.log_in(ADDRESS, "wrong", ORIGIN)
    before = len(await told(store))
    with pytest.raises(TooManyWrongPasswords):
        await store.login.log_in(ADDRESS, PASSWORD, ORIGIN)
    assert await told_since(store, before) == [(EventKind.LOGIN_REFUSED, ADDRESS, "", ORIGIN)]


async def test_the_right_password_of_a_held_account_is_noted_as_a_code_not_sent(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    await set_account(store, held_at=store.clock())
    before = len(await told(store))
    with pytest.raises(AccountHeld):
        await store.login.log_in(ADDRESS, PASSWORD, ORIGIN)
    assert [row[0] for row in await told_since(store, before)] == [EventKind.CODE_NOT_SENT]
