"""Wrong codes of an account: over all challenges they let it wait, and then they hold it."""

from typing import Any

import pytest

from kstore_tui.core.errors import AccountHeld, ChallengeEnded, TooManyWrongCodes, WrongCode
from kstore_tui.mail.messages import AccountPutOnHold, WrongCodesEntered
from kstore_tui.store import Store
from tests.kstore_tui.at_once import at_once
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import (
    ADDRESS,
    ORIGIN,
    VERIFICATION_ADDRESS,
    another_code,
    code_sent,
    logged_in_with_code,
    other_registered,
    registered,
    two_step_on,
)
from tests.kstore_tui.wrong_tries import guessed, kept_of, notices, set_account

WAIT = r"^Too many wrong codes for this account\. Try again in .* \({}(:00)? UTC\)\.$"


async def ended(store: Store) -> None:
    """End an account's wait and hold, as a new password does."""
    administrator = await kept_of(store)
    await store.transactions.run(store.administrators.lockout.end_wait_and_hold, administrator)


async def test_ten_in_a_row_over_several_logins_let_the_account_wait(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    await guessed(store, mailbox, clock, 10)
    mailed = len(mailbox.codes)
    clock.advance(minutes=14, seconds=59)
    with pytest.raises(TooManyWrongCodes, match=WAIT.format("09:41")):
        await code_sent(store)
    assert len(mailbox.codes) == mailed
    clock.advance(seconds=1)
    await logged_in_with_code(store, mailbox)


async def test_during_the_wait_no_code_is_checked_either_and_none_counted(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    await guessed(store, mailbox, clock, 9)
    clock.advance(minutes=6)
    one, other = await code_sent(store), await code_sent(store)
    with pytest.raises(WrongCode):
        await store.login.verify(one.challenge_id, another_code(mailbox.codes[-2]))
    for code in (mailbox.newest_code, another_code(mailbox.newest_code)):
        with pytest.raises(TooManyWrongCodes):
            await store.login.verify(other.challenge_id, code)
    clock.advance(seconds=60)
    with pytest.raises(TooManyWrongCodes):
        await store.login.send_again(other.challenge_id)
    assert (await kept_of(store)).wrong_codes_in_a_row == 10


async def test_codes_of_a_session_count_and_wait_too(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    session = (await registered(store)).session_id
    for _ in range(2):
        sent = await store.two_step.send_to_new_address(session, VERIFICATION_ADDRESS)
        for _ in range(5):
            with pytest.raises((WrongCode, ChallengeEnded)):
                await store.two_step.verify(session, sent.challenge_id, another_code(mailbox.newest_code))
    with pytest.raises(TooManyWrongCodes, match=WAIT.format("09:29")):
        await store.two_step.send_to_new_address(session, VERIFICATION_ADDRESS)


async def test_the_wait_begins_anew_after_ten_more(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    await guessed(store, mailbox, clock, 10)
    clock.advance(minutes=15)
    await guessed(store, mailbox, clock, 9)
    clock.advance(minutes=6)
    await guessed(store, mailbox, clock, 1)
    with pytest.raises(TooManyWrongCodes):
        await code_sent(store)


async def test_the_right_code_begins_a_new_row(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    await two_step_on(store, mailbox)
    for _ in range(2):
        await guessed(store, mailbox, clock, 9)
        clock.advance(minutes=15)
        await logged_in_with_code(store, mailbox)
    kept = await kept_of(store)
    assert (kept.wrong_codes_in_a_row, kept.wrong_codes_that_day) == (0, 18)
    assert await notices(store, WrongCodesEntered.kind) == []


async def test_the_right_code_at_the_tenth_try_opens_and_tells_nobody(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    await set_account(store, wrong_codes_in_a_row=99)
    await logged_in_with_code(store, mailbox)
    kept = await kept_of(store)
    assert (kept.held_at, kept.codes_blocked_until, kept.wrong_codes_that_day) == (None, None, 0)
    assert await notices(store, AccountPutOnHold.kind, WrongCodesEntered.kind) == []


async def test_fifty_in_a_day_end_the_day(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    await two_step_on(store, mailbox)
    await guessed(store, mailbox, clock, 4)
    clock.advance(minutes=6)
    await logged_in_with_code(store, mailbox)
    assert (await kept_of(store)).wrong_codes_that_day == 4  # the right one ends the row, not the day's count
    await set_account(store, wrong_codes_that_day=40)
    await guessed(store, mailbox, clock, 9)
    clock.advance(minutes=6)
    await guessed(store, mailbox, clock, 1)
    with pytest.raises(TooManyWrongCodes, match=WAIT.format("00:00")):
        await code_sent(store)
    await ended(store)
    with pytest.raises(TooManyWrongCodes, match=WAIT.format("00:00")):
        await code_sent(store)
    clock.now = clock.now.replace(hour=23, minute=59, second=59)
    with pytest.raises(TooManyWrongCodes):
        await code_sent(store)
    clock.advance(seconds=1)
    await guessed(store, mailbox, clock, 5)
    assert (await kept_of(store)).wrong_codes_that_day == 5


async def test_a_clock_set_back_gives_no_other_day(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    await set_account(store, wrong_codes_that_day=48, wrong_codes_day=clock().date())
    clock.advance(days=-1)
    await guessed(store, mailbox, clock, 2)
    with pytest.raises(TooManyWrongCodes):
        await code_sent(store)


async def test_a_hundred_in_a_row_hold_the_account_for_good(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    await set_account(store, wrong_codes_in_a_row=99)
    sent = await code_sent(store)
    with pytest.raises(WrongCode):
        await store.login.verify(sent.challenge_id, another_code(mailbox.newest_code))
    with pytest.raises(AccountHeld):
        await store.login.verify(sent.challenge_id, mailbox.newest_code)
    assert (await kept_of(store)).wrong_codes_in_a_row == 100  # a try during the hold is not counted
    clock.advance(days=400)
    with pytest.raises(AccountHeld, match="this account is on hold"):
        await code_sent(store)
    await ended(store)
    await guessed(store, mailbox, clock, 1)
    await logged_in_with_code(store, mailbox)


async def test_the_hold_of_one_account_is_not_anothers(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    await set_account(store, held_at=store.clock())
    other = (await other_registered(store)).session_id
    await store.two_step.send_to_new_address(other, "ken.codes@example.net")


async def test_a_new_password_ends_the_wait(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    await two_step_on(store, mailbox)
    await guessed(store, mailbox, clock, 10)
    await ended(store)
    await logged_in_with_code(store, mailbox)


@pytest.mark.parametrize(
    ("before", "refused"),
    [
        ({"wrong_codes_in_a_row": 7}, TooManyWrongCodes),
        ({"wrong_codes_in_a_row": 97}, AccountHeld),
        ({"wrong_codes_that_day": 47}, TooManyWrongCodes),
    ],
)
async def test_of_six_wrong_codes_at_once_three_are_tried_where_three_are_left(
    store: Store, mailbox: Mailbox, before: dict[str, Any], refused: type[Exception]
) -> None:
    await two_step_on(store, mailbox)
    await set_account(store, wrong_codes_day=store.clock().date(), **before)
    sent = [await code_sent(store) for _ in range(2)]
    wrong = next(code for code in ("000000", "000001", "000002") if code not in mailbox.codes)
    outcomes = await at_once(
        *(store.login.verify(sent[number % 2].challenge_id, wrong) for number in range(6))
    )
    kinds = [type(outcome) for outcome in outcomes]
    assert (kinds.count(WrongCode), kinds.count(refused)) == (3, 3)
    assert len(await notices(store, WrongCodesEntered.kind, AccountPutOnHold.kind)) == 1


async def test_the_owner_is_mailed_when_a_wait_begins_and_once(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    await guessed(store, mailbox, clock, 10)
    for _ in range(2):
        with pytest.raises(TooManyWrongCodes):
            await code_sent(store)
    assert await notices(store, WrongCodesEntered.kind, AccountPutOnHold.kind) == [
        (WrongCodesEntered.kind, ADDRESS)
    ]
    await store.mail_worker.drain()
    told = next(text for text in mailbox.texts if "Too many wrong verification codes" in text)
    for words in ("a•••@example.com", "2026-11-24 09:26 UTC", ORIGIN, "until 2026-11-24 09:41 UTC", "Forgot"):
        assert words in told
    assert ADDRESS not in told


async def test_the_owner_is_mailed_that_the_account_is_held(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    await set_account(store, wrong_codes_in_a_row=99)
    sent = await code_sent(store)
    with pytest.raises(WrongCode):
        await store.login.verify(sent.challenge_id, another_code(mailbox.newest_code))
    assert await notices(store, WrongCodesEntered.kind, AccountPutOnHold.kind) == [
        (AccountPutOnHold.kind, ADDRESS)
    ]
    await store.mail_worker.drain()
    told = next(text for text in mailbox.texts if "account is now on hold" in text)
    for words in ("2026-11-24 09:14 UTC", ORIGIN, "a fellow administrator or the operator", "Forgot"):
        assert words in told
