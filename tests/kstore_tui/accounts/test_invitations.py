"""The invited get in with the code that was mailed to them."""

import asyncio
from collections.abc import Callable

import pytest

from kstore_tui.core.errors import (
    InvalidCredentials,
    InvalidPassword,
    InvalidRegistrationCode,
    TooManyWrongTokens,
)
from kstore_tui.core.results import LoggedIn
from kstore_tui.core.tokens import ALPHABET, make_token
from kstore_tui.store import Store
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.randomness import FixedCodes
from tests.kstore_tui.steps import ADDRESS, ORIGIN, OTHER_ADDRESS, PASSWORD, registered, two_step_on

NEW_PASSWORD = "eleven quiet lamps"


async def _invited(store: Store, mailbox: Mailbox, address: str = OTHER_ADDRESS) -> str:
    """Invite somebody; return the code in the mail."""
    session = await registered(store)
    await store.administrators.register(session.session_id, address)
    await store.mail_worker.drain()
    return mailbox.newest_code


@pytest.mark.parametrize(
    "write", [str, str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "]
)
async def test_the_code_is_taken_in_any_case_with_or_without_dashes(
    store: Store, mailbox: Mailbox, write: Callable[[str], str]
) -> None:
    code = await _invited(store, mailbox)
    await store.invitations.redeem(OTHER_ADDRESS.upper(), write(code), NEW_PASSWORD, ORIGIN)
    assert isinstance(await store.login.log_in(OTHER_ADDRESS, NEW_PASSWORD, ORIGIN), LoggedIn)


async def test_the_invited_cannot_log_in_before(store: Store, mailbox: Mailbox) -> None:
    await _invited(store, mailbox)
    for password in ("", PASSWORD):
        with pytest.raises(InvalidCredentials):
            await store.login.log_in(OTHER_ADDRESS, password, ORIGIN)


async def test_a_code_is_good_once(store: Store, mailbox: Mailbox) -> None:
    code = await _invited(store, mailbox)
    outcomes = await asyncio.gather(
        *(
            store.invitations.redeem(OTHER_ADDRESS, code, f"{NEW_PASSWORD} {number}", ORIGIN)
            for number in range(2)
        ),
        return_exceptions=True,
    )
    assert sum(outcome is None for outcome in outcomes) == 1
    assert sum(isinstance(outcome, InvalidRegistrationCode) for outcome in outcomes) == 1


async def test_a_code_ends_after_three_days(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    code = await _invited(store, mailbox)
    clock.advance(days=3)
    with pytest.raises(InvalidRegistrationCode):
        await store.invitations.redeem(OTHER_ADDRESS, code, NEW_PASSWORD, ORIGIN)


async def test_a_code_sent_again_kills_the_old_one(store: Store, mailbox: Mailbox) -> None:
    session = await registered(store)
    await store.administrators.register(session.session_id, OTHER_ADDRESS)
    await store.mail_worker.drain()
    old = mailbox.newest_code
    invited = (await store.administrators.page(session.session_id, OTHER_ADDRESS)).rows[0]
    await store.administrators.send_again(session.session_id, invited.id)
    await store.mail_worker.drain()
    with pytest.raises(InvalidRegistrationCode):
        await store.invitations.redeem(OTHER_ADDRESS, old, NEW_PASSWORD, ORIGIN)
    await store.invitations.redeem(OTHER_ADDRESS, mailbox.newest_code, NEW_PASSWORD, ORIGIN)


async def test_a_refused_password_does_not_cost_the_code(store: Store, mailbox: Mailbox) -> None:
    code = await _invited(store, mailbox)
    with pytest.raises(InvalidPassword):
        await store.invitations.redeem(OTHER_ADDRESS, code, "password1", ORIGIN)
    await store.invitations.redeem(OTHER_ADDRESS, code, NEW_PASSWORD, ORIGIN)


@pytest.mark.parametrize("address", [OTHER_ADDRESS, "nobody@example.com"])
async def test_after_five_wrong_codes_there_is_a_wait_for_known_and_unknown_addresses(
    store: Store, mailbox: Mailbox, clock: MovableClock, address: str
) -> None:
    code = await _invited(store, mailbox)
    for _ in range(5):
        with pytest.raises(InvalidRegistrationCode):
            await store.invitations.redeem(address, "AAAA-AAAA-AAAA", NEW_PASSWORD, ORIGIN)
    with pytest.raises(TooManyWrongTokens):
        await store.invitations.redeem(address, code, NEW_PASSWORD, ORIGIN)
    clock.advance(minutes=15)
    if address == OTHER_ADDRESS:
        await store.invitations.redeem(address, code, NEW_PASSWORD, ORIGIN)
    else:
        with pytest.raises(InvalidRegistrationCode):
            await store.invitations.redeem(address, code, NEW_PASSWORD, ORIGIN)


async def test_wrong_codes_in_parallel_are_all_counted(store: Store, mailbox: Mailbox) -> None:
    code = await _invited(store, mailbox)
    outcomes = await asyncio.gather(
        *(store.invitations.redeem(OTHER_ADDRESS, "AAAA-AAAA-AAAA", NEW_PASSWORD, ORIGIN) for _ in range(8)),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, InvalidRegistrationCode) for outcome in outcomes) == 5
    with pytest.raises(TooManyWrongTokens):
        await store.invitations.redeem(OTHER_ADDRESS, code, NEW_PASSWORD, ORIGIN)


async def test_recovery_as_the_article_tells_it(store: Store, mailbox: Mailbox) -> None:
    lost = await two_step_on(store, mailbox)
    await store.administrators.register(lost.session_id, OTHER_ADDRESS)
    await store.mail_worker.drain()
    await store.invitations.redeem(OTHER_ADDRESS, mailbox.newest_code, NEW_PASSWORD, ORIGIN)
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


def test_a_code_has_three_groups_of_letters_that_nobody_mistakes(randomness: FixedCodes) -> None:
    code = make_token(randomness)
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert set(code) <= set(ALPHABET) | {"-"}
    assert not set("IO01") & set(ALPHABET)
    assert len(ALPHABET) ** 12 == 2**60
