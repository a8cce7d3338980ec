"""Of the tries during a wait, activity has the first alone: nobody floods it."""

from collections import Counter

import pytest

from kstore_tui.core.errors import StoreError, TooManyWrongPasswords, TooManyWrongTokens, WrongPassword
from kstore_tui.core.events import UNKNOWN, EventKind
from kstore_tui.core.rules import RULES
from kstore_tui.store import Store
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.events import told, told_since
from tests.kstore_tui.steps import ADDRESS, ORIGIN, PASSWORD, registered, session_of
from tests.kstore_tui.wrong_tries import ELSEWHERE, password_tried

FREE = RULES.wrong_passwords_free
NEW_PASSWORD = "eleven quiet lamps"


@pytest.mark.parametrize(("address", "who"), [(ADDRESS, ADDRESS), ("nobody@example.com", UNKNOWN)])
async def test_100_tries_during_a_wait_leave_one_row(store: Store, address: str, who: str) -> None:
    await registered(store)
    for _ in range(100):
        await password_tried(store, address=address)
    assert await told_since(store, 2) == [(EventKind.LOGIN_REFUSED, who, "", ORIGIN)] * (FREE + 1)


async def test_each_wait_leaves_one(store: Store, clock: MovableClock) -> None:
    await registered(store)
    for waits in (1, 2, 3):
        for _ in range(20):
            await password_tried(store)
        assert len(await told_since(store, 2)) == FREE - 1 + 2 * waits
        clock.advance(minutes=15)


async def test_the_wait_of_an_origin_leaves_one_whatever_is_tried(store: Store) -> None:
    await registered(store)
    tries = RULES.wrong_passwords_of_origin_an_hour
    for number in range(tries + 100):
        await password_tried(store, address=f"n{number}@example.com", origin=ELSEWHERE)
    assert len(await told_since(store, 2)) == tries + 1


async def test_the_pause_of_an_address_leaves_one_wherever_it_is_tried_from(store: Store) -> None:
    await registered(store)
    tries = RULES.wrong_passwords_an_hour
    for number in range(tries + 50):
        await password_tried(store, origin=f"198.51.100.{number}")
    assert len(await told_since(store, 2)) == tries + 1


async def test_two_accounts_that_wait_leave_one_each(store: Store) -> None:
    await registered(store)
    for address in (ADDRESS, "nobody@example.com") * 20:
        await password_tried(store, address=address)
    assert Counter(row[1] for row in await told_since(store, 2)) == {ADDRESS: FREE + 1, UNKNOWN: FREE + 1}


async def test_the_password_asked_for_again_leaves_one(store: Store) -> None:
    session = (await registered(store)).session_id
    for _ in range(30):
        with pytest.raises((WrongPassword, TooManyWrongPasswords)):
            await store.reauthentication.confirm(session, "wrong")
    assert await told_since(store, 2) == [(EventKind.PASSWORD_REFUSED, ADDRESS, "", ORIGIN)] * (FREE + 1)


@pytest.mark.parametrize("address", [ADDRESS, "nobody@example.com"])
async def test_registration_and_reset_codes_leave_one_each(
    store: Store, clock: MovableClock, address: str
) -> None:
    await registered(store)
    refused = Counter[type[StoreError]]()
    for waits in (1, 2):
        for redeem in (store.invitations.redeem, store.password_reset.redeem):
            for _ in range(20):
                with pytest.raises(StoreError) as refusal:
                    await redeem(address, "AAAA-AAAA-AAAA", NEW_PASSWORD, ORIGIN)
                refused[refusal.type] += 1
        noted = Counter(row[0] for row in await told_since(store, 2))
        each = waits * (RULES.mailed_code_tries + 1)
        assert noted == {EventKind.REGISTRATION_REFUSED: each, EventKind.RESET_REFUSED: each}
        clock.advance(minutes=15)
    assert refused[TooManyWrongTokens] == 4 * (20 - RULES.mailed_code_tries)


async def test_after_a_wait_the_right_password_is_noted_as_always(store: Store, clock: MovableClock) -> None:
    await registered(store)
    for _ in range(10):
        await password_tried(store)
    clock.advance(seconds=30)
    await session_of(store)
    assert (await told(store))[-1] == (EventKind.LOGGED_IN, ADDRESS, "", ORIGIN)
    assert PASSWORD not in str(await told(store))
