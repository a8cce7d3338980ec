"""A code that could not be sent: one clear line, and nothing is spent by it."""

import asyncio
from typing import Any

import pytest

from kstore_tui.core.errors import ChallengeEnded, CodeNotSent
from kstore_tui.database.models import Administrator, Challenge, SentCode, Session
from kstore_tui.store import Store
from tests.journeys.faulty_smtp import (
    closed_port,
    drops_in_data,
    hangs,
    refuses_greeting,
    refuses_recipient,
)
from tests.kstore_tui.at_once import Meanwhile, working_by
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.hanging import HangsInData
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import (
    ADDRESS,
    ORIGIN,
    PASSWORD,
    VERIFICATION_ADDRESS,
    code_sent,
    mailing_to,
    registered,
    two_step_is_on,
    two_step_on,
)

FAULTS = [
    (hangs, "does not answer."),
    (HangsInData, "does not answer."),
    (closed_port, "cannot be reached."),
    (refuses_recipient, "answered “451 4.3.0 Try again later”."),
    (drops_in_data, "closed the connection."),
    (refuses_greeting, "answered “554 5.3.2 No service here”."),
]


async def _rows(store: Store) -> list[int]:
    def count() -> list[int]:
        tries = sum(challenge.tries for challenge in Challenge.select())
        return [Session.select().count(), SentCode.select().count(), tries]

    return await store.transactions.run(count)


@pytest.mark.parametrize(("fault", "end"), FAULTS)
async def test_a_login_whose_code_cannot_be_sent_tells_why_and_spends_nothing(
    store: Store, mailbox: Mailbox, fault: Any, end: str
) -> None:
    await two_step_on(store, mailbox)
    before = await _rows(store)
    with fault() as faulty:
        broken = mailing_to(store, faulty.port, answer_seconds=0.2)
        for _ in range(2):
            with pytest.raises(CodeNotSent) as refusal:
                await broken.login.log_in(ADDRESS, PASSWORD, ORIGIN)
        line = f"The verification code could not be sent: the mail server at 127.0.0.1:{faulty.port} {end}"
        assert str(refusal.value) == line
    assert await _rows(store) == before
    sent = await code_sent(store)
    await store.login.verify(sent.challenge_id, mailbox.newest_code)


async def test_failed_sendings_are_no_codes_of_the_hour(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    with closed_port() as nowhere:
        for _ in range(12):
            with pytest.raises(CodeNotSent):
                await mailing_to(store, nowhere.port).login.log_in(ADDRESS, PASSWORD, ORIGIN)
    for _ in range(10):
        await code_sent(store)


async def test_a_failed_resend_is_none_and_the_older_code_still_works(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    clock.advance(seconds=60)
    with closed_port() as nowhere:
        for _ in range(5):
            with pytest.raises(CodeNotSent):
                await mailing_to(store, nowhere.port).login.send_again(sent.challenge_id)
    again = await store.login.send_again(sent.challenge_id)
    assert again.resends_left == 2
    clock.advance(seconds=60)
    with closed_port() as nowhere, pytest.raises(CodeNotSent):
        await mailing_to(store, nowhere.port).login.send_again(sent.challenge_id)
    await store.login.verify(sent.challenge_id, mailbox.newest_code)


async def test_a_new_address_that_cannot_be_reached_turns_nothing_on(store: Store, mailbox: Mailbox) -> None:
    session = (await registered(store)).session_id
    with refuses_recipient() as faulty, pytest.raises(CodeNotSent):
        await mailing_to(store, faulty.port).two_step.send_to_new_address(session, VERIFICATION_ADDRESS)
    assert not await two_step_is_on(store, session)
    sent = await store.two_step.send_to_new_address(session, VERIFICATION_ADDRESS)
    await store.two_step.verify(session, sent.challenge_id, mailbox.newest_code)


async def test_a_cancelled_sending_lets_go_at_once_and_leaves_the_account_as_it_was(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    with HangsInData() as hanging:
        login = asyncio.create_task(mailing_to(store, hanging.port).login.log_in(ADDRESS, PASSWORD, ORIGIN))
        await asyncio.to_thread(hanging.wait_for_mail)
        login.cancel()
        with pytest.raises(asyncio.CancelledError):
            await login
    sent = await code_sent(store)
    await store.login.verify(sent.challenge_id, mailbox.newest_code)


async def test_the_older_code_works_while_a_newer_one_is_on_its_way(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    clock.advance(seconds=60)
    with HangsInData() as hanging:
        again = asyncio.create_task(mailing_to(store, hanging.port).login.send_again(sent.challenge_id))
        await asyncio.to_thread(hanging.wait_for_mail)
        await store.login.verify(sent.challenge_id, mailbox.newest_code)
        again.cancel()
        with pytest.raises(asyncio.CancelledError):
            await again


async def test_an_account_deleted_while_its_code_is_on_its_way_ends_the_step(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    delete = Administrator.delete()
    clock = store.clock
    assert isinstance(clock, MovableClock)
    clock.advance(seconds=60)
    deleted_meanwhile = Meanwhile(lambda: store.transactions.run(delete.execute))
    with pytest.raises(ChallengeEnded):
        await working_by(store, deleted_meanwhile).login.send_again(sent.challenge_id)


async def test_an_account_deleted_while_its_code_is_checked_ends_the_step(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    delete = Administrator.delete()
    deleted_meanwhile = Meanwhile(lambda: store.transactions.run(delete.execute))
    with pytest.raises(ChallengeEnded):
        await working_by(store, deleted_meanwhile).login.verify(sent.challenge_id, mailbox.newest_code)
