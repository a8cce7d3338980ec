"""One's own account and the other administrators', with the real store and real mails."""

import pytest

from kstore_tui.core.errors import AccountClosed, LastAdministrator, SessionEnded, WrongPassword
from kstore_tui.core.results import AdministratorRow, LoggedIn
from kstore_tui.store import Store
from screens.base.new_password import PasswordsDiffer
from screens.flows import account, administrators
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import (
    ADDRESS,
    OTHER_ADDRESS,
    PASSWORD,
    kept_of,
    other_registered,
    registered,
    session_of,
    set_account,
)
from tests.screens.support.script import Reply, Script, enters, goes_back, meanwhile

AGAIN = "Enter your password again"
CHANGE = "Change your password"
CLOSE = "Close this account"
DELETE = "Delete account"
REGISTER = "Register administrators"
WITHDRAW = "Withdraw invitation"
NEW = "eleven quiet lamps"
INVITED = "new@example.com"


@pytest.fixture
async def session(store: Store) -> LoggedIn:
    """The session of the first administrator."""
    return await registered(store)


async def row_of(store: Store, session: LoggedIn, address: str) -> AdministratorRow:
    """Return an administrator as the page shows them."""
    page = await store.administrators.page(session.session_id)
    return next(row for row in page.rows if row.login_address == address)


async def test_the_password_is_changed_and_other_sessions_end(store: Store, session: LoggedIn) -> None:
    other = await session_of(store)
    script = Script(
        enters("wrong", NEW, NEW),
        enters(PASSWORD, "password1", "password1"),
        enters(NEW, PASSWORD),
        enters(NEW),
    )
    assert await account.change_password(script, store, session) == account.NEW_PASSWORD
    wrong, common, differ = script.told
    assert (wrong, differ) == (f"✗ {WrongPassword()}", f"✗ {PasswordsDiffer()}")
    assert "common" in common
    with pytest.raises(SessionEnded):
        await store.sessions.account(other.session_id)
    assert isinstance(await store.login.log_in(ADDRESS, NEW, ""), LoggedIn)


async def test_other_sessions_are_ended_without_a_question(store: Store, session: LoggedIn) -> None:
    other = await session_of(store)
    assert await account.log_out_others(Script(), store, session) == account.LOGGED_OUT_ELSEWHERE
    with pytest.raises(SessionEnded):
        await store.sessions.account(other.session_id)


async def test_ones_own_account_is_closed_while_another_remains(store: Store, session: LoggedIn) -> None:
    await other_registered(store)
    script = Script(enters())
    with pytest.raises(AccountClosed):
        await account.close(script, store, session)
    assert script.asked == [CLOSE]
    await session_of(store, OTHER_ADDRESS)


async def test_the_last_account_cannot_be_closed(store: Store, session: LoggedIn) -> None:
    script = Script(enters())
    assert await account.close(script, store, session) is None
    assert str(script.notice) == str(LastAdministrator())


async def test_deleting_names_the_account_and_asks_for_a_fresh_password_at_any_time(
    store: Store, session: LoggedIn, clock: MovableClock
) -> None:
    await other_registered(store)
    row = await row_of(store, session, OTHER_ADDRESS)
    late = meanwhile(lambda: clock.advance(minutes=6))
    clock.advance(minutes=6)
    script = Script(enters(PASSWORD), late, enters(), enters(PASSWORD))
    told = await administrators.delete(script, store, session, row)
    assert told == administrators.DELETED.format(OTHER_ADDRESS)
    assert script.asked == [AGAIN, DELETE, AGAIN, DELETE]
    assert script.steps[1].lead == f"{OTHER_ADDRESS} will be logged out everywhere and can no longer log in."
    assert script.steps[1].begins_at == "back"


@pytest.mark.parametrize("replies", [(goes_back,), (enters(PASSWORD), goes_back)])
async def test_nothing_is_deleted_without_password_and_confirmation(
    store: Store, session: LoggedIn, clock: MovableClock, replies: tuple[Reply, ...]
) -> None:
    await other_registered(store)
    row = await row_of(store, session, OTHER_ADDRESS)
    clock.advance(minutes=6)
    assert await administrators.delete(Script(*replies), store, session, row) is None
    assert await row_of(store, session, OTHER_ADDRESS) == row


async def test_bad_addresses_are_named_and_all_stay_until_they_are_right(
    store: Store, session: LoggedIn, mailbox: Mailbox
) -> None:
    typed = f"{INVITED}, nonsense {ADDRESS}"
    kept: list[str] = []
    script = Script(
        enters(typed), meanwhile(lambda: kept.append(script.steps[0].values["addresses"])), enters(INVITED)
    )
    told = await administrators.register(script, store, session)
    assert told == administrators.INVITED.format(INVITED)
    assert kept == [typed]
    assert "nonsense isn't an email address." in script.told[0]
    assert f"{ADDRESS} is already registered." in script.told[0]
    await store.mail_worker.drain()
    assert mailbox.receivers == [INVITED]


async def test_an_open_invitation_is_sent_again_and_withdrawn(
    store: Store, session: LoggedIn, mailbox: Mailbox
) -> None:
    await store.administrators.register(session.session_id, INVITED)
    row = await row_of(store, session, INVITED)
    told = await administrators.send_again(Script(), store, session, row)
    assert told == administrators.INVITED.format(INVITED)
    script = Script(goes_back)
    assert await administrators.withdraw(script, store, session, row) is None
    script = Script(enters())
    told = await administrators.withdraw(script, store, session, row)
    assert told == administrators.WITHDRAWN.format(INVITED)
    assert script.asked == [WITHDRAW]
    assert (await store.administrators.page(session.session_id)).found == 1


async def test_registering_and_releasing_ask_for_a_fresh_password(
    store: Store, session: LoggedIn, clock: MovableClock
) -> None:
    await other_registered(store)
    await set_account(store, OTHER_ADDRESS, held_at=store.clock(), wrong_codes_in_a_row=100)
    row = await row_of(store, session, OTHER_ADDRESS)
    clock.advance(minutes=6)
    script = Script(goes_back)
    assert await administrators.register(script, store, session) is None
    assert await administrators.release(Script(goes_back), store, session, row) is None
    assert (await kept_of(store, OTHER_ADDRESS)).is_held
    told = await administrators.release(Script(enters(PASSWORD)), store, session, row)
    assert told == administrators.RELEASED.format(OTHER_ADDRESS)
    assert not (await kept_of(store, OTHER_ADDRESS)).is_held
