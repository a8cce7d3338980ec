"""Logging in: the right pair, then a code where two-step verification is on."""

from dataclasses import replace

import pytest

from kstore_tui.core.errors import InvalidCredentials, WrongCode
from kstore_tui.core.events import EventKind
from kstore_tui.core.password_hasher import PasswordHasher
from kstore_tui.core.passwords import hash_password
from kstore_tui.core.results import LoggedIn
from kstore_tui.database.models import Administrator, Session
from kstore_tui.settings import Settings
from kstore_tui.store import Store, build_store
from tests.kstore_tui.support.events import told
from tests.kstore_tui.support.fakes import FixedCodes, MovableClock
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import (
    ADDRESS,
    ORIGIN,
    PASSWORD,
    VERIFICATION_ADDRESS,
    code_sent,
    logged_in_with_code,
    registered,
    session_of,
    two_step_on,
)
from tests.kstore_tui.support.transactions import Meanwhile


async def _sessions(store: Store) -> int:
    return await store.transactions.run(lambda: int(Session.select().count()))


@pytest.mark.parametrize("address", [ADDRESS, "AMI@Example.COM", "  ami@example.com ", "ａｍｉ@example.com"])
async def test_the_right_pair_logs_in_however_the_address_is_spelled(store: Store, address: str) -> None:
    await registered(store)
    begun = await store.login.log_in(address, PASSWORD, ORIGIN)
    assert isinstance(begun, LoggedIn)
    assert begun.login_address == ADDRESS


@pytest.mark.parametrize(
    ("address", "password"),
    [
        (ADDRESS, "seven green bicycle"),
        (ADDRESS, PASSWORD.upper()),
        (ADDRESS, ""),
        ("nobody@example.com", PASSWORD),
        ("no address at all", PASSWORD),
        ("", ""),
        ("\ud800@\ud800", "\ud800"),
        ("@", PASSWORD),
    ],
)
async def test_every_other_pair_gets_one_answer(
    store: Store, mailbox: Mailbox, address: str, password: str
) -> None:
    await two_step_on(store, mailbox)
    before = await _sessions(store)
    with pytest.raises(InvalidCredentials, match=r"^The email address or the password is wrong\.$"):
        await store.login.log_in(address, password, ORIGIN)
    assert (len(mailbox.codes), await _sessions(store)) == (1, before)


async def test_with_two_step_verification_every_right_pair_only_sends_a_code(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    before = await _sessions(store)
    sent = await code_sent(store)
    assert sent.sent_to == "a•••@example.net"
    assert (sent.valid_until - clock()).total_seconds() == 600
    assert mailbox.receivers[-1] == VERIFICATION_ADDRESS
    assert await _sessions(store) == before
    for count in (3, 4):
        await logged_in_with_code(store, mailbox)
        assert len(mailbox.codes) == count


async def test_a_code_with_a_leading_zero_works_from_end_to_end(
    store: Store, mailbox: Mailbox, randomness: FixedCodes
) -> None:
    randomness.give("012345", "012345")
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    assert mailbox.newest_code == "012345"
    for shorter in ("112345", "123450"):
        with pytest.raises(WrongCode):
            await store.login.verify(sent.challenge_id, shorter)
    begun = await store.login.verify(sent.challenge_id, " ０１２-345 ")
    assert (await store.sessions.account(begun.session_id)).login_address == ADDRESS


async def test_a_pasted_mail_is_a_code_and_the_login_keeps_its_origin(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    origin = "2001:db8::1234:5678:1111"
    sent = await code_sent(store, origin=origin)
    assert origin in mailbox.newest_text
    begun = await store.login.verify(sent.challenge_id, mailbox.newest_text)
    assert (await store.sessions.account(begun.session_id)).session.origin == origin


async def _kept(store: Store) -> str:
    return await store.transactions.run(lambda: str(Administrator.get().password_hash))


async def test_a_login_hashes_the_password_again_when_the_cost_has_risen(store: Store) -> None:
    await registered(store)
    before = await _kept(store)
    dearer = replace(store, login=replace(store.login, hasher=PasswordHasher(5)))
    with pytest.raises(InvalidCredentials):
        await dearer.login.log_in(ADDRESS, "wrong", ORIGIN)
    assert await _kept(store) == before
    await session_of(dearer)
    kept = await _kept(store)
    assert kept.startswith("$2b$05$")
    for same_or_lower in (dearer, store):
        await session_of(same_or_lower)
        assert await _kept(store) == kept


async def test_a_password_that_has_changed_in_the_meantime_is_refused(
    store: Store, settings: Settings, clock: MovableClock
) -> None:
    await registered(store)
    change = Administrator.update(password_hash=hash_password("another password", 4))
    changed_meanwhile = Meanwhile(lambda: store.transactions.run(change.execute))
    with pytest.raises(InvalidCredentials):
        await build_store(settings, clock, transactions=changed_meanwhile).login.log_in(
            ADDRESS, PASSWORD, ORIGIN
        )
    assert (await told(store))[-1] == (EventKind.LOGIN_REFUSED, ADDRESS, "", ORIGIN)
