"""Checking a code: every try counts before anything else, and the right code opens once."""

from typing import Any

import pytest

from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import (
    ChallengeEnded,
    NewerCodeSent,
    NoCodeEntered,
    StepAborted,
    WrongCode,
)
from kstore_tui.core.events import EventKind
from kstore_tui.database.models import Challenge, Session
from kstore_tui.settings import Settings
from kstore_tui.store import Store, build_store
from tests.kstore_tui.support.events import told
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import (
    another_code,
    code_sent,
    logged_in_with_code,
    new_address_proved,
    present_address_proved,
    two_step_on,
)
from tests.kstore_tui.support.transactions import InStep, Meanwhile, at_once

DEAD = r"^Too many wrong codes\. Start again to get a new code\.$"


async def tries(store: Store, challenge: str) -> int:
    return await store.transactions.run(lambda: int(Challenge.get_by_id(challenge).tries))


@pytest.fixture
async def waiting(store: Store, mailbox: Mailbox) -> str:
    """The challenge of a login that waits for its code."""
    await two_step_on(store, mailbox)
    return (await code_sent(store)).challenge_id


@pytest.fixture
def wrong(waiting: str, mailbox: Mailbox) -> str:
    """A code that is not the challenge's."""
    return another_code(mailbox.newest_code)


@pytest.mark.parametrize("fifth_is_right", [True, False])
async def test_a_challenge_allows_five_tries(
    store: Store, mailbox: Mailbox, clock: MovableClock, waiting: str, wrong: str, fifth_is_right: bool
) -> None:
    for left in ("4 tries", "3 tries", "2 tries", "1 try"):
        with pytest.raises(WrongCode, match=f"You have {left} left"):
            await store.login.verify(waiting, wrong)
    if fifth_is_right:
        await store.login.verify(waiting, mailbox.newest_code)
    else:
        for code in (wrong, mailbox.newest_code, wrong, mailbox.newest_code):
            with pytest.raises(ChallengeEnded, match=DEAD):
                await store.login.verify(waiting, code)
        clock.advance(minutes=2)
        with pytest.raises(StepAborted):
            await store.login.send_again(waiting)
        await logged_in_with_code(store, mailbox)
    assert await tries(store, waiting) == 5


@pytest.mark.parametrize("typed", ["", "12345", "abc", "012345 543210"])
async def test_an_entry_without_a_code_costs_no_try(
    store: Store, mailbox: Mailbox, waiting: str, typed: str
) -> None:
    for _ in range(6):
        with pytest.raises(NoCodeEntered):
            await store.login.verify(waiting, typed)
    assert await tries(store, waiting) == 0
    await store.login.verify(waiting, mailbox.newest_code)


async def test_six_wrong_at_once_count_as_five(
    store: Store, mailbox: Mailbox, waiting: str, wrong: str
) -> None:
    outcomes = await at_once(*(store.login.verify(waiting, wrong) for _ in range(6)))
    assert {type(outcome) for outcome in outcomes} <= {WrongCode, ChallengeEnded}
    # One is not checked at all, and one is the fifth, which leaves no try.
    assert sum(isinstance(outcome, ChallengeEnded) for outcome in outcomes) >= 2
    assert await tries(store, waiting) == 5
    with pytest.raises(ChallengeEnded):
        await store.login.verify(waiting, mailbox.newest_code)


async def test_a_delayed_older_code_is_recognized_and_a_new_code_adds_no_tries(
    store: Store, mailbox: Mailbox, clock: MovableClock, waiting: str, wrong: str
) -> None:
    with pytest.raises(WrongCode):
        await store.login.verify(waiting, wrong)
    older = mailbox.newest_code
    clock.advance(seconds=60)
    await store.login.send_again(waiting)
    for count in (2, 3, 4):
        with pytest.raises(NewerCodeSent, match=r"^A newer code has been sent\."):
            await store.login.verify(waiting, older)
        assert await tries(store, waiting) == count
        assert (await told(store))[-1][0] is EventKind.CODE_REFUSED
    with pytest.raises(ChallengeEnded):
        await store.login.verify(waiting, older)
    with pytest.raises(ChallengeEnded):
        await store.login.verify(waiting, mailbox.newest_code)


class _PowerCut(Exception):
    """What comes after the count goes wrong."""


async def test_a_try_stays_counted_and_the_code_unused_when_what_follows_fails(
    store: Store, mailbox: Mailbox, waiting: str
) -> None:
    def fail(challenge: Challenge) -> None:
        raise _PowerCut

    for count in (1, 2, 3, 4):
        with pytest.raises(_PowerCut):
            await store.login.code_checker.redeem(waiting, None, (Purpose.LOG_IN,), mailbox.newest_code, fail)
        assert await tries(store, waiting) == count
    await store.login.verify(waiting, mailbox.newest_code)


async def _sessions(store: Store) -> int:
    return await store.transactions.run(lambda: int(Session.select().count()))


def _kinds(outcomes: list[Any]) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in outcomes)


async def test_the_right_code_lets_in_once_when_both_were_counted_first(
    store: Store, settings: Settings, clock: MovableClock, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    before = await _sessions(store)
    sent = await code_sent(store)
    login = build_store(settings, clock, transactions=InStep()).login
    outcomes = await at_once(*(login.verify(sent.challenge_id, mailbox.newest_code) for _ in range(2)))
    assert _kinds(outcomes) == ["ChallengeEnded", "LoggedIn"]
    refused = next(outcome for outcome in outcomes if isinstance(outcome, ChallengeEnded))
    assert str(refused) == "This code has already been used. Start again to get a new one."
    assert await _sessions(store) == before + 1


async def test_a_challenge_that_ends_while_its_code_is_checked_logs_no_one_in(
    store: Store, settings: Settings, clock: MovableClock, mailbox: Mailbox
) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    sent = await code_sent(store)
    code = mailbox.newest_code
    proof = await present_address_proved(store, mailbox, session, Purpose.DISABLE)
    before = await _sessions(store)
    disabled_meanwhile = Meanwhile(lambda: store.two_step.disable(session, proof))
    with pytest.raises(ChallengeEnded):
        await build_store(settings, clock, transactions=disabled_meanwhile).login.verify(
            sent.challenge_id, code
        )
    assert await _sessions(store) == before


async def test_a_proof_saved_twice_at_once_works_once(store: Store, mailbox: Mailbox, session: str) -> None:
    proof = await new_address_proved(store, mailbox, session)
    outcomes = await at_once(*(store.two_step.save(session, proof) for _ in range(2)))
    assert _kinds(outcomes) == ["NoneType", "SettingsChanged"]


async def test_resending_twice_at_once_sends_one(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    clock.advance(seconds=60)
    outcomes = await at_once(*(store.login.send_again(sent.challenge_id) for _ in range(2)))
    assert _kinds(outcomes) == ["CodeSent", "ResendTooEarly"]
    assert len(mailbox.codes) == 3
