"""An owner is mailed that someone had the right password but not the code, at most once an hour."""

import pytest

from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import ChallengeEnded, CodeNotSent, StoreError, WrongCode
from kstore_tui.mail.messages import PasswordKnown
from kstore_tui.store import Store
from tests.journeys.faulty_smtp import refuses_greeting
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import Mailbox, mailing
from tests.kstore_tui.support.steps import (
    ADDRESS,
    ELSEWHERE,
    another_code,
    code_sent,
    logged_in_with_code,
    notices,
)

pytestmark = pytest.mark.usefixtures("two_step")

ONE = [(PasswordKnown.kind, ADDRESS)]


async def warnings(store: Store) -> list[tuple[str, str]]:
    return await notices(store, PasswordKnown.kind)


async def test_a_login_without_a_try_left_is_reported(store: Store, mailbox: Mailbox) -> None:
    sent = await code_sent(store)
    for _ in range(4):
        with pytest.raises(WrongCode):
            await store.login.verify(sent.challenge_id, another_code(mailbox.newest_code))
    assert await warnings(store) == []
    with pytest.raises(ChallengeEnded):
        await store.login.verify(sent.challenge_id, another_code(mailbox.newest_code))
    assert await warnings(store) == ONE


async def test_an_abandoned_login_is_reported(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    sent = await code_sent(store, origin=ELSEWHERE)
    clock.advance(minutes=3)
    await store.login.give_up(sent.challenge_id)
    assert await warnings(store) == ONE
    await store.mail_worker.drain()
    told = next(text for text in mailbox.texts if "Someone entered the right password" in text)
    for words in ("a•••@example.com", "2026-11-24 09:14 UTC", ELSEWHERE, "choose a new password"):
        assert words in told


async def test_a_login_whose_code_was_never_entered_is_reported_at_the_next_one(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await code_sent(store, origin=ELSEWHERE)
    clock.advance(minutes=9, seconds=59)
    await code_sent(store)
    assert await warnings(store) == []
    clock.advance(seconds=1)
    await logged_in_with_code(store, mailbox)
    assert await warnings(store) == ONE
    clock.advance(days=1)
    await logged_in_with_code(store, mailbox)
    assert await warnings(store) == ONE


async def test_at_most_one_is_mailed_an_hour(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    for minutes, told in ((0, 1), (30, 1), (29, 1), (1, 2)):
        clock.advance(minutes=minutes)
        await store.login.give_up((await code_sent(store)).challenge_id)
        assert len(await warnings(store)) == told


async def test_a_login_with_its_code_sends_no_alert(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    for _ in range(2):
        sent = await code_sent(store)
        await store.login.verify(sent.challenge_id, mailbox.newest_code)
        await store.login.give_up(sent.challenge_id)
        clock.advance(hours=2)
    assert await warnings(store) == []


async def test_a_login_without_a_mailed_code_sends_no_alert(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    with refuses_greeting() as bad, mailing(store, bad.port), pytest.raises(CodeNotSent):
        await code_sent(store)
    clock.advance(hours=1)
    await code_sent(store)
    assert await warnings(store) == []


async def test_a_code_of_a_session_sends_no_alert(store: Store, mailbox: Mailbox, two_step: str) -> None:
    wanted = await store.two_step.ask_current_address(two_step, Purpose.DISABLE)
    await store.two_step.send(two_step, wanted.challenge_id)
    for _ in range(5):
        with pytest.raises(StoreError, match="wrong"):
            await store.two_step.verify(two_step, wanted.challenge_id, another_code(mailbox.newest_code))
    assert await warnings(store) == []
