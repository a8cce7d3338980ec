"""Administrators see, invite and delete administrators."""

import asyncio

import pytest

from kstore_tui.core.errors import (
    AdministratorNotFound,
    InvalidAddress,
    InvalidAddresses,
    InvalidRegistrationCode,
    InvitationGone,
    LastAdministrator,
    ReauthenticationRequired,
    SessionEnded,
)
from kstore_tui.core.results import AdministratorRow, LoggedIn
from kstore_tui.database.models import Administrator, OutgoingMail
from kstore_tui.store import Store
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import ADDRESS, ORIGIN, OTHER_ADDRESS, PASSWORD, other_registered, registered


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
async def test_several_are_registered_at_once_each_one_time(store: Store, typed: str) -> None:
    session = await registered(store)
    await store.administrators.register(session.session_id, typed)
    assert set(await _rows(store, session)) == {ADDRESS, "a@example.com", "b@example.com"}


async def test_one_bad_address_registers_none_and_each_bad_one_is_named(store: Store) -> None:
    session = await registered(store)
    with pytest.raises(InvalidAddresses) as refused:
        await store.administrators.register(session.session_id, f"a@example.com nonsense {ADDRESS.upper()}")
    assert "nonsense is not an email address." in str(refused.value)
    assert "is already registered." in str(refused.value)
    assert set(await _rows(store, session)) == {ADDRESS}


async def test_nothing_typed_is_told(store: Store) -> None:
    session = await registered(store)
    with pytest.raises(InvalidAddress):
        await store.administrators.register(session.session_id, " , ")


async def test_a_search_finds_a_part_of_the_address_whatever_its_case(store: Store) -> None:
    session = await registered(store)
    await store.administrators.register(session.session_id, "cy@example.org ken@example.net")
    assert set(await _rows(store, session, "EXAMPLE.org")) == {"cy@example.org"}
    assert await _rows(store, session, "100%") == {}


async def test_pages_hold_a_hundred_rows_in_the_order_of_addresses(store: Store) -> None:
    session = await registered(store)
    typed = " ".join(f"n{number:03}@example.com" for number in range(150))
    await store.administrators.register(session.session_id, typed)
    second = await store.administrators.page(session.session_id, start=100)
    assert (len(second.rows), second.found) == (51, 151)
    assert second.rows[0].login_address == "n099@example.com"


async def test_a_deleted_account_is_told_so_at_its_next_action(store: Store) -> None:
    session = await registered(store)
    other = await other_registered(store)
    row = (await _rows(store, session))[OTHER_ADDRESS]
    await store.administrators.delete(session.session_id, row.id)
    with pytest.raises(SessionEnded, match="does not exist any more"):
        await store.sessions.account(other.session_id)
    with pytest.raises(AdministratorNotFound):
        await store.administrators.delete(session.session_id, row.id)


async def test_the_last_one_who_can_log_in_cannot_be_deleted_and_the_invited_do_not_count(
    store: Store,
) -> None:
    session = await registered(store)
    await store.administrators.register(session.session_id, OTHER_ADDRESS)
    own = (await _rows(store, session))[ADDRESS]
    with pytest.raises(LastAdministrator):
        await store.administrators.delete(session.session_id, own.id)
    invited = (await _rows(store, session))[OTHER_ADDRESS]
    await store.administrators.delete(session.session_id, invited.id)
    assert set(await _rows(store, session)) == {ADDRESS}


async def test_of_two_who_delete_each_other_at_once_one_remains(store: Store) -> None:
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


async def test_deleting_asks_for_a_fresh_password(store: Store, clock: MovableClock) -> None:
    session = await registered(store)
    await other_registered(store)
    row = (await _rows(store, session))[OTHER_ADDRESS]
    clock.advance(minutes=6)
    with pytest.raises(ReauthenticationRequired):
        await store.administrators.delete(session.session_id, row.id)


async def test_a_code_is_sent_again_only_to_the_invited(store: Store) -> None:
    session = await registered(store)
    with pytest.raises(InvitationGone):
        await store.administrators.send_again(session.session_id, (await _rows(store, session))[ADDRESS].id)
    with pytest.raises(InvitationGone):
        await store.administrators.send_again(session.session_id, "nobody")


async def test_a_withdrawn_invitation_is_gone_and_its_code_worth_nothing(
    store: Store, mailbox: Mailbox
) -> None:
    session = await registered(store)
    await store.administrators.register(session.session_id, OTHER_ADDRESS)
    await store.mail_worker.drain()
    row = (await _rows(store, session))[OTHER_ADDRESS]
    await store.administrators.withdraw(session.session_id, row.id)
    assert set(await _rows(store, session)) == {ADDRESS}
    with pytest.raises(InvalidRegistrationCode):
        await store.invitations.redeem(OTHER_ADDRESS, mailbox.newest_code, PASSWORD, ORIGIN)
    assert len(mailbox.receivers) == 1  # nobody is told of an account that never was


async def test_who_has_registered_meanwhile_cannot_be_withdrawn(store: Store, mailbox: Mailbox) -> None:
    session = await registered(store)
    await store.administrators.register(session.session_id, OTHER_ADDRESS)
    row = (await _rows(store, session))[OTHER_ADDRESS]
    await store.mail_worker.drain()
    await store.invitations.redeem(OTHER_ADDRESS, mailbox.newest_code, PASSWORD, ORIGIN)
    with pytest.raises(InvitationGone):
        await store.administrators.withdraw(session.session_id, row.id)
    assert OTHER_ADDRESS in await _rows(store, session)


async def test_no_code_lies_in_the_outbox(store: Store) -> None:
    session = await registered(store)
    await store.administrators.register(session.session_id, OTHER_ADDRESS)
    facts = await store.transactions.run(lambda: [mail.facts for mail in OutgoingMail.select()])
    assert len(facts) == 1
    assert "code" not in facts[0]
