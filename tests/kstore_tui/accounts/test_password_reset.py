"""A forgotten password: who is mailed a code, how many, and what a new password changes."""

import sqlite3
from contextlib import closing
from hashlib import sha256

import pytest

from kstore_tui.core.errors import ChallengeEnded, InvalidResetCode, SessionEnded
from kstore_tui.core.results import CodeSent
from kstore_tui.database.models import OutgoingMail, Token
from kstore_tui.settings import Settings
from kstore_tui.store import Store
from kstore_tui.verification.tokens import TokenKind
from tests.journeys.faulty_smtp import refuses_greeting
from tests.journeys.smtp_server import SmtpServer
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import Mailbox, mailing
from tests.kstore_tui.support.steps import (
    ADDRESS,
    NEW_PASSWORD,
    ORIGIN,
    OTHER_ADDRESS,
    PASSWORD,
    code_sent,
    other_registered,
    registered,
    session_of,
    set_account,
    two_step_on,
)


async def _asked(store: Store, address: str = ADDRESS) -> int:
    """Ask for a code and let the mails go out; return how many went."""
    await store.password_reset.ask(address, ORIGIN)
    return (await store.mail_worker.drain())[0]


async def _code(store: Store, mailbox: Mailbox, address: str = ADDRESS) -> str:
    """Ask for a code; return the one in the mail."""
    await _asked(store, address)
    return mailbox.newest_code


async def _codes_kept(store: Store) -> list[Token]:
    return await store.transactions.run(lambda: list(Token.select().where(Token.kind == TokenKind.RESET)))


async def _waiting(store: Store) -> int:
    return await store.transactions.run(lambda: int(OutgoingMail.select().count()))


def _everything_in(settings: Settings) -> str:
    with closing(sqlite3.connect(settings.database)) as connection:
        return "\n".join(connection.iterdump())


async def test_a_code_is_made_when_it_is_mailed_and_kept_as_a_digest(
    store: Store, settings: Settings, mailbox: Mailbox
) -> None:
    await registered(store)
    await store.password_reset.ask(f" {ADDRESS.upper()} ", ORIGIN)
    assert await _codes_kept(store) == []
    await store.mail_worker.drain()
    assert mailbox.receivers == [ADDRESS]
    assert "valid until 2026-11-24 09:44 UTC" in mailbox.newest_text
    code = mailbox.newest_code.replace("-", "")
    (kept,) = await _codes_kept(store)
    assert kept.digest == sha256(code.encode()).hexdigest()
    kept_in_all = _everything_in(settings)
    assert code not in kept_in_all
    assert mailbox.newest_code not in kept_in_all


@pytest.mark.parametrize("address", ["nobody@example.com", OTHER_ADDRESS])
async def test_nothing_is_mailed_without_an_account(store: Store, server: SmtpServer, address: str) -> None:
    session = await registered(store)
    await store.administrators.register(session.session_id, OTHER_ADDRESS)
    await store.mail_worker.drain()
    mailed = len(server.mails)
    assert await store.password_reset.ask(address, ORIGIN) == address
    assert await store.mail_worker.drain() == (0, None)
    assert len(server.mails) == mailed
    assert await _codes_kept(store) == []


async def test_repeated_requests_cannot_fill_the_outbox_or_leave_words_in_it(
    store: Store, settings: Settings
) -> None:
    await registered(store)
    for number in range(20):
        await store.password_reset.ask(ADDRESS, ORIGIN)
        await store.password_reset.ask(f"my-secret{number}@example.com", ORIGIN)
    assert await _waiting(store) == 2  # one for the account, one for nobody
    assert "secret" not in _everything_in(settings)
    assert await store.mail_worker.drain() == (1, None)
    assert await _waiting(store) == 0


async def test_an_account_gets_five_codes_a_day(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    await registered(store)
    assert [await _asked(store) for _ in range(7)] == [1, 1, 1, 1, 1, 0, 0]
    await store.password_reset.redeem(
        ADDRESS, mailbox.newest_code, NEW_PASSWORD, ORIGIN
    )  # the fifth is still good
    await store.mail_worker.drain()
    clock.advance(hours=23, minutes=59)
    assert await _asked(store) == 0
    clock.advance(minutes=1)
    assert await _asked(store) == 1


async def test_a_mail_that_is_sent_again_counts_once(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await registered(store)
    assert [await _asked(store) for _ in range(4)] == [1] * 4
    await store.password_reset.ask(ADDRESS, ORIGIN)
    with refuses_greeting() as bad, mailing(store, bad.port):
        for _ in range(6):
            assert (await store.mail_worker.drain())[0] == 0
            clock.advance(minutes=15)
    assert (await store.mail_worker.drain())[0] == 1
    await store.password_reset.redeem(ADDRESS, mailbox.newest_code, NEW_PASSWORD, ORIGIN)
    await store.mail_worker.drain()
    assert await _asked(store) == 0


async def test_a_reset_ends_a_hold_but_skips_no_code(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    await set_account(store, held_at=store.clock())
    await store.mail_worker.drain()
    await store.password_reset.redeem(ADDRESS, await _code(store, mailbox), NEW_PASSWORD, ORIGIN)
    assert isinstance(await store.login.log_in(ADDRESS, NEW_PASSWORD, ORIGIN), CodeSent)


async def test_every_session_ends_and_the_owner_is_notified(store: Store, mailbox: Mailbox) -> None:
    sessions = [await registered(store), await session_of(store)]
    fellow = await other_registered(store)
    await store.password_reset.redeem(ADDRESS, await _code(store, mailbox), NEW_PASSWORD, ORIGIN)
    for session in sessions:
        with pytest.raises(SessionEnded, match="your password was changed"):
            await store.sessions.account(session.session_id)
    await store.sessions.account(fellow.session_id)
    await store.mail_worker.drain()
    assert mailbox.receivers[-1] == ADDRESS
    assert "The password of a•••@example.com was changed" in mailbox.newest_text


async def test_a_login_that_waits_for_its_code_ends(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    await store.mail_worker.drain()
    sent = await code_sent(store)
    verification_code = mailbox.newest_code
    await store.password_reset.redeem(ADDRESS, await _code(store, mailbox), NEW_PASSWORD, ORIGIN)
    with pytest.raises(ChallengeEnded):
        await store.login.verify(sent.challenge_id, verification_code)


async def test_a_code_stops_working_when_the_password_is_changed(
    store: Store, mailbox: Mailbox, clock: MovableClock, session: str
) -> None:
    code = await _code(store, mailbox)
    clock.advance(seconds=1)
    await store.password_change.change(session, PASSWORD, "purple quiet lamps")
    with pytest.raises(InvalidResetCode):
        await store.password_reset.redeem(ADDRESS, code, NEW_PASSWORD, ORIGIN)


async def test_a_code_does_not_work_for_another_account(store: Store, mailbox: Mailbox) -> None:
    await registered(store)
    await other_registered(store)
    with pytest.raises(InvalidResetCode):
        code = await _code(store, mailbox, OTHER_ADDRESS)
        await store.password_reset.redeem(ADDRESS, code, NEW_PASSWORD, ORIGIN)
    await session_of(store)
