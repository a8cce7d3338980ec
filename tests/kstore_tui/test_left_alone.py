"""What is left alone for long, or left behind, opens nothing any more."""

import asyncio
from dataclasses import replace

import pytest

from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import (
    ChallengeEnded,
    InvalidAddress,
    ProofExpired,
    ReauthenticationRequired,
    SessionEnded,
)
from kstore_tui.mail.server import MailServer
from kstore_tui.mail.smtp import SmtpTransport
from kstore_tui.store import Store
from tests.journeys.faulty_smtp import hangs
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import (
    ADDRESS,
    ORIGIN,
    PASSWORD,
    VERIFICATION_ADDRESS,
    code_sent,
    new_address_proved,
    present_address_proved,
    registered,
    two_step_on,
)


async def test_an_action_of_fifteen_minutes_ago_does_not_keep_a_session(
    store: Store, clock: MovableClock
) -> None:
    session = await registered(store)
    acted_at = clock()
    clock.advance(minutes=15)
    with pytest.raises(SessionEnded, match="15 minutes of inactivity"):
        await store.sessions.note_action(session.session_id, acted_at)


async def test_an_action_noted_late_keeps_a_session_from_when_it_was_done(
    store: Store, clock: MovableClock
) -> None:
    session = await registered(store)
    clock.advance(minutes=14)
    acted_at = clock()
    clock.advance(minutes=14)
    assert (
        await store.sessions.note_action(session.session_id, acted_at) - acted_at
    ).total_seconds() == 15 * 60


@pytest.mark.parametrize("what", ["save", "disable"])
async def test_the_last_word_asks_for_a_fresh_password(
    store: Store, mailbox: Mailbox, clock: MovableClock, what: str
) -> None:
    if what == "save":
        session = (await registered(store)).session_id
        proof = await new_address_proved(store, mailbox, session)
    else:
        session = (await two_step_on(store, mailbox)).session_id
        proof = await present_address_proved(store, mailbox, session, Purpose.DISABLE)
    clock.advance(minutes=6)
    do = store.two_step.save if what == "save" else store.two_step.disable
    with pytest.raises(ReauthenticationRequired):
        await do(session, proof)
    await store.reauthentication.confirm(session, PASSWORD)
    await do(session, proof)


async def test_a_code_entered_ten_minutes_ago_is_worth_nothing(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    session = (await registered(store)).session_id
    proof = await new_address_proved(store, mailbox, session)
    clock.advance(minutes=10)
    await store.reauthentication.confirm(session, PASSWORD)
    with pytest.raises(ProofExpired):
        await store.two_step.save(session, proof)


async def test_the_present_address_is_not_taken_for_a_new_one(store: Store, mailbox: Mailbox) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    old = await present_address_proved(store, mailbox, session, Purpose.CHANGE_OLD)
    with pytest.raises(InvalidAddress, match="already"):
        await store.two_step.send_to_new_address(session, VERIFICATION_ADDRESS.upper(), old)


async def test_a_login_that_was_given_up_takes_no_code_any_more(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    await store.login.give_up(sent.challenge_id)
    with pytest.raises(ChallengeEnded):
        await store.login.verify(sent.challenge_id, mailbox.newest_code)


async def test_sendings_that_were_given_up_count_for_no_limit(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    with hangs() as hanging:
        delivery = SmtpTransport(MailServer("127.0.0.1", hanging.port), "no-reply@store.example")
        challenges = replace(store.login.challenges, transport=delivery)
        stuck = replace(store.login, challenges=challenges)
        for _ in range(12):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2):
                    await stuck.log_in(ADDRESS, PASSWORD, ORIGIN)
            clock.advance(seconds=31)
    await code_sent(store)
