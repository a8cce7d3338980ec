"""How often a code can be mailed."""

from datetime import timedelta

import pytest

from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import NoResendsLeft, ResendTooEarly, TooManyCodesSent
from kstore_tui.store import Store
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import (
    PASSWORD,
    VERIFICATION_ADDRESS,
    code_sent,
    other_registered,
    registered,
    two_step_on,
)


async def test_a_code_is_sent_again_after_60_seconds_and_not_before(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    clock.advance(seconds=59)
    with pytest.raises(ResendTooEarly, match=r"^A new code can be sent from 09:15:00 UTC on\.$"):
        await store.login.send_again(sent.challenge_id)
    assert len(mailbox.codes) == 2
    clock.advance(seconds=1)
    again = await store.login.send_again(sent.challenge_id)
    assert again.challenge_id == sent.challenge_id
    assert (again.resends_left, again.again_from) == (2, clock() + timedelta(seconds=60))
    assert len(mailbox.codes) == 3
    await store.login.verify(sent.challenge_id, mailbox.newest_code)


async def test_a_code_is_sent_again_3_times(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    left = []
    for _ in range(3):
        clock.advance(seconds=60)
        left.append((await store.login.send_again(sent.challenge_id)).resends_left)
    assert left == [2, 1, 0]
    clock.advance(seconds=60)
    with pytest.raises(NoResendsLeft, match=r"^The code was sent again 3 times\. Start again for another\.$"):
        await store.login.send_again(sent.challenge_id)
    assert len(mailbox.codes) == 5
    await store.login.verify(sent.challenge_id, mailbox.newest_code)


async def test_a_code_of_a_session_is_sent_again_by_the_same_rules(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    session = (await registered(store)).session_id
    sent = await store.two_step.send_to_new_address(session, VERIFICATION_ADDRESS)
    with pytest.raises(ResendTooEarly):
        await store.two_step.send(session, sent.challenge_id)
    for _ in range(3):
        clock.advance(seconds=60)
        await store.two_step.send(session, sent.challenge_id)
    clock.advance(seconds=60)
    with pytest.raises(NoResendsLeft):
        await store.two_step.send(session, sent.challenge_id)
    await store.two_step.verify(session, sent.challenge_id, mailbox.newest_code)


async def test_an_account_gets_10_codes_an_hour(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    await two_step_on(store, mailbox)
    for _ in range(10):
        await code_sent(store)
        clock.advance(minutes=1)
    with pytest.raises(
        TooManyCodesSent, match=r"^Too many codes have been sent\. Try again from 10:14 UTC on\.$"
    ):
        await code_sent(store)
    assert len(mailbox.codes) == 11
    clock.advance(minutes=49, seconds=59)
    with pytest.raises(TooManyCodesSent):
        await code_sent(store)
    clock.advance(seconds=1)
    sent = await code_sent(store)
    await store.login.verify(sent.challenge_id, mailbox.newest_code)


async def test_codes_sent_again_count_for_the_hour(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    for _ in range(5):
        sent = await code_sent(store)
        clock.advance(minutes=1)
        await store.login.send_again(sent.challenge_id)
    clock.advance(minutes=1)
    with pytest.raises(TooManyCodesSent):
        await store.login.send_again(sent.challenge_id)
    with pytest.raises(TooManyCodesSent):
        await code_sent(store)


async def test_codes_that_were_used_are_not_counted(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    for _ in range(12):
        sent = await code_sent(store)
        await store.login.verify(sent.challenge_id, mailbox.newest_code)
    for _ in range(10):
        await code_sent(store)
    with pytest.raises(TooManyCodesSent):
        await code_sent(store)


async def test_all_purposes_of_an_account_share_its_hour(store: Store, mailbox: Mailbox) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    for _ in range(5):
        await code_sent(store)
        wanted = await store.two_step.ask_present_address(session, Purpose.CHANGE_OLD)
        await store.two_step.send(session, wanted.challenge_id)
    wanted = await store.two_step.ask_present_address(session, Purpose.DISABLE)
    with pytest.raises(TooManyCodesSent):
        await store.two_step.send(session, wanted.challenge_id)


async def test_a_new_address_does_not_give_an_account_another_hour(store: Store, mailbox: Mailbox) -> None:
    session = (await registered(store)).session_id
    for number in range(10):
        await store.two_step.send_to_new_address(session, f"codes{number}@example.net")
    with pytest.raises(TooManyCodesSent):
        await store.two_step.send_to_new_address(session, "codes@example.net")
    assert len(mailbox.codes) == 10


SPELLINGS = ["shared@example.net", "Shared@example.net", "SHARED@EXAMPLE.net", "ｓhared@example.net"]


async def test_an_address_gets_10_codes_an_hour_whoever_asks_and_however_it_is_spelled(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    one = (await registered(store)).session_id
    other = (await other_registered(store)).session_id
    for number in range(10):
        spelled = SPELLINGS[number % len(SPELLINGS)]
        await store.two_step.send_to_new_address((one, other)[number % 2], spelled)
    for session in (one, other):
        with pytest.raises(TooManyCodesSent):
            await store.two_step.send_to_new_address(session, "shared@example.net")
    await store.two_step.send_to_new_address(one, VERIFICATION_ADDRESS)
    for _ in range(5):
        clock.advance(minutes=12)
        for session in (one, other):
            await store.sessions.note_action(session, clock())
    for session in (one, other):
        await store.reauthentication.confirm(session, PASSWORD)
    await store.two_step.send_to_new_address(one, "shared@example.net")


async def test_codes_of_another_account_do_not_use_up_ones_own(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    for _ in range(10):
        await code_sent(store)
    other = (await other_registered(store)).session_id
    await store.two_step.send_to_new_address(other, "ken.codes@example.net")


async def test_a_refused_sending_sends_nothing_and_leaves_the_code_that_was_sent(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    for _ in range(3):
        with pytest.raises(ResendTooEarly):
            await store.login.send_again(sent.challenge_id)
    await store.login.verify(sent.challenge_id, mailbox.newest_code)
    assert len(mailbox.codes) == 2
