"""How many wrong passwords are allowed: for an address from one origin, for an address, and for an origin."""

from datetime import timedelta

import pytest

from kstore_tui.core.errors import InvalidCredentials, InvalidPassword, TooManyWrongPasswords, WrongPassword
from kstore_tui.core.events import UNKNOWN, EventKind
from kstore_tui.core.results import LoggedIn
from kstore_tui.database.models import PasswordTry
from kstore_tui.store import Store
from tests.kstore_tui.support.events import told_since
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.steps import (
    ADDRESS,
    ELSEWHERE,
    NEW_PASSWORD,
    ORIGIN,
    OTHER_ADDRESS,
    PASSWORD,
    password_tried,
    registered,
)
from tests.kstore_tui.support.transactions import at_once

WRONG = "The email address or the password is wrong."
WAIT = "Too many wrong passwords. Try again in {} UTC)."


async def kept_tries(store: Store) -> int:
    return await store.transactions.run(lambda: int(PasswordTry.select().count()))


async def distributed(store: Store, *tries: tuple[str, str]) -> None:
    """Count tries, each for an address from an origin, without the work of checking passwords."""

    def count() -> None:
        for address, origin in tries:
            store.login.password_throttle.count(address, origin, lambda: None)

    await store.transactions.run(count)


def of_address(address: str) -> list[tuple[str, str]]:
    """Return as many tries of an address as are free in an hour, each from another origin."""
    return [(address, f"192.0.2.{number}") for number in range(30)]


@pytest.mark.parametrize("address", [ADDRESS, "nobody@example.com", "no address", ""])
async def test_five_are_free_and_then_the_wait_doubles_to_a_quarter_of_an_hour(
    store: Store, clock: MovableClock, address: str
) -> None:
    await registered(store)
    for _ in range(4):
        assert await password_tried(store, address=address) == WRONG
    for seconds in (30, 60, 120, 240, 480, 900, 900):
        assert await password_tried(store, address=address) == WRONG
        again_at = clock() + timedelta(seconds=seconds)
        clock.advance(seconds=seconds - 1)
        assert await password_tried(store, address=address) == WAIT.format(f"1 second ({again_at:%H:%M:%S}")
        clock.advance(seconds=1)
    assert isinstance(await store.login.log_in(ADDRESS, PASSWORD, ORIGIN if address else ELSEWHERE), LoggedIn)


async def test_the_right_password_resets_the_count_in_a_row(store: Store) -> None:
    await registered(store)
    for _ in range(3):
        for _ in range(4):
            assert await password_tried(store) == WRONG
        assert await password_tried(store, PASSWORD) == ""
    assert await kept_tries(store) == 0


async def test_another_spelling_of_an_address_and_another_password_are_counted_too(store: Store) -> None:
    await registered(store)
    for number in range(5):
        await password_tried(store, f"wrong {number}", (ADDRESS, ADDRESS.upper(), f" {ADDRESS}")[number % 3])
    assert (await password_tried(store)).startswith("Too many wrong passwords.")


async def test_ten_at_once_get_five_tries(store: Store) -> None:
    await registered(store)
    outcomes = await at_once(*(store.login.log_in(ADDRESS, "wrong", ORIGIN) for _ in range(10)))
    kinds = [type(outcome) for outcome in outcomes]
    assert (kinds.count(InvalidCredentials), kinds.count(TooManyWrongPasswords)) == (5, 5)
    assert await kept_tries(store) == 5


@pytest.mark.parametrize("address", [ADDRESS, "nobody@example.com"])
async def test_after_thirty_an_hour_over_all_origins_an_address_gets_one_try_a_minute(
    store: Store, clock: MovableClock, address: str
) -> None:
    await registered(store)
    await distributed(store, *of_address(address))
    assert await password_tried(store, address=address, origin=ELSEWHERE) == WAIT.format(
        "60 seconds (09:15:00"
    )
    clock.advance(minutes=1)
    assert await password_tried(store, address=address, origin=ELSEWHERE) == WRONG
    assert await password_tried(store, address=address, origin="2001:db8::1") == WAIT.format(
        "60 seconds (09:16:00"
    )
    clock.advance(minutes=60)
    for number in range(3):
        assert await password_tried(store, address=address, origin=f"2001:db8::{number}") == WRONG


async def test_after_sixty_an_hour_an_origin_waits(store: Store, clock: MovableClock) -> None:
    await registered(store)
    await distributed(store, *((f"a{number}@example.com", ELSEWHERE) for number in range(60)))
    clock.advance(minutes=1)
    assert await password_tried(store, PASSWORD, origin=ELSEWHERE) == WAIT.format("59 minutes (10:14")
    assert await password_tried(store, address="new@example.com", origin="192.0.2.1") == WRONG
    clock.advance(minutes=59)
    assert await password_tried(store, PASSWORD, origin=ELSEWHERE) == ""


async def test_guesses_of_others_never_lock_an_owner_out_of_a_known_origin(
    store: Store, clock: MovableClock
) -> None:
    await registered(store)
    await distributed(store, *of_address(ADDRESS), *((f"a{n}@example.com", ORIGIN) for n in range(60)))
    for _ in range(4):
        assert await password_tried(store) == WRONG
    clock.advance(days=29, hours=23)
    await distributed(store, *of_address(ADDRESS))
    assert await password_tried(store, PASSWORD) == ""
    for _ in range(5):
        assert await password_tried(store) == WRONG
    assert await password_tried(store, PASSWORD) == WAIT.format("30 seconds (08:14:30")
    clock.advance(days=30)  # after which the origin is forgotten
    await distributed(store, *of_address(ADDRESS))
    assert (await password_tried(store, PASSWORD)).startswith("Too many wrong passwords.")


async def test_an_origin_known_to_one_account_is_not_known_to_another(store: Store) -> None:
    await registered(store)
    await store.transactions.run(lambda: store.registration.create(OTHER_ADDRESS, "$2b$04$" + "." * 53))
    await distributed(store, *of_address(OTHER_ADDRESS))
    assert (await password_tried(store, address=OTHER_ADDRESS)).startswith("Too many wrong passwords.")


async def test_asking_again_counts_with_the_same_five(
    store: Store, clock: MovableClock, session: str
) -> None:
    await password_tried(store)
    for _ in range(2):
        with pytest.raises(WrongPassword):
            await store.reauthentication.confirm(session, "wrong")
        with pytest.raises(WrongPassword):
            await store.password_change.change(session, "wrong", NEW_PASSWORD)
    for refused in (
        store.reauthentication.confirm(session, PASSWORD),
        store.password_change.change(session, PASSWORD, NEW_PASSWORD),
        store.login.log_in(ADDRESS, PASSWORD, ORIGIN),
    ):
        with pytest.raises(TooManyWrongPasswords, match=r"in 30 seconds \(09:14:30 UTC\)\.$"):
            await refused
    refusals = await told_since(store, 3)  # the tries of the wait left the first alone
    assert refusals == [(EventKind.PASSWORD_REFUSED, ADDRESS, "", ORIGIN)] * 5
    clock.advance(seconds=30)
    await store.reauthentication.confirm(session, PASSWORD)
    assert await kept_tries(store) == 0


async def test_the_right_password_is_not_counted_when_the_new_one_is_refused(store: Store) -> None:
    session = (await registered(store)).session_id
    for _ in range(6):
        with pytest.raises(InvalidPassword):
            await store.password_change.change(session, PASSWORD, "password1")
    assert await kept_tries(store) == 0


async def test_tries_are_kept_for_a_day_and_no_longer(store: Store, clock: MovableClock) -> None:
    await registered(store)
    for _ in range(5):
        await password_tried(store)
    clock.advance(days=1)
    for _ in range(5):
        assert await password_tried(store) == WRONG
    assert await kept_tries(store) == 5


async def test_what_was_typed_as_an_address_is_not_kept(store: Store) -> None:
    await password_tried(store, address=PASSWORD)
    rows = await store.transactions.run(lambda: repr(list(PasswordTry.select().tuples())))
    assert ORIGIN in rows
    assert PASSWORD not in rows


async def test_a_clock_set_back_opens_nothing(store: Store, clock: MovableClock) -> None:
    await registered(store)
    for _ in range(5):
        await password_tried(store)
    clock.advance(hours=-2)
    assert (await password_tried(store, PASSWORD)).startswith("Too many wrong passwords.")


@pytest.mark.parametrize(("address", "who"), [(ADDRESS, ADDRESS), ("nobody@example.com", UNKNOWN)])
async def test_a_wait_leaves_one_row(store: Store, clock: MovableClock, address: str, who: str) -> None:
    await registered(store)
    for rows in (6, 8):  # five wrong ones, or one more, and the first try of the wait
        for _ in range(20):
            await password_tried(store, address=address)
        assert await told_since(store, 2) == [(EventKind.LOGIN_REFUSED, who, "", ORIGIN)] * rows
        clock.advance(minutes=15)
