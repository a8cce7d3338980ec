"""A code is valid for 10 minutes from its sending; nothing makes that longer, no clock set back either."""

import pytest

from kstore_tui.core.errors import CodeExpired, CodeNotSent, NewerCodeSent, ResendTooEarly
from kstore_tui.store import Store
from tests.journeys.faulty_smtp import closed_port
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import (
    VERIFICATION_ADDRESS,
    code_sent,
    mailing_to,
    registered,
    two_step_on,
)

EXPIRED = r"^That code has expired\. Press “Send again” for a new one\.$"


@pytest.fixture
async def waiting(store: Store, mailbox: Mailbox) -> str:
    """The challenge of a login that waits for its code."""
    await two_step_on(store, mailbox)
    return (await code_sent(store)).challenge_id


async def test_a_code_is_valid_until_10_minutes_have_passed(
    store: Store, mailbox: Mailbox, clock: MovableClock, waiting: str
) -> None:
    clock.advance(minutes=9, seconds=59.999)
    await store.login.verify(waiting, mailbox.newest_code)


async def test_a_code_has_expired_when_10_minutes_have_passed(
    store: Store, mailbox: Mailbox, clock: MovableClock, waiting: str
) -> None:
    clock.advance(minutes=10)
    with pytest.raises(CodeExpired, match=EXPIRED):
        await store.login.verify(waiting, mailbox.newest_code)


async def test_a_clock_set_back_opens_nothing(
    store: Store, mailbox: Mailbox, clock: MovableClock, waiting: str
) -> None:
    clock.advance(seconds=-1)
    with pytest.raises(CodeExpired):
        await store.login.verify(waiting, mailbox.newest_code)
    clock.advance(days=-1)
    with pytest.raises(ResendTooEarly):
        await store.login.send_again(waiting)


async def test_an_expired_code_is_replaced_by_a_fresh_one(
    store: Store, mailbox: Mailbox, clock: MovableClock, waiting: str
) -> None:
    clock.advance(minutes=10)
    sent = await store.login.send_again(waiting)
    assert (sent.valid_until - clock()).total_seconds() == 600
    with pytest.raises(NewerCodeSent):
        await store.login.verify(waiting, mailbox.codes[-2])
    await store.login.verify(waiting, mailbox.newest_code)


async def test_a_resend_that_failed_leaves_the_older_code_as_long_as_it_had(
    store: Store, mailbox: Mailbox, clock: MovableClock, waiting: str
) -> None:
    clock.advance(minutes=9)
    with closed_port() as nowhere, pytest.raises(CodeNotSent):
        await mailing_to(store, nowhere.port).login.send_again(waiting)
    clock.advance(minutes=1)
    with pytest.raises(CodeExpired):
        await store.login.verify(waiting, mailbox.newest_code)


async def test_a_code_of_a_session_expires_too(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    session = (await registered(store)).session_id
    sent = await store.two_step.send_to_new_address(session, VERIFICATION_ADDRESS)
    clock.advance(minutes=9)
    await store.sessions.account(session)
    clock.advance(minutes=1)
    with pytest.raises(CodeExpired):
        await store.two_step.verify(session, sent.challenge_id, mailbox.newest_code)
