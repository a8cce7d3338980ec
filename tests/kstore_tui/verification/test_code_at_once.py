"""The same right code, or the same proof, from two sides at once: one wins."""

from typing import Any

import pytest

from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import ChallengeEnded
from kstore_tui.database.models import Session
from kstore_tui.settings import Settings
from kstore_tui.store import Store, build_store
from tests.kstore_tui.at_once import Meanwhile, Together, in_step, in_tasks, in_threads, working_by
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.program import Program
from tests.kstore_tui.steps import (
    VERIFICATION_ADDRESS,
    code_sent,
    new_address_proved,
    present_address_proved,
    registered,
    two_step_on,
)

TOGETHER = [in_tasks, in_threads]


async def _sessions(store: Store) -> int:
    return await store.transactions.run(lambda: int(Session.select().count()))


def _kinds(outcomes: list[Any]) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in outcomes)


@pytest.mark.parametrize("together", TOGETHER)
async def test_the_right_code_twice_at_once_lets_in_once(
    store: Store, mailbox: Mailbox, together: Together
) -> None:
    await two_step_on(store, mailbox)
    before = await _sessions(store)
    sent = await code_sent(store)
    outcomes = await together(*(store.login.verify(sent.challenge_id, mailbox.newest_code) for _ in range(2)))
    assert _kinds(outcomes) == ["ChallengeEnded", "LoggedIn"]
    assert await _sessions(store) == before + 1


async def test_the_right_code_lets_in_once_when_both_were_counted_first(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    before = await _sessions(store)
    sent = await code_sent(store)
    login = in_step(store).login
    outcomes = await in_tasks(*(login.verify(sent.challenge_id, mailbox.newest_code) for _ in range(2)))
    assert _kinds(outcomes) == ["ChallengeEnded", "LoggedIn"]
    refused = next(outcome for outcome in outcomes if isinstance(outcome, ChallengeEnded))
    assert str(refused) == "This code has already been used. Start again to get a new one."
    assert await _sessions(store) == before + 1


async def test_a_challenge_that_ends_while_its_code_is_checked_lets_nobody_in(
    store: Store, mailbox: Mailbox
) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    sent = await code_sent(store)
    code = mailbox.newest_code
    proof = await present_address_proved(store, mailbox, session, Purpose.DISABLE)
    before = await _sessions(store)
    disabled_meanwhile = Meanwhile(lambda: store.two_step.disable(session, proof))
    with pytest.raises(ChallengeEnded):
        await working_by(store, disabled_meanwhile).login.verify(sent.challenge_id, code)
    assert await _sessions(store) == before


@pytest.mark.parametrize("together", TOGETHER)
async def test_a_proof_saved_twice_at_once_serves_once(
    store: Store, mailbox: Mailbox, together: Together
) -> None:
    session = (await registered(store)).session_id
    proof = await new_address_proved(store, mailbox, session)
    outcomes = await together(*(store.two_step.save(session, proof) for _ in range(2)))
    assert _kinds(outcomes) == ["NoneType", "SettingsChanged"]


@pytest.mark.parametrize("together", TOGETHER)
async def test_a_proof_disables_once(store: Store, mailbox: Mailbox, together: Together) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    proof = await present_address_proved(store, mailbox, session, Purpose.DISABLE)
    outcomes = await together(*(store.two_step.disable(session, proof) for _ in range(2)))
    assert _kinds(outcomes) == ["NoneType", "SettingsChanged"]


@pytest.mark.parametrize("together", TOGETHER)
async def test_a_code_of_a_session_proves_once(store: Store, mailbox: Mailbox, together: Together) -> None:
    session = (await registered(store)).session_id
    sent = await store.two_step.send_to_new_address(session, VERIFICATION_ADDRESS)
    outcomes = await together(
        *(store.two_step.verify(session, sent.challenge_id, mailbox.newest_code) for _ in range(2))
    )
    assert _kinds(outcomes) == ["ChallengeEnded", "Proof"]


@pytest.mark.parametrize("together", TOGETHER)
async def test_send_again_twice_at_once_sends_one(
    store: Store, mailbox: Mailbox, clock: MovableClock, together: Together
) -> None:
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    clock.advance(seconds=60)
    outcomes = await together(*(store.login.send_again(sent.challenge_id) for _ in range(2)))
    assert _kinds(outcomes) == ["CodeSent", "ResendTooEarly"]
    assert len(mailbox.codes) == 3


async def test_the_right_code_in_two_programs_at_once_lets_in_once(
    settings: Settings, mailbox: Mailbox
) -> None:
    store = build_store(settings)
    await two_step_on(store, mailbox)
    before = await _sessions(store)
    sent = await code_sent(store)
    said = (sent.challenge_id, mailbox.newest_code)
    with Program("verify", settings, *said) as one, Program("verify", settings, *said) as other:
        for program in (one, other):
            program.reaches("ready")
        for program in (one, other):
            program.go_on()
        assert sorted(program.next_line() for program in (one, other)) == ["ChallengeEnded", "LoggedIn"]
    assert await _sessions(store) == before + 1


async def test_of_two_programs_that_register_at_once_one_is_the_first(
    settings: Settings, store: Store
) -> None:
    with Program("register", settings) as one, Program("register", settings) as other:
        for program in (one, other):
            program.reaches("ready")
        for program in (one, other):
            program.go_on()
        assert sorted(program.next_line() for program in (one, other)) == ["AlreadyRegistered", "LoggedIn"]
    assert await _sessions(store) == 1
