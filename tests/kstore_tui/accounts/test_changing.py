"""Changing and disabling: only with a code from the present address, which serves until the end."""

import pytest

from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import (
    ChallengeEnded,
    InvalidAddress,
    ReauthenticationRequired,
    SessionEnded,
    SettingsChanged,
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
    code_sent,
    new_address_proved,
    present_address_proved,
    registered,
    two_step_is_on,
    two_step_on,
)

PRESENT = [Purpose.CHANGE_OLD, Purpose.DISABLE]


async def _other_session(store: Store, mailbox: Mailbox) -> str:
    sent = await code_sent(store)
    return (await store.login.verify(sent.challenge_id, mailbox.newest_code)).session_id


async def test_the_old_address_serves_until_the_new_one_is_saved(store: Store, mailbox: Mailbox) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    old = await present_address_proved(store, mailbox, session, Purpose.CHANGE_OLD)
    new = await new_address_proved(store, mailbox, session, NEW_ADDRESS, old)
    assert mailbox.receivers[-2:] == [VERIFICATION_ADDRESS, NEW_ADDRESS]
    await code_sent(store)
    assert mailbox.receivers[-1] == VERIFICATION_ADDRESS
    await store.two_step.save(session, new, old)
    await code_sent(store)
    assert mailbox.receivers[-1] == NEW_ADDRESS


async def test_a_change_needs_both_proofs_each_once(store: Store, mailbox: Mailbox) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    old = await present_address_proved(store, mailbox, session, Purpose.CHANGE_OLD)
    new = await new_address_proved(store, mailbox, session, NEW_ADDRESS, old)
    for proofs in ((new, None), (new, new), (old, old), (old, new)):
        with pytest.raises(SettingsChanged):
            await store.two_step.save(session, *proofs)
    await store.two_step.save(session, new, old)
    with pytest.raises(SettingsChanged):
        await store.two_step.save(session, new, old)
    with pytest.raises(SettingsChanged):
        await store.two_step.send_to_new_address(session, "third@example.net", old)


async def test_a_new_address_must_be_usable_too(store: Store, mailbox: Mailbox) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    old = await present_address_proved(store, mailbox, session, Purpose.CHANGE_OLD)
    with pytest.raises(InvalidAddress):
        await store.two_step.send_to_new_address(session, ADDRESS, old)
    await store.two_step.save(
        session, await new_address_proved(store, mailbox, session, NEW_ADDRESS, old), old
    )


async def test_disabling_needs_a_code_from_the_present_address(store: Store, mailbox: Mailbox) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    proof = await present_address_proved(store, mailbox, session, Purpose.DISABLE)
    assert mailbox.receivers[-1] == VERIFICATION_ADDRESS
    assert await two_step_is_on(store, session)
    await store.two_step.disable(session, proof)
    assert not await two_step_is_on(store, session)
    assert isinstance(await store.login.log_in(ADDRESS, PASSWORD, ORIGIN), LoggedIn)
    with pytest.raises(SettingsChanged):
        await store.two_step.disable(session, proof)


@pytest.mark.parametrize("purpose", PRESENT)
async def test_asking_for_a_code_from_the_present_address_sends_nothing_yet(
    store: Store, mailbox: Mailbox, purpose: Purpose
) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    wanted = await store.two_step.ask_present_address(session, purpose)
    assert (wanted.sent_to, len(mailbox.codes)) == (VERIFICATION_ADDRESS, 1)
    sent = await store.two_step.send(session, wanted.challenge_id)
    assert (sent.sent_to, sent.resends_left, len(mailbox.codes)) == (VERIFICATION_ADDRESS, 3, 2)


@pytest.mark.parametrize("purpose", PRESENT)
async def test_what_is_off_can_be_neither_changed_nor_disabled(store: Store, purpose: Purpose) -> None:
    session = (await registered(store)).session_id
    with pytest.raises(SettingsChanged):
        await store.two_step.ask_present_address(session, purpose)


@pytest.mark.parametrize("purpose", PRESENT)
async def test_changing_and_disabling_ask_for_a_fresh_password(
    store: Store, mailbox: Mailbox, clock: MovableClock, purpose: Purpose
) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    clock.advance(minutes=5, seconds=1)
    with pytest.raises(ReauthenticationRequired):
        await store.two_step.ask_present_address(session, purpose)
    await store.reauthentication.confirm(session, PASSWORD)
    await store.two_step.ask_present_address(session, purpose)


async def test_changing_and_disabling_end_the_other_sessions(store: Store, mailbox: Mailbox) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    other = await _other_session(store, mailbox)
    old = await present_address_proved(store, mailbox, session, Purpose.CHANGE_OLD)
    await store.two_step.save(
        session, await new_address_proved(store, mailbox, session, NEW_ADDRESS, old), old
    )
    with pytest.raises(SessionEnded, match="two-step verification was changed"):
        await store.sessions.account(other)
    other = await _other_session(store, mailbox)
    proof = await present_address_proved(store, mailbox, session, Purpose.DISABLE)
    await store.two_step.disable(session, proof)
    with pytest.raises(SessionEnded, match="two-step verification was changed"):
        await store.sessions.account(other)


async def test_a_login_that_waits_for_a_code_ends_when_the_second_step_changes(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    waiting = await code_sent(store)
    code = mailbox.newest_code
    proof = await present_address_proved(store, mailbox, session, Purpose.DISABLE)
    await store.two_step.disable(session, proof)
    with pytest.raises(ChallengeEnded):
        await store.login.verify(waiting.challenge_id, code)
    clock.advance(minutes=1)
    sent_before = len(mailbox.codes)
    with pytest.raises(ChallengeEnded, match=r"^This code no longer works\. Start again to get a new one\.$"):
        await store.login.send_again(waiting.challenge_id)
    assert len(mailbox.codes) == sent_before
