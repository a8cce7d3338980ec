"""A code works once, for one purpose, one challenge, one session and one administrator."""

from itertools import pairwise

import pytest

from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import ChallengeEnded, SettingsChanged, StepAborted, WrongCode
from kstore_tui.database.models import Challenge, proxy
from kstore_tui.store import Store
from tests.kstore_tui.support.fakes import FixedCodes
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import (
    NEW_ADDRESS,
    VERIFICATION_ADDRESS,
    code_sent,
    enabled,
    new_address_proved,
    other_registered,
    present_address_proved,
    registered,
    session_of,
    two_step_is_on,
    two_step_on,
)

OF_A_SESSION = [Purpose.ENABLE, Purpose.CHANGE_OLD, Purpose.CHANGE_NEW, Purpose.DISABLE]


async def _code_for(store: Store, mailbox: Mailbox, purpose: Purpose, session: str) -> tuple[str, str]:
    """Send a code for a purpose; return its challenge and the code."""
    if purpose is Purpose.LOG_IN:
        return (await code_sent(store)).challenge_id, mailbox.newest_code
    if purpose in (Purpose.CHANGE_OLD, Purpose.DISABLE):
        challenge = (await store.two_step.ask_current_address(session, purpose)).challenge_id
        await store.two_step.send(session, challenge)
        return challenge, mailbox.newest_code
    old = None
    if purpose is Purpose.CHANGE_NEW:
        old = await present_address_proved(store, mailbox, session, Purpose.CHANGE_OLD)
    challenge = (await store.two_step.send_to_new_address(session, NEW_ADDRESS, old)).challenge_id
    return challenge, mailbox.newest_code


@pytest.mark.parametrize(
    ("of", "wanted"),
    pairwise([Purpose.LOG_IN, Purpose.CHANGE_OLD, Purpose.CHANGE_NEW, Purpose.DISABLE, Purpose.LOG_IN]),
)
async def test_a_code_of_one_purpose_is_refused_where_another_is_asked_for(
    store: Store, mailbox: Mailbox, randomness: FixedCodes, of: Purpose, wanted: Purpose
) -> None:
    randomness.give("100000", *(str(code) for code in range(100001, 100009)))
    session = (await two_step_on(store, mailbox)).session_id
    _, code = await _code_for(store, mailbox, of, session)
    challenge, _ = await _code_for(store, mailbox, wanted, session)
    with pytest.raises(WrongCode):
        if wanted is Purpose.LOG_IN:
            await store.login.verify(challenge, code)
        else:
            await store.two_step.verify(session, challenge, code)


@pytest.mark.parametrize("purpose", OF_A_SESSION)
async def test_a_code_of_a_session_does_not_log_in(store: Store, mailbox: Mailbox, purpose: Purpose) -> None:
    session = (
        await (registered(store) if purpose is Purpose.ENABLE else two_step_on(store, mailbox))
    ).session_id
    challenge, code = await _code_for(store, mailbox, purpose, session)
    with pytest.raises(ChallengeEnded):
        await store.login.verify(challenge, code)
    assert await store.two_step.verify(session, challenge, code)


async def test_a_code_to_log_in_does_not_work_in_a_session(store: Store, mailbox: Mailbox) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    challenge, code = await _code_for(store, mailbox, Purpose.LOG_IN, session)
    with pytest.raises(ChallengeEnded):
        await store.two_step.verify(session, challenge, code)
    assert await store.login.verify(challenge, code)


async def test_a_code_of_one_login_is_refused_for_another(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    one, other = await code_sent(store), await code_sent(store)
    with pytest.raises(WrongCode):
        await store.login.verify(other.challenge_id, mailbox.codes[-2])
    await store.login.verify(one.challenge_id, mailbox.codes[-2])


async def test_a_code_does_not_work_in_another_session_of_the_account(store: Store, mailbox: Mailbox) -> None:
    session, other = (await registered(store)).session_id, (await session_of(store)).session_id
    sent = await store.two_step.send_to_new_address(session, VERIFICATION_ADDRESS)
    with pytest.raises(ChallengeEnded):
        await store.two_step.verify(other, sent.challenge_id, mailbox.newest_code)
    with pytest.raises(ChallengeEnded):
        await store.two_step.send(other, sent.challenge_id)
    proof = await store.two_step.verify(session, sent.challenge_id, mailbox.newest_code)
    with pytest.raises(SettingsChanged):
        await store.two_step.save(other, proof)
    await store.two_step.save(session, proof)


async def test_a_code_of_one_administrator_does_not_work_for_another(store: Store, mailbox: Mailbox) -> None:
    session, other = (await registered(store)).session_id, (await other_registered(store)).session_id
    proof = await new_address_proved(store, mailbox, session)
    with pytest.raises(SettingsChanged):
        await store.two_step.save(other, proof)
    assert not await two_step_is_on(store, other)
    await store.two_step.save(session, proof)
    await enabled(store, mailbox, other, NEW_ADDRESS)
    one, two = await code_sent(store), await code_sent(store, "ken@example.com")
    with pytest.raises(WrongCode):
        await store.login.verify(two.challenge_id, mailbox.codes[-2])
    assert (await store.login.verify(one.challenge_id, mailbox.codes[-2])).login_address == "ami@example.com"


async def test_a_digest_moved_to_another_administrator_does_not_match(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    other = await other_registered(store)
    sent = await code_sent(store)
    to_other = Challenge.update(administrator=await _administrator_of(store, other.session_id))
    await store.transactions.run(to_other.where(Challenge.id == sent.challenge_id).execute)
    with pytest.raises(WrongCode):
        await store.login.verify(sent.challenge_id, mailbox.newest_code)


async def _administrator_of(store: Store, session: str) -> str:
    return await store.transactions.run(lambda: store.sessions.require(session).administrator_id)


async def test_a_code_is_used_once(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    await store.login.verify(sent.challenge_id, mailbox.newest_code)
    with pytest.raises(StepAborted):
        await store.login.verify(sent.challenge_id, mailbox.newest_code)
    with pytest.raises(StepAborted):
        await store.login.send_again(sent.challenge_id)


async def test_a_step_takes_only_the_purposes_it_asks_for(store: Store, mailbox: Mailbox) -> None:
    session = (await registered(store)).session_id
    challenge, code = await _code_for(store, mailbox, Purpose.ENABLE, session)
    others = tuple(other for other in Purpose if other is not Purpose.ENABLE)
    with pytest.raises(ChallengeEnded, match="no longer works"):
        await store.login.code_checker.redeem(challenge, session, others, code, lambda used: used)


async def test_an_unknown_challenge_has_ended(store: Store, mailbox: Mailbox) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    for use_case in (
        store.login.verify("", "012345"),
        store.login.send_again("x"),
        store.two_step.verify(session, "x", "012345"),
        store.two_step.send(session, ""),
    ):
        with pytest.raises(ChallengeEnded):
            await use_case


async def test_no_code_is_stored_in_the_database(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    await code_sent(store)

    def dump() -> str:
        return "\n".join(proxy.connection().iterdump())

    content = await store.transactions.run(dump)
    assert "ami@example.com" in content
    assert not [code for code in mailbox.codes if f"'{code}'" in content]
