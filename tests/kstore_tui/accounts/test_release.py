"""A held account goes on once a fellow administrator or the operator has released it."""

import pytest

from kstore_tui.accounts.administrators import OPERATOR
from kstore_tui.core.errors import (
    AccountHeld,
    AccountNotHeld,
    AdministratorNotFound,
    CannotReleaseOwnAccount,
    LastAdministrator,
)
from kstore_tui.store import Store
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import ADDRESS, OTHER_ADDRESS, code_sent, other_registered, two_step_on
from tests.kstore_tui.wrong_tries import guessed, kept_of, set_account


@pytest.fixture
async def fellow(store: Store, mailbox: Mailbox) -> str:
    """The session of a fellow of an administrator whose account is held."""
    await two_step_on(store, mailbox)
    session = (await other_registered(store)).session_id
    await set_account(store, held_at=store.clock(), wrong_codes_in_a_row=100)
    return session


async def id_of(store: Store, address: str) -> str:
    return str((await kept_of(store, address)).id)


async def test_a_fellow_sees_who_is_held_and_releases_them(
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
    await store.login.verify((await code_sent(store)).challenge_id, mailbox.newest_code)


async def test_nobody_releases_themselves(store: Store, fellow: str) -> None:
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


async def test_a_release_does_not_end_the_days_cap(store: Store, fellow: str) -> None:
    await set_account(store, wrong_codes_that_day=50, wrong_codes_day=store.clock().date())
    await store.administrators.release(fellow, await id_of(store, ADDRESS))
    kept = await kept_of(store)
    assert (kept.is_held, kept.wrong_codes_in_a_row, kept.wrong_codes_that_day) == (False, 0, 50)


async def test_the_last_one_who_is_not_held_cannot_be_deleted(store: Store, fellow: str) -> None:
    own = await id_of(store, OTHER_ADDRESS)
    with pytest.raises(LastAdministrator):
        await store.administrators.delete(fellow, own)
    with pytest.raises(LastAdministrator):
        await store.administrators.delete(OPERATOR, await store.administrators.id_of(OTHER_ADDRESS))
    await store.administrators.release(fellow, await id_of(store, ADDRESS))
    await store.administrators.delete(fellow, own)


async def test_a_held_account_can_be_deleted_while_another_can_log_in(store: Store, fellow: str) -> None:
    await store.administrators.delete(fellow, await id_of(store, ADDRESS))


async def test_when_all_are_held_none_is_deleted(store: Store, fellow: str) -> None:
    await set_account(store, OTHER_ADDRESS, held_at=store.clock())
    for address in (ADDRESS, OTHER_ADDRESS):
        with pytest.raises(LastAdministrator):
            await store.administrators.delete(OPERATOR, await store.administrators.id_of(address))


async def test_the_operator_releases_by_address(store: Store, mailbox: Mailbox, fellow: str) -> None:
    await store.administrators.release(OPERATOR, await store.administrators.id_of(ADDRESS.upper()))
    await store.login.verify((await code_sent(store)).challenge_id, mailbox.newest_code)
    with pytest.raises(AccountNotHeld):
        await store.administrators.release(OPERATOR, await store.administrators.id_of(ADDRESS))
    with pytest.raises(AdministratorNotFound):
        await store.administrators.release(OPERATOR, await store.administrators.id_of("nobody@example.com"))
