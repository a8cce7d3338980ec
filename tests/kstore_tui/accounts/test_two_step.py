"""Two-step verification: only with a code from each address concerned, and only once saved."""

import re
from dataclasses import replace

import pytest

from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import (
    ChallengeEnded,
    InvalidAddress,
    ProofExpired,
    ReauthenticationRequired,
    SessionEnded,
    SettingsChanged,
)
from kstore_tui.core.results import LoggedIn, Proof
from kstore_tui.store import Store
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import (
    ADDRESS,
    NEW_ADDRESS,
    ORIGIN,
    PASSWORD,
    VERIFICATION_ADDRESS,
    code_sent,
    enabled,
    logged_in_with_code,
    new_address_proved,
    present_address_proved,
    registered,
    session_of,
    two_step_is_on,
    two_step_on,
)

TOLD = r"^You were logged out because two-step verification was changed\. Log in again\.$"
CHANGED = re.escape(SettingsChanged.line)


async def test_nothing_is_on_before_it_is_saved(store: Store, mailbox: Mailbox, session: str) -> None:
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


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("", "Enter an email address."),
        ("codes", "This isn't an email address: an email address must have an @-sign."),
        ("AMI@example.com", "Use an address other than your login address."),
        ("ａｍｉ@example.com", "Use an address other than your login address."),
        ("ami+codes@example.com", "This is the same mailbox as your login address. Use another one."),
    ],
)
async def test_a_bad_address_gets_no_code(
    store: Store, mailbox: Mailbox, typed: str, line: str, session: str
) -> None:
    with pytest.raises(InvalidAddress) as refusal:
        await store.two_step.send_to_new_address(session, typed)
    assert str(refusal.value) == line
    assert mailbox.codes == []


async def test_only_the_last_address_that_was_asked_for_can_be_saved(store: Store, mailbox: Mailbox) -> None:
    session = (await registered(store)).session_id
    first = await new_address_proved(store, mailbox, session)
    second = await new_address_proved(store, mailbox, session, NEW_ADDRESS)
    with pytest.raises(SettingsChanged):
        await store.two_step.save(session, first)
    await store.two_step.save(session, second)
    assert (await store.sessions.account(session)).verification_address == NEW_ADDRESS


async def test_a_proof_needs_an_answered_challenge_and_its_address(store: Store, mailbox: Mailbox) -> None:
    session = (await registered(store)).session_id
    sent = await store.two_step.send_to_new_address(session, VERIFICATION_ADDRESS)
    proof = Proof(sent.challenge_id, VERIFICATION_ADDRESS)
    with pytest.raises(SettingsChanged):
        await store.two_step.save(session, proof)
    assert await store.two_step.verify(session, sent.challenge_id, mailbox.newest_code) == proof
    with pytest.raises(SettingsChanged):
        await store.two_step.save(session, replace(proof, address=NEW_ADDRESS))
    assert not await two_step_is_on(store, session)


@pytest.mark.parametrize("use_case", ["send_to_new_address", "ask_current_address", "save", "disable"])
async def test_changes_ask_for_a_fresh_password(
    store: Store, mailbox: Mailbox, clock: MovableClock, use_case: str
) -> None:
    enabling = use_case in ("send_to_new_address", "save")
    session = (await (registered(store) if enabling else two_step_on(store, mailbox))).session_id
    what: object = {"send_to_new_address": NEW_ADDRESS, "ask_current_address": Purpose.DISABLE}.get(use_case)
    if use_case == "save":
        what = await new_address_proved(store, mailbox, session)
    elif use_case == "disable":
        what = await present_address_proved(store, mailbox, session, Purpose.DISABLE)
    clock.advance(minutes=5, seconds=1)
    with pytest.raises(ReauthenticationRequired, match=r"^Enter your password again to continue\.$"):
        await getattr(store.two_step, use_case)(session, what)
    await store.reauthentication.confirm(session, PASSWORD)
    await getattr(store.two_step, use_case)(session, what)


async def test_enabling_what_is_on_already_changes_nothing(store: Store, mailbox: Mailbox) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    with pytest.raises(SettingsChanged, match=CHANGED):
        await store.two_step.send_to_new_address(session, NEW_ADDRESS)
    assert len(mailbox.codes) == 1


WITH_CURRENT_ADDRESS = [Purpose.CHANGE_OLD, Purpose.DISABLE]


async def _other_session(store: Store, mailbox: Mailbox) -> str:
    return (await logged_in_with_code(store, mailbox)).session_id


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


async def test_a_proof_works_once_and_only_for_its_purpose(store: Store, mailbox: Mailbox) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    old = await present_address_proved(store, mailbox, session, Purpose.CHANGE_OLD)
    new = await new_address_proved(store, mailbox, session, NEW_ADDRESS, old)
    disabling = await present_address_proved(store, mailbox, session, Purpose.DISABLE)
    for proofs in ((new, None), (new, new), (old, old), (old, new), (new, disabling), (disabling, old)):
        with pytest.raises(SettingsChanged):
            await store.two_step.save(session, *proofs)
    for proof in (old, new):
        with pytest.raises(SettingsChanged):
            await store.two_step.disable(session, proof)
    with pytest.raises(SettingsChanged):
        await store.two_step.send_to_new_address(session, "third@example.net", disabling)
    await store.two_step.save(session, new, old)
    with pytest.raises(SettingsChanged):
        await store.two_step.save(session, new, old)
    with pytest.raises(SettingsChanged):
        await store.two_step.send_to_new_address(session, "third@example.net", old)


async def test_disabling_needs_a_code_from_the_current_address(store: Store, mailbox: Mailbox) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    proof = await present_address_proved(store, mailbox, session, Purpose.DISABLE)
    assert mailbox.receivers[-1] == VERIFICATION_ADDRESS
    assert await two_step_is_on(store, session)
    await store.two_step.disable(session, proof)
    assert not await two_step_is_on(store, session)
    assert isinstance(await store.login.log_in(ADDRESS, PASSWORD, ORIGIN), LoggedIn)
    with pytest.raises(SettingsChanged):
        await store.two_step.disable(session, proof)


@pytest.mark.parametrize("purpose", WITH_CURRENT_ADDRESS)
async def test_asking_for_a_code_from_the_current_address_sends_nothing_yet(
    store: Store, mailbox: Mailbox, purpose: Purpose
) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    wanted = await store.two_step.ask_current_address(session, purpose)
    assert (wanted.sent_to, len(mailbox.codes)) == (VERIFICATION_ADDRESS, 1)
    sent = await store.two_step.send(session, wanted.challenge_id)
    assert (sent.sent_to, len(mailbox.codes)) == (VERIFICATION_ADDRESS, 2)


@pytest.mark.parametrize("purpose", WITH_CURRENT_ADDRESS)
async def test_two_step_verification_that_is_off_cannot_be_changed_or_disabled(
    store: Store, purpose: Purpose
) -> None:
    session = (await registered(store)).session_id
    with pytest.raises(SettingsChanged):
        await store.two_step.ask_current_address(session, purpose)


async def test_every_change_ends_the_other_sessions(store: Store, mailbox: Mailbox) -> None:
    session, other = (await registered(store)).session_id, (await session_of(store)).session_id
    await enabled(store, mailbox, session)
    with pytest.raises(SessionEnded, match=TOLD):
        await store.sessions.account(other)
    other = await _other_session(store, mailbox)
    old = await present_address_proved(store, mailbox, session, Purpose.CHANGE_OLD)
    await store.two_step.save(
        session, await new_address_proved(store, mailbox, session, NEW_ADDRESS, old), old
    )
    with pytest.raises(SessionEnded, match=TOLD):
        await store.sessions.account(other)
    other = await _other_session(store, mailbox)
    proof = await present_address_proved(store, mailbox, session, Purpose.DISABLE)
    await store.two_step.disable(session, proof)
    with pytest.raises(SessionEnded, match=TOLD):
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


async def test_a_code_entered_ten_minutes_ago_no_longer_counts(
    store: Store, mailbox: Mailbox, clock: MovableClock, session: str
) -> None:
    proof = await new_address_proved(store, mailbox, session)
    clock.advance(minutes=10)
    await store.reauthentication.confirm(session, PASSWORD)
    with pytest.raises(ProofExpired):
        await store.two_step.save(session, proof)


async def test_the_login_or_current_address_cannot_be_the_new_one(store: Store, mailbox: Mailbox) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    old = await present_address_proved(store, mailbox, session, Purpose.CHANGE_OLD)
    with pytest.raises(InvalidAddress, match="other than your login address"):
        await store.two_step.send_to_new_address(session, ADDRESS, old)
    with pytest.raises(InvalidAddress, match="already"):
        await store.two_step.send_to_new_address(session, VERIFICATION_ADDRESS.upper(), old)
