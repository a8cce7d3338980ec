"""Sending a code and sending it again: how often, how long it is valid, and when it cannot be sent."""

import asyncio

import pytest

from kstore_tui.core.errors import (
    ChallengeEnded,
    CodeExpired,
    CodeNotSent,
    NewerCodeSent,
    NoResendsLeft,
    ResendTooEarly,
    TooManyCodesSent,
)
from kstore_tui.database.models import Administrator, Challenge, SentCode, Session
from kstore_tui.settings import Settings
from kstore_tui.store import Store, build_store
from tests.journeys.faulty_smtp import closed_port, hangs, hangs_in_data
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import Mailbox, mailing
from tests.kstore_tui.support.steps import (
    ADDRESS,
    ORIGIN,
    PASSWORD,
    VERIFICATION_ADDRESS,
    code_sent,
    logged_in_with_code,
    other_registered,
    registered,
    two_step_on,
)
from tests.kstore_tui.support.transactions import Meanwhile


async def test_a_code_is_sent_again_after_60_seconds(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    clock.advance(seconds=59)
    with pytest.raises(ResendTooEarly, match=r"^You can send another code in 1 second \(09:15:00 UTC\)\.$"):
        await store.login.send_again(sent.challenge_id)
    assert len(mailbox.codes) == 2
    clock.advance(seconds=1)
    again = await store.login.send_again(sent.challenge_id)
    assert again.challenge_id == sent.challenge_id
    assert len(mailbox.codes) == 3
    await store.login.verify(sent.challenge_id, mailbox.newest_code)


async def test_a_code_is_sent_again_3_times(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    for _ in range(3):
        clock.advance(seconds=60)
        await store.login.send_again(sent.challenge_id)
    clock.advance(seconds=60)
    with pytest.raises(NoResendsLeft, match=r"the limit is 3"):
        await store.login.send_again(sent.challenge_id)
    assert len(mailbox.codes) == 5
    await store.login.verify(sent.challenge_id, mailbox.newest_code)


async def test_an_account_gets_10_codes_an_hour(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    await two_step_on(store, mailbox)
    await logged_in_with_code(store, mailbox)
    for _ in range(10):
        await code_sent(store)
        clock.advance(minutes=1)
    with pytest.raises(
        TooManyCodesSent, match=r"^Too many codes have been sent\. Try again in 50 minutes \(10:14 UTC\)\.$"
    ):
        await code_sent(store)
    assert len(mailbox.codes) == 12
    clock.advance(minutes=49, seconds=59)
    with pytest.raises(TooManyCodesSent):
        await code_sent(store)
    clock.advance(seconds=1)
    await logged_in_with_code(store, mailbox)


async def test_a_new_address_does_not_give_an_account_another_hour(store: Store, mailbox: Mailbox) -> None:
    session = (await registered(store)).session_id
    for number in range(10):
        await store.two_step.send_to_new_address(session, f"codes{number}@example.net")
    with pytest.raises(TooManyCodesSent):
        await store.two_step.send_to_new_address(session, "codes@example.net")
    assert len(mailbox.codes) == 10


SPELLINGS = ["shared@example.net", "Shared@example.net", "SHARED@EXAMPLE.net", "ｓhared@example.net"]


async def test_an_address_gets_10_codes_an_hour_over_all_accounts_and_spellings(
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


EXPIRED = r"^That code has expired\. Press “Send again” to get a new one\.$"


async def test_a_clock_set_back_opens_nothing(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    await two_step_on(store, mailbox)
    waiting = (await code_sent(store)).challenge_id
    clock.advance(seconds=-1)
    with pytest.raises(CodeExpired):
        await store.login.verify(waiting, mailbox.newest_code)
    clock.advance(days=-1)
    with pytest.raises(ResendTooEarly):
        await store.login.send_again(waiting)


async def test_a_code_expires_after_10_minutes(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    await two_step_on(store, mailbox)
    waiting = (await code_sent(store)).challenge_id
    clock.advance(minutes=10)
    for _ in range(3):  # each is a try
        with pytest.raises(CodeExpired, match=EXPIRED):
            await store.login.verify(waiting, mailbox.newest_code)
    sent = await store.login.send_again(waiting)
    assert (sent.valid_until - clock()).total_seconds() == 600
    with pytest.raises(NewerCodeSent):
        await store.login.verify(waiting, mailbox.codes[-2])
    await store.login.verify(waiting, mailbox.newest_code)
    assert await store.transactions.run(lambda: Challenge.get_by_id(waiting).tries) == 5


def _rows() -> list[int]:
    tries = sum(challenge.tries for challenge in Challenge.select())
    return [Session.select().count(), SentCode.select().count(), tries]


async def test_a_login_whose_code_cannot_be_sent_says_why_and_uses_up_nothing(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    before = await store.transactions.run(_rows)
    with hangs() as faulty, mailing(store, faulty.port, answer_seconds=0.2):
        for _ in range(2):
            with pytest.raises(CodeNotSent) as refusal:
                await store.login.log_in(ADDRESS, PASSWORD, ORIGIN)
        why = f"the mail server at 127.0.0.1:{faulty.port} isn't responding."
        assert str(refusal.value) == f"We couldn't send the verification code: {why}"
    assert await store.transactions.run(_rows) == before
    await logged_in_with_code(store, mailbox)


async def test_a_failed_resend_is_not_counted_and_the_older_code_keeps_its_validity(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    clock.advance(seconds=60)
    with closed_port() as nowhere, mailing(store, nowhere.port):
        for _ in range(5):
            with pytest.raises(CodeNotSent):
                await store.login.send_again(sent.challenge_id)
    await store.login.send_again(sent.challenge_id)
    clock.advance(minutes=9, seconds=59)
    with closed_port() as nowhere, mailing(store, nowhere.port), pytest.raises(CodeNotSent):
        await store.login.send_again(sent.challenge_id)
    await store.login.verify(sent.challenge_id, mailbox.newest_code)


async def test_a_code_works_while_a_newer_one_is_sent(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    clock.advance(seconds=60)
    with hangs_in_data() as hanging, mailing(store, hanging.port):
        again = asyncio.create_task(store.login.send_again(sent.challenge_id))
        await asyncio.to_thread(hanging.wait_for_mail)
        await store.login.verify(sent.challenge_id, mailbox.newest_code)
        again.cancel()
        with pytest.raises(asyncio.CancelledError):
            await again


@pytest.mark.parametrize("use_case", ["send_again", "verify"])
async def test_an_account_deleted_while_its_code_is_sent_or_checked_ends_the_step(
    store: Store, settings: Settings, clock: MovableClock, mailbox: Mailbox, use_case: str
) -> None:
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    clock.advance(seconds=60)
    deleted_meanwhile = Meanwhile(lambda: store.transactions.run(Administrator.delete().execute))
    login = build_store(settings, clock, transactions=deleted_meanwhile).login
    with pytest.raises(ChallengeEnded):
        await (
            login.send_again(sent.challenge_id)
            if use_case == "send_again"
            else login.verify(sent.challenge_id, mailbox.newest_code)
        )


async def test_a_cancelled_sending_counts_30_seconds(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    for _ in range(9):
        await code_sent(store)
    with hangs_in_data() as hanging, mailing(store, hanging.port):
        login = asyncio.create_task(store.login.log_in(ADDRESS, PASSWORD, ORIGIN))
        await asyncio.to_thread(hanging.wait_for_mail)
        login.cancel()
        with pytest.raises(asyncio.CancelledError):
            await login
    with pytest.raises(TooManyCodesSent):
        await code_sent(store)
    clock.advance(seconds=30)
    await logged_in_with_code(store, mailbox)
