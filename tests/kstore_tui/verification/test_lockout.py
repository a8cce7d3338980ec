"""Wrong codes of an account, over all its challenges: first a wait, then a hold."""

from typing import Any

import pytest

from kstore_tui.core.errors import AccountHeld, ChallengeEnded, TooManyWrongCodes, WrongCode
from kstore_tui.mail.messages import AccountPutOnHold, WrongCodesEntered
from kstore_tui.store import Store
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import (
    ADDRESS,
    ORIGIN,
    VERIFICATION_ADDRESS,
    another_code,
    code_sent,
    guessed,
    kept_of,
    logged_in_with_code,
    notices,
    set_account,
    two_step_on,
)
from tests.kstore_tui.support.transactions import at_once

NOTICES = (WrongCodesEntered.kind, AccountPutOnHold.kind)
WAIT = r"^Too many wrong codes for this account\. Try again in .* \({}(:00)? UTC\)\.$"


async def ended(store: Store) -> None:
    """End an account's wait and hold, as a new password does."""
    administrator = await kept_of(store)
    await store.transactions.run(store.administrators.lockout.end_wait_and_hold, administrator)


async def test_ten_in_a_row_over_several_logins_make_the_account_wait_and_notify_its_owner(
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
    assert await notices(store, *NOTICES) == [(WrongCodesEntered.kind, ADDRESS)]
    await store.mail_worker.drain()
    told = next(text for text in mailbox.texts if "Too many wrong verification codes" in text)
    for words in ("a•••@example.com", "2026-11-24 09:26 UTC", ORIGIN, "until 2026-11-24 09:41 UTC", "Forgot"):
        assert words in told
    assert ADDRESS not in told


async def test_during_the_wait_no_code_is_checked_either_and_none_counted(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    await set_account(store, wrong_codes_in_a_row=9)
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


async def test_codes_of_a_session_count(
    store: Store, mailbox: Mailbox, clock: MovableClock, session: str
) -> None:
    for _ in range(2):
        sent = await store.two_step.send_to_new_address(session, VERIFICATION_ADDRESS)
        for _ in range(5):
            with pytest.raises((WrongCode, ChallengeEnded)):
                await store.two_step.verify(session, sent.challenge_id, another_code(mailbox.newest_code))
    with pytest.raises(TooManyWrongCodes, match=WAIT.format("09:29")):
        await store.two_step.send_to_new_address(session, VERIFICATION_ADDRESS)


async def test_ten_more_start_another_wait(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    await two_step_on(store, mailbox)
    await set_account(store, wrong_codes_in_a_row=18)
    await guessed(store, mailbox, clock, 1)
    await guessed(store, mailbox, clock, 1)
    with pytest.raises(TooManyWrongCodes):
        await code_sent(store)


async def test_the_right_code_resets_the_count_in_a_row(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    for _ in range(2):
        await guessed(store, mailbox, clock, 5)
        clock.advance(minutes=15)
        await logged_in_with_code(store, mailbox)
    kept = await kept_of(store)
    assert (kept.wrong_codes_in_a_row, kept.wrong_codes_that_day) == (0, 10)
    assert await notices(store, WrongCodesEntered.kind) == []


async def test_the_right_code_at_the_limit_opens(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    await two_step_on(store, mailbox)
    await set_account(store, wrong_codes_in_a_row=99)
    await logged_in_with_code(store, mailbox)
    kept = await kept_of(store)
    assert (kept.held_at, kept.codes_blocked_until, kept.wrong_codes_that_day) == (None, None, 0)
    assert await notices(store, *NOTICES) == []


async def test_fifty_in_a_day_end_the_day(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    await two_step_on(store, mailbox)
    await guessed(store, mailbox, clock, 4)
    clock.advance(minutes=6)
    await logged_in_with_code(store, mailbox)
    assert (await kept_of(store)).wrong_codes_that_day == 4  # the right one ends the row, not the day's count
    await set_account(store, wrong_codes_that_day=48)
    await guessed(store, mailbox, clock, 1)
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


async def test_a_clock_set_back_starts_no_new_day(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    await set_account(store, wrong_codes_that_day=48, wrong_codes_day=clock().date())
    clock.advance(days=-1)
    await guessed(store, mailbox, clock, 2)
    with pytest.raises(TooManyWrongCodes):
        await code_sent(store)


async def test_a_hundred_in_a_row_put_the_account_on_hold_and_notify_its_owner(
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
    assert await notices(store, *NOTICES) == [(AccountPutOnHold.kind, ADDRESS)]
    await store.mail_worker.drain()
    told = next(text for text in mailbox.texts if "account is now on hold" in text)
    for words in ("2026-11-24 09:14 UTC", ORIGIN, "another administrator or the operator", "Forgot"):
        assert words in told
    clock.advance(days=400)
    with pytest.raises(AccountHeld, match="this account is on hold"):
        await code_sent(store)
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
    assert len(await notices(store, *NOTICES)) == 1
