"""A reset code is good for one new password, for a while, and never for more than that."""

from collections.abc import Callable

import pytest

from kstore_tui.core.errors import (
    ChallengeEnded,
    InvalidCredentials,
    InvalidPassword,
    InvalidResetCode,
    SessionEnded,
    TooManyWrongTokens,
)
from kstore_tui.core.results import CodeSent, LoggedIn
from kstore_tui.database.models import WrongToken
from kstore_tui.store import Store
from tests.kstore_tui.at_once import Meanwhile, Together, in_step, in_tasks, in_threads, working_by
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import (
    ADDRESS,
    ORIGIN,
    OTHER_ADDRESS,
    PASSWORD,
    code_sent,
    other_registered,
    registered,
    session_of,
    two_step_on,
)

NEW = "eleven quiet lamps"
WRONG = "AAAA-AAAA-AAAA"


async def _code(store: Store, mailbox: Mailbox, address: str = ADDRESS) -> str:
    """Ask for a code; return the one in the mail."""
    await store.password_reset.ask(address, ORIGIN)
    await store.mail_worker.drain()
    return mailbox.newest_code


async def _is_worth_nothing(store: Store, code: str, address: str = ADDRESS) -> bool:
    with pytest.raises(InvalidResetCode):
        await store.password_reset.redeem(address, code, NEW, ORIGIN)
    return isinstance(await store.login.log_in(ADDRESS, PASSWORD, ORIGIN), LoggedIn)


@pytest.mark.parametrize(
    "write", [str, str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "]
)
async def test_the_new_password_counts_and_the_old_one_does_not(
    store: Store, mailbox: Mailbox, write: Callable[[str], str]
) -> None:
    await registered(store)
    code = await _code(store, mailbox)
    await store.password_reset.redeem(ADDRESS.upper(), write(code), NEW, ORIGIN)
    with pytest.raises(InvalidCredentials):
        await store.login.log_in(ADDRESS, PASSWORD, ORIGIN)
    assert isinstance(await store.login.log_in(ADDRESS, NEW, ORIGIN), LoggedIn)


async def test_two_step_verification_still_asks_for_its_code(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    await store.mail_worker.drain()
    await store.password_reset.redeem(ADDRESS, await _code(store, mailbox), NEW, ORIGIN)
    sent = await store.login.log_in(ADDRESS, NEW, ORIGIN)
    assert isinstance(sent, CodeSent)
    assert isinstance(await store.login.verify(sent.challenge_id, mailbox.newest_code), LoggedIn)


async def test_every_session_ends_and_is_told(store: Store, mailbox: Mailbox) -> None:
    sessions = [await registered(store), await session_of(store)]
    fellow = await other_registered(store)
    await store.password_reset.redeem(ADDRESS, await _code(store, mailbox), NEW, ORIGIN)
    for session in sessions:
        with pytest.raises(SessionEnded, match="your password was changed"):
            await store.sessions.account(session.session_id)
    await store.sessions.account(fellow.session_id)


async def test_a_login_that_waits_for_its_code_is_worth_nothing_any_more(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    await store.mail_worker.drain()
    sent = await code_sent(store)
    verification_code = mailbox.newest_code
    await store.password_reset.redeem(ADDRESS, await _code(store, mailbox), NEW, ORIGIN)
    with pytest.raises(ChallengeEnded):
        await store.login.verify(sent.challenge_id, verification_code)


async def test_the_account_is_told_by_mail(store: Store, mailbox: Mailbox) -> None:
    await registered(store)
    await store.password_reset.redeem(ADDRESS, await _code(store, mailbox), NEW, ORIGIN)
    await store.mail_worker.drain()
    assert mailbox.receivers[-1] == ADDRESS
    assert "The password of a•••@example.com was changed" in mailbox.newest_text


async def test_a_refused_password_does_not_cost_the_code(store: Store, mailbox: Mailbox) -> None:
    await registered(store)
    code = await _code(store, mailbox)
    for _ in range(6):
        with pytest.raises(InvalidPassword):
            await store.password_reset.redeem(ADDRESS, code, "password1", ORIGIN)
    await store.password_reset.redeem(ADDRESS, code, NEW, ORIGIN)


async def test_a_code_ends_after_half_an_hour(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    await registered(store)
    code = await _code(store, mailbox)
    clock.advance(minutes=30)
    assert await _is_worth_nothing(store, code)
    clock.advance(seconds=-1)
    await store.password_reset.redeem(ADDRESS, code, NEW, ORIGIN)


async def test_a_clock_set_back_opens_nothing(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    await registered(store)
    code = await _code(store, mailbox)
    clock.advance(seconds=-1)
    assert await _is_worth_nothing(store, code)


async def test_a_code_is_good_once(store: Store, mailbox: Mailbox) -> None:
    await registered(store)
    code = await _code(store, mailbox)
    await store.password_reset.redeem(ADDRESS, code, NEW, ORIGIN)
    with pytest.raises(InvalidResetCode):
        await store.password_reset.redeem(ADDRESS, code, PASSWORD, ORIGIN)


@pytest.mark.parametrize("together", [in_tasks, in_threads])
async def test_a_code_entered_twice_at_once_is_good_once(
    store: Store, mailbox: Mailbox, together: Together
) -> None:
    await registered(store)
    code = await _code(store, mailbox)
    passwords = [f"{NEW} {number}" for number in range(2)]
    outcomes = await together(
        *(store.password_reset.redeem(ADDRESS, code, password, ORIGIN) for password in passwords)
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["InvalidResetCode", "NoneType"]
    assert isinstance(await store.login.log_in(ADDRESS, passwords[outcomes.index(None)], ORIGIN), LoggedIn)


async def test_a_code_is_good_once_when_both_were_let_in_first(store: Store, mailbox: Mailbox) -> None:
    await registered(store)
    code = await _code(store, mailbox)
    reset = in_step(store).password_reset
    outcomes = await in_tasks(*(reset.redeem(ADDRESS, code, NEW, ORIGIN) for _ in range(2)))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["InvalidResetCode", "NoneType"]


async def test_a_newer_code_takes_the_place_of_an_older_one(store: Store, mailbox: Mailbox) -> None:
    await registered(store)
    older = await _code(store, mailbox)
    newer = await _code(store, mailbox)
    assert await _is_worth_nothing(store, older)
    await store.password_reset.redeem(ADDRESS, newer, NEW, ORIGIN)


async def test_a_newer_code_that_comes_while_the_password_is_hashed_counts(
    store: Store, mailbox: Mailbox
) -> None:
    await registered(store)
    older = await _code(store, mailbox)
    asked_meanwhile = Meanwhile(lambda: _code(store, mailbox))
    with pytest.raises(InvalidResetCode):
        await working_by(store, asked_meanwhile).password_reset.redeem(ADDRESS, older, NEW, ORIGIN)


async def test_a_code_from_before_a_change_of_the_password_is_worth_nothing(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    session = await registered(store)
    code = await _code(store, mailbox)
    clock.advance(seconds=1)
    await store.password_change.change(session.session_id, PASSWORD, "purple quiet lamps")
    with pytest.raises(InvalidResetCode):
        await store.password_reset.redeem(ADDRESS, code, NEW, ORIGIN)


async def test_a_code_of_another_account_is_worth_nothing(store: Store, mailbox: Mailbox) -> None:
    await registered(store)
    await other_registered(store)
    assert await _is_worth_nothing(store, await _code(store, mailbox, OTHER_ADDRESS))


async def test_a_registration_code_is_no_reset_code(store: Store, mailbox: Mailbox) -> None:
    session = await registered(store)
    await store.administrators.register(session.session_id, OTHER_ADDRESS)
    await store.mail_worker.drain()
    assert await _is_worth_nothing(store, mailbox.newest_code, OTHER_ADDRESS)


@pytest.mark.parametrize("address", [ADDRESS, "nobody@example.com"])
async def test_after_five_wrong_codes_there_is_a_wait_for_known_and_unknown_addresses(
    store: Store, mailbox: Mailbox, clock: MovableClock, address: str
) -> None:
    await registered(store)
    code = await _code(store, mailbox)
    for _ in range(5):
        with pytest.raises(InvalidResetCode):
            await store.password_reset.redeem(address, WRONG, NEW, ORIGIN)
    with pytest.raises(TooManyWrongTokens):
        await store.password_reset.redeem(address.upper(), code, NEW, ORIGIN)
    clock.advance(minutes=15)
    if address == ADDRESS:
        await store.password_reset.redeem(address, code, NEW, ORIGIN)
    else:
        assert await _is_worth_nothing(store, code, address)


async def test_a_new_code_does_not_end_the_wait(store: Store, mailbox: Mailbox) -> None:
    await registered(store)
    for _ in range(5):
        with pytest.raises(InvalidResetCode):
            await store.password_reset.redeem(ADDRESS, WRONG, NEW, ORIGIN)
    with pytest.raises(TooManyWrongTokens):
        await store.password_reset.redeem(ADDRESS, await _code(store, mailbox), NEW, ORIGIN)


async def test_wrong_codes_in_parallel_are_all_counted(store: Store, mailbox: Mailbox) -> None:
    await registered(store)
    code = await _code(store, mailbox)
    outcomes = await in_tasks(*(store.password_reset.redeem(ADDRESS, WRONG, NEW, ORIGIN) for _ in range(8)))
    assert sum(isinstance(outcome, InvalidResetCode) for outcome in outcomes) == 5
    with pytest.raises(TooManyWrongTokens):
        await store.password_reset.redeem(ADDRESS, code, NEW, ORIGIN)


async def test_wrong_codes_are_kept_no_longer_than_a_wait_depends_on_them(
    store: Store, clock: MovableClock
) -> None:
    for number in range(3):
        with pytest.raises(InvalidResetCode):
            await store.password_reset.redeem(f"nobody{number}@example.com", WRONG, NEW, ORIGIN)
    clock.advance(minutes=15)
    with pytest.raises(InvalidResetCode):
        await store.password_reset.redeem(ADDRESS, WRONG, NEW, ORIGIN)
    assert await store.transactions.run(lambda: WrongToken.select().count()) == 1


async def test_wrong_reset_codes_do_not_keep_an_invited_one_out(store: Store, mailbox: Mailbox) -> None:
    session = await registered(store)
    await store.administrators.register(session.session_id, OTHER_ADDRESS)
    await store.mail_worker.drain()
    for _ in range(5):
        with pytest.raises(InvalidResetCode):
            await store.password_reset.redeem(OTHER_ADDRESS, WRONG, NEW, ORIGIN)
    await store.invitations.redeem(OTHER_ADDRESS, mailbox.newest_code, NEW, ORIGIN)
