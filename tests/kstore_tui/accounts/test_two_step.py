"""Enabling two-step verification: off until it is saved, and only with a code from the new address."""

from dataclasses import replace

import pytest

from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import (
    ChallengeEnded,
    InvalidAddress,
    ReauthenticationRequired,
    SessionEnded,
    SettingsChanged,
    WrongCode,
)
from kstore_tui.core.results import LoggedIn
from kstore_tui.store import Store
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import (
    ADDRESS,
    NEW_ADDRESS,
    ORIGIN,
    PASSWORD,
    VERIFICATION_ADDRESS,
    another_code,
    enabled,
    new_address_proved,
    present_address_proved,
    registered,
    session_of,
    two_step_is_on,
    two_step_on,
)

TOLD = r"^You were logged out because two-step verification was changed\. Log in again\.$"
CHANGED = r"^Two-step verification was changed elsewhere in the meantime\. Nothing was changed here\.$"


async def test_nothing_is_on_before_it_is_saved(store: Store, mailbox: Mailbox) -> None:
    session = (await registered(store)).session_id
    sent = await store.two_step.send_to_new_address(session, " ami.codes@EXAMPLE.net ")
    assert (sent.sent_to, mailbox.receivers) == (VERIFICATION_ADDRESS, [VERIFICATION_ADDRESS])
    await session_of(store)
    proof = await store.two_step.verify(session, sent.challenge_id, mailbox.newest_code)
    assert proof.address == VERIFICATION_ADDRESS
    assert not await two_step_is_on(store, session)
    await session_of(store)
    await store.two_step.save(session, proof)
    assert (await store.sessions.account(session)).verification_address == VERIFICATION_ADDRESS
    assert not isinstance(await store.login.log_in(ADDRESS, PASSWORD, ORIGIN), LoggedIn)


async def test_a_wrong_code_proves_nothing(store: Store, mailbox: Mailbox) -> None:
    session = (await registered(store)).session_id
    sent = await store.two_step.send_to_new_address(session, VERIFICATION_ADDRESS)
    with pytest.raises(WrongCode):
        await store.two_step.verify(session, sent.challenge_id, another_code(mailbox.newest_code))


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("", "Enter an email address."),
        ("codes", "This is not an email address: an email address must have an @-sign."),
        ("AMI@example.com", "Use an address other than your login address."),
        ("ａｍｉ@example.com", "Use an address other than your login address."),
        ("ami+codes@example.com", "This is the same mailbox as your login address. Use another one."),
    ],
)
async def test_an_unusable_address_is_sent_no_code(
    store: Store, mailbox: Mailbox, typed: str, line: str
) -> None:
    session = (await registered(store)).session_id
    with pytest.raises(InvalidAddress) as refusal:
        await store.two_step.send_to_new_address(session, typed)
    assert str(refusal.value) == line
    assert mailbox.codes == []


async def test_saving_ends_the_other_sessions_of_the_account(store: Store, mailbox: Mailbox) -> None:
    session, other = (await registered(store)).session_id, (await session_of(store)).session_id
    await enabled(store, mailbox, session)
    for _ in range(2):
        with pytest.raises(SessionEnded, match=TOLD):
            await store.sessions.account(other)
    assert await two_step_is_on(store, session)


async def test_saving_ends_what_another_session_had_begun(store: Store, mailbox: Mailbox) -> None:
    session, other = (await registered(store)).session_id, (await session_of(store)).session_id
    proof = await new_address_proved(store, mailbox, other, NEW_ADDRESS)
    await enabled(store, mailbox, session)
    with pytest.raises(SessionEnded, match=TOLD):
        await store.two_step.save(other, proof)
    assert (await store.sessions.account(session)).verification_address == VERIFICATION_ADDRESS


async def test_saving_ends_open_challenges_of_the_same_session(store: Store, mailbox: Mailbox) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    wanted = await store.two_step.ask_present_address(session, Purpose.CHANGE_OLD)
    await store.two_step.send(session, wanted.challenge_id)
    old_code = mailbox.newest_code
    proof = await present_address_proved(store, mailbox, session, Purpose.DISABLE)
    await store.two_step.disable(session, proof)
    with pytest.raises(ChallengeEnded):
        await store.two_step.verify(session, wanted.challenge_id, old_code)


async def test_a_proof_enables_once(store: Store, mailbox: Mailbox) -> None:
    session = (await registered(store)).session_id
    proof = await new_address_proved(store, mailbox, session)
    await store.two_step.save(session, proof)
    with pytest.raises(SettingsChanged, match=CHANGED):
        await store.two_step.save(session, proof)


async def test_only_the_last_address_that_was_asked_for_can_be_saved(store: Store, mailbox: Mailbox) -> None:
    session = (await registered(store)).session_id
    first = await new_address_proved(store, mailbox, session)
    second = await new_address_proved(store, mailbox, session, NEW_ADDRESS)
    with pytest.raises(SettingsChanged):
        await store.two_step.save(session, first)
    await store.two_step.save(session, second)
    assert (await store.sessions.account(session)).verification_address == NEW_ADDRESS


async def test_going_back_to_another_address_ends_the_first_code(store: Store, mailbox: Mailbox) -> None:
    session = (await registered(store)).session_id
    first = await store.two_step.send_to_new_address(session, VERIFICATION_ADDRESS)
    await store.two_step.send_to_new_address(session, NEW_ADDRESS)
    with pytest.raises(ChallengeEnded):
        await store.two_step.verify(session, first.challenge_id, mailbox.codes[0])


async def test_a_proof_serves_only_for_the_address_it_is_of(store: Store, mailbox: Mailbox) -> None:
    session = (await registered(store)).session_id
    proof = await new_address_proved(store, mailbox, session)
    with pytest.raises(SettingsChanged):
        await store.two_step.save(session, replace(proof, address=NEW_ADDRESS))
    assert not await two_step_is_on(store, session)


async def test_enabling_asks_for_a_fresh_password(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    session = (await registered(store)).session_id
    clock.advance(minutes=5, seconds=1)
    with pytest.raises(ReauthenticationRequired, match=r"^Enter your password again to continue\.$"):
        await store.two_step.send_to_new_address(session, VERIFICATION_ADDRESS)
    assert mailbox.codes == []
    await store.reauthentication.confirm(session, PASSWORD)
    await enabled(store, mailbox, session)


async def test_enabling_what_is_on_already_changes_nothing(store: Store, mailbox: Mailbox) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    with pytest.raises(SettingsChanged, match=CHANGED):
        await store.two_step.send_to_new_address(session, NEW_ADDRESS)
    assert len(mailbox.codes) == 1


async def test_a_proof_does_not_outlive_its_session(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    session = (await registered(store)).session_id
    proof = await new_address_proved(store, mailbox, session)
    clock.advance(minutes=15)
    with pytest.raises(SessionEnded):
        await store.two_step.save(session, proof)
    with pytest.raises(SettingsChanged):
        await store.two_step.save((await session_of(store)).session_id, proof)
