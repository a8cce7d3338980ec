"""Who may register, delete and release administrators, and what a page of them tells."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from kstore_tui.accounts.administrators import Operator
from kstore_tui.core.errors import (
    AccountHeld,
    AccountNotHeld,
    AdministratorNotFound,
    CannotReleaseOwnAccount,
    InvalidAddress,
    InvalidRegistrationCode,
    InvitationGone,
    LastAdministrator,
    ReauthenticationRequired,
    SessionEnded,
)
from kstore_tui.core.results import AdministratorRow, LoggedIn
from kstore_tui.database.models import Administrator
from kstore_tui.store import Store
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import (
    ADDRESS,
    ORIGIN,
    OTHER_ADDRESS,
    PASSWORD,
    accounts,
    code_sent,
    guessed,
    kept_of,
    logged_in_with_code,
    numbered,
    other_registered,
    registered,
    set_account,
    two_step_on,
)


async def _rows(store: Store, session: LoggedIn, search: str = "") -> dict[str, AdministratorRow]:
    page = await store.administrators.page(session.session_id, search)
    return {row.login_address: row for row in page.rows}


async def test_an_invited_administrator_is_listed_with_who_invited_them(store: Store) -> None:
    session = await registered(store)
    assert await store.administrators.register(session.session_id, OTHER_ADDRESS) == (OTHER_ADDRESS,)
    invited = (await _rows(store, session))[OTHER_ADDRESS]
    assert (invited.is_invited, invited.registered_by, invited.code_until) == (True, ADDRESS, None)
    own = (await _rows(store, session))[ADDRESS]
    assert (own.is_own, own.is_invited, own.registered_by) == (True, False, None)
    assert own.last_login_at is not None


@pytest.mark.parametrize(
    "typed", ["a@example.com b@example.com", "a@example.com,b@example.com; A@EXAMPLE.com"]
)
async def test_several_are_invited_at_once_and_each_once(store: Store, typed: str) -> None:
    session = await registered(store)
    await store.administrators.register(session.session_id, typed)
    assert set(await _rows(store, session)) == {ADDRESS, "a@example.com", "b@example.com"}


async def test_one_bad_address_invites_nobody_and_each_bad_one_is_named(store: Store) -> None:
    session = await registered(store)
    with pytest.raises(InvalidAddress) as refused:
        await store.administrators.register(session.session_id, f"a@example.com nonsense {ADDRESS.upper()}")
    assert "nonsense isn't an email address." in str(refused.value)
    assert "is already registered." in str(refused.value)
    assert set(await _rows(store, session)) == {ADDRESS}


async def test_a_deleted_account_ends_its_sessions(store: Store) -> None:
    session = await registered(store)
    other = await other_registered(store)
    row = (await _rows(store, session))[OTHER_ADDRESS]
    await store.administrators.delete(session.session_id, row.id)
    with pytest.raises(SessionEnded, match="this account was deleted"):
        await store.sessions.account(other.session_id)
    with pytest.raises(AdministratorNotFound):
        await store.administrators.delete(session.session_id, row.id)


async def test_two_administrators_deleting_each_other_leave_one(store: Store) -> None:
    one = await registered(store)
    other = await other_registered(store)
    rows = await _rows(store, one)
    outcomes = await asyncio.gather(
        store.administrators.delete(one.session_id, rows[OTHER_ADDRESS].id),
        store.administrators.delete(other.session_id, rows[ADDRESS].id),
        return_exceptions=True,
    )
    assert sum(outcome is None for outcome in outcomes) == 1
    assert await store.transactions.run(lambda: Administrator.select().count()) == 1


@pytest.mark.parametrize("use_case", ["register", "release", "delete"])
async def test_registering_releasing_and_deleting_ask_for_a_fresh_password(
    store: Store, clock: MovableClock, use_case: str, session: str
) -> None:
    await other_registered(store)
    await set_account(store, OTHER_ADDRESS, held_at=clock())
    what = "cy@example.com" if use_case == "register" else await id_of(store, OTHER_ADDRESS)
    clock.advance(minutes=5, seconds=1)
    with pytest.raises(ReauthenticationRequired):
        await getattr(store.administrators, use_case)(session, what)
    await store.reauthentication.confirm(session, PASSWORD)
    await getattr(store.administrators, use_case)(session, what)


@pytest.mark.parametrize("use_case", ["send_again", "withdraw"])
async def test_only_an_invitation_is_sent_again_or_withdrawn(store: Store, use_case: str) -> None:
    session = await registered(store)
    for administrator in ((await _rows(store, session))[ADDRESS].id, "nobody"):
        with pytest.raises(InvitationGone):
            await getattr(store.administrators, use_case)(session.session_id, administrator)
    assert set(await _rows(store, session)) == {ADDRESS}


async def test_the_code_of_a_withdrawn_invitation_stops_working(store: Store, mailbox: Mailbox) -> None:
    session = await registered(store)
    await store.administrators.register(session.session_id, OTHER_ADDRESS)
    await store.mail_worker.drain()
    row = (await _rows(store, session))[OTHER_ADDRESS]
    await store.administrators.withdraw(session.session_id, row.id)
    assert set(await _rows(store, session)) == {ADDRESS}
    with pytest.raises(InvalidRegistrationCode):
        await store.invitations.redeem(OTHER_ADDRESS, mailbox.newest_code, PASSWORD, ORIGIN)
    await store.administrators.register(session.session_id, OTHER_ADDRESS)
    await store.administrators.withdraw(session.session_id, await id_of(store, OTHER_ADDRESS))
    assert await store.mail_worker.drain() == (0, None)  # nor is a code mailed after it was withdrawn
    assert len(mailbox.receivers) == 1


@pytest.fixture
async def fellow(store: Store, mailbox: Mailbox) -> str:
    """The session of a fellow of an administrator whose account is held."""
    await two_step_on(store, mailbox)
    session = (await other_registered(store)).session_id
    await set_account(store, held_at=store.clock(), wrong_codes_in_a_row=100)
    return session


async def id_of(store: Store, address: str) -> str:
    return str((await kept_of(store, address)).id)


async def test_another_administrator_sees_and_releases_held_accounts(
    store: Store, mailbox: Mailbox, clock: MovableClock, fellow: str
) -> None:
    with pytest.raises(AccountHeld):
        await code_sent(store)
    rows = (await store.administrators.page(fellow)).rows
    assert [(row.login_address, row.is_held) for row in rows] == [(ADDRESS, True), (OTHER_ADDRESS, False)]
    await store.administrators.release(fellow, rows[0].id)
    assert not any(row.is_held for row in (await store.administrators.page(fellow)).rows)
    await guessed(store, mailbox, clock, 9)
    clock.advance(minutes=10)
    await logged_in_with_code(store, mailbox)


async def test_an_administrator_cannot_release_their_own_account(store: Store, fellow: str) -> None:
    await set_account(store, OTHER_ADDRESS, held_at=store.clock())
    with pytest.raises(CannotReleaseOwnAccount):
        await store.administrators.release(fellow, await id_of(store, OTHER_ADDRESS))
    assert (await kept_of(store, OTHER_ADDRESS)).is_held


async def test_only_a_held_account_is_released(store: Store, fellow: str) -> None:
    own = await id_of(store, ADDRESS)
    await store.administrators.release(fellow, own)
    with pytest.raises(AccountNotHeld):
        await store.administrators.release(fellow, own)
    with pytest.raises(AdministratorNotFound):
        await store.administrators.release(fellow, "nobody")


async def test_the_last_administrator_who_can_log_in_cannot_be_deleted(store: Store, fellow: str) -> None:
    own = await id_of(store, OTHER_ADDRESS)
    await store.administrators.register(fellow, "invited@example.com")  # beside the one on hold
    with pytest.raises(LastAdministrator):
        await store.administrators.delete(fellow, own)
    with pytest.raises(LastAdministrator):
        await store.administrators.delete(Operator(), await store.administrators.id_of(OTHER_ADDRESS))
    await store.administrators.delete(fellow, await id_of(store, "invited@example.com"))
    await store.administrators.release(fellow, await id_of(store, ADDRESS))
    await store.administrators.delete(fellow, own)


async def _page(store: Store, session: str, start: int = 0) -> tuple[AdministratorRow, ...]:
    return (await store.administrators.page(session, start=start)).rows


async def test_a_page_takes_as_many_statements_for_a_hundred_invited_rows_as_for_one(
    store: Store, statements: list[tuple[str, Any]], session: str
) -> None:
    taken = []
    for more in (numbered(1), numbered(250)[1:]):
        await accounts(store, *more, invited=True)
        statements.clear()
        rows = await _page(store, session, start=1)
        assert {row.code_until for row in rows} == {store.clock() + timedelta(days=3)}
        taken.append((len(rows), len(statements)))
    (one, few), (hundred, many) = taken
    assert (one, hundred) == (1, 100)
    assert few == many


async def test_each_row_has_the_expiry_of_its_own_code(
    store: Store, mailbox: Mailbox, clock: MovableClock, session: str
) -> None:
    until = {}
    for address in ("b@example.com", "c@example.com"):
        clock.advance(minutes=1)
        await store.administrators.register(session, address)
        await store.mail_worker.drain()
        until[address] = clock() + timedelta(days=3)
    await store.administrators.register(session, OTHER_ADDRESS)
    for rows in (await _page(store, session), await store.administrators.every()):
        told = {row.login_address: row.code_until for row in rows if row.is_invited}
        assert told == {**until, OTHER_ADDRESS: None}


async def test_a_page_has_a_hundred_rows_in_order_and_the_operator_sees_them_all(store: Store) -> None:
    session = (await registered(store)).session_id
    await accounts(store, *numbered(150), invited=True)
    every = await store.administrators.every()
    assert [row.login_address for row in every] == [ADDRESS, *numbered(150)]
    assert all(row.code_until is not None for row in every[1:])  # more ids than one statement names
    second = await store.administrators.page(session, start=100)
    assert (len(second.rows), second.found, second.rows[0].login_address) == (51, 151, "n099@example.com")
