"""Every action leaves its row in activity, with what it reports; no row ever changes or tells a secret."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from kstore_tui.accounts.administrators import Operator
from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import (
    AccountHeld,
    AdministratorNotFound,
    CodeNotSent,
    InvalidCredentials,
    InvalidRegistrationCode,
    InvalidResetCode,
    LastAdministrator,
    StoreError,
    WrongPassword,
)
from kstore_tui.core.events import OPERATOR, THE_STORE, UNKNOWN, EventKind
from kstore_tui.core.origin import HERE
from kstore_tui.database.models import EventKey
from kstore_tui.settings import Settings
from kstore_tui.store import Store
from tests.journeys.faulty_smtp import closed_port
from tests.kstore_tui.support.events import told, told_since
from tests.kstore_tui.support.mail import Mailbox, mailing
from tests.kstore_tui.support.steps import (
    ADDRESS,
    NEW_ADDRESS,
    NEW_PASSWORD,
    ORIGIN,
    OTHER_ADDRESS,
    PASSWORD,
    VERIFICATION_ADDRESS,
    another_code,
    code_sent,
    enabled,
    new_address_proved,
    other_registered,
    present_address_proved,
    registered,
    session_of,
    set_account,
    two_step_on,
)


async def test_a_note_is_rolled_back_with_its_transaction(store: Store) -> None:
    def note_and_fail() -> None:
        store.sessions.activity.note(EventKind.DELETED, ADDRESS)
        raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        await store.transactions.run(note_and_fail)
    assert await told(store) == []
    assert await store.transactions.run(lambda: EventKey.select().count()) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE activity SET who = 'somebody else'",
        "DELETE FROM activity",
        "REPLACE INTO activity VALUES (1, '2026-01-01', 'logged-in', 'x', '', '')",
        "INSERT INTO activity VALUES (-1, '2026-01-01', 'logged-in', 'x', '', '')",
        "UPDATE activity_key SET key = 'somebody else'",
        "DELETE FROM activity_key",
        "REPLACE INTO activity_key SELECT key, event_id, 'logged-in' FROM activity_key",
    ],
)
async def test_no_row_can_be_changed_or_removed(store: Store, settings: Settings, statement: str) -> None:
    await registered(store)
    before = await told(store)
    with closing(sqlite3.connect(settings.database)) as connection:
        keys = connection.execute("SELECT * FROM activity_key").fetchall()
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
        connection.commit()
        assert connection.execute("SELECT * FROM activity_key").fetchall() == keys
    assert await told(store) == before
    await session_of(store)  # and it can still be added to
    assert len(await told(store)) == len(before) + 1


async def test_no_code_password_or_whole_verification_address_is_ever_in_it(
    store: Store, mailbox: Mailbox, settings: Settings
) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    old = await present_address_proved(store, mailbox, session, Purpose.CHANGE_OLD)
    await store.two_step.save(
        session, await new_address_proved(store, mailbox, session, NEW_ADDRESS, old), old
    )
    waiting = (await code_sent(store)).challenge_id
    wrong = another_code(mailbox.newest_code)
    typed = ["a password typed as an address", wrong, PASSWORD + "!"]
    with pytest.raises(StoreError):
        await store.login.verify(waiting, wrong)
    for each in typed:
        for address, password in ((each, each), (ADDRESS, each)):
            with pytest.raises(InvalidCredentials):
                await store.login.log_in(address, password, ORIGIN)
        with pytest.raises(InvalidRegistrationCode):
            await store.invitations.redeem(each, each, NEW_PASSWORD, ORIGIN)
    await store.administrators.register(session, OTHER_ADDRESS)
    await store.mail_worker.drain()
    registration_code = next(code for code in mailbox.codes if "-" in code and len(code) == 14)
    await store.invitations.redeem(OTHER_ADDRESS, registration_code, NEW_PASSWORD, ORIGIN)
    await store.password_change.change(session, PASSWORD, NEW_PASSWORD + "!")
    with closing(sqlite3.connect(settings.database)) as connection:
        rows = [
            str(value)
            for table in ("activity", "activity_key")
            for row in connection.execute(f"SELECT * FROM {table}")  # noqa: S608
            for value in row
        ]
    secret = [*typed, *mailbox.codes, PASSWORD, NEW_PASSWORD, VERIFICATION_ADDRESS, NEW_ADDRESS]
    assert len(rows) > 100
    assert [value for value in rows if any(word in value for word in secret if word)] == []


MASKED = "a•••@example.net"
LOGGED_IN = (EventKind.LOGGED_IN, ADDRESS, "", ORIGIN)


async def test_registering_logging_in_and_out_are_noted_with_their_origin(store: Store, session: str) -> None:
    for typed in (ADDRESS.upper(), "my secret password"):
        with pytest.raises(InvalidCredentials):
            await store.login.log_in(typed, "wrong", ORIGIN)
    await store.sessions.log_out(session)
    await store.sessions.log_out(session)
    other = await store.login.log_in(ADDRESS, PASSWORD, "198.51.100.4")
    await store.sessions.log_out_others(other.session_id)  # type: ignore[union-attr]
    assert await told(store) == [
        (EventKind.REGISTERED, ADDRESS, ADDRESS, ORIGIN),
        LOGGED_IN,
        (EventKind.LOGIN_REFUSED, ADDRESS, "", ORIGIN),
        (EventKind.LOGIN_REFUSED, UNKNOWN, "", ORIGIN),
        (EventKind.LOGGED_OUT, ADDRESS, "", ORIGIN),
        (EventKind.LOGGED_IN, ADDRESS, "", "198.51.100.4"),
        (EventKind.LOGGED_OUT_ELSEWHERE, ADDRESS, "", "198.51.100.4"),
    ]


async def test_sent_and_refused_codes_are_noted_with_masked_address(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    before = len(await told(store))
    waiting = (await code_sent(store)).challenge_id
    wrong = another_code(mailbox.newest_code)
    for _ in range(6):
        with pytest.raises(StoreError):
            await store.login.verify(waiting, wrong)
    again = await code_sent(store)
    await store.login.verify(again.challenge_id, mailbox.newest_code)
    sent, refused = (
        (what, ADDRESS, MASKED, ORIGIN) for what in (EventKind.CODE_SENT, EventKind.CODE_REFUSED)
    )
    assert await told_since(store, before) == [sent, *[refused] * 6, sent, LOGGED_IN]


async def test_a_code_that_could_not_be_sent_is_noted(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    with closed_port() as closed, mailing(store, closed.port), pytest.raises(CodeNotSent):
        await code_sent(store)
    await set_account(store, held_at=store.clock())
    with pytest.raises(AccountHeld):
        await code_sent(store)
    assert (await told(store))[-2:] == [(EventKind.CODE_NOT_SENT, ADDRESS, MASKED, ORIGIN)] * 2


async def test_enabling_changing_and_disabling_are_noted(store: Store, mailbox: Mailbox) -> None:
    session = (await registered(store)).session_id
    await enabled(store, mailbox, session)
    old = await present_address_proved(store, mailbox, session, Purpose.CHANGE_OLD)
    await store.two_step.save(
        session, await new_address_proved(store, mailbox, session, NEW_ADDRESS, old), old
    )
    proof = await present_address_proved(store, mailbox, session, Purpose.DISABLE)
    await store.two_step.disable(session, proof)
    changes = [row for row in await told(store) if row[0].value.startswith("two-step")]
    assert changes == [
        (EventKind.TWO_STEP_ENABLED, ADDRESS, MASKED, ORIGIN),
        (EventKind.TWO_STEP_CHANGED, ADDRESS, "e•••@example.org", ORIGIN),
        (EventKind.TWO_STEP_DISABLED, ADDRESS, "", ORIGIN),
    ]


async def test_a_password_that_is_changed_or_refused_is_noted(store: Store, session: str) -> None:
    with pytest.raises(WrongPassword):
        await store.reauthentication.confirm(session, "wrong")
    with pytest.raises(WrongPassword):
        await store.password_change.change(session, "wrong", NEW_PASSWORD)
    await store.password_change.change(session, PASSWORD, NEW_PASSWORD)
    assert [row[0] for row in await told_since(store, 2)] == [
        EventKind.PASSWORD_REFUSED,
        EventKind.PASSWORD_REFUSED,
        EventKind.PASSWORD_CHANGED,
    ]


async def test_two_password_changes_at_once_note_the_loser_as_refused(store: Store) -> None:
    session = (await registered(store)).session_id
    await asyncio.gather(
        *(store.password_change.change(session, PASSWORD, f"{NEW_PASSWORD} {n}") for n in range(2)),
        return_exceptions=True,
    )
    happened = sorted(row[0] for row in await told_since(store, 2))
    assert happened == [EventKind.PASSWORD_CHANGED, EventKind.PASSWORD_REFUSED]


async def test_invitations_are_noted_step_by_step(store: Store, mailbox: Mailbox, session: str) -> None:
    await store.administrators.register(session, OTHER_ADDRESS)
    await store.mail_worker.drain()
    invited = (await store.administrators.page(session, OTHER_ADDRESS)).rows[0].id
    await store.administrators.send_again(session, invited)
    for address in (OTHER_ADDRESS, "nobody@example.com"):
        with pytest.raises(InvalidRegistrationCode):
            await store.invitations.redeem(address, "AAAA-AAAA-AAAA", NEW_PASSWORD, "198.51.100.4")
    await store.invitations.redeem(OTHER_ADDRESS, mailbox.newest_code, NEW_PASSWORD, "198.51.100.4")
    await store.administrators.delete(session, invited)
    await store.mail_worker.drain()
    assert await told_since(store, 2) == [
        (EventKind.INVITED, ADDRESS, OTHER_ADDRESS, ORIGIN),
        (EventKind.INVITATION_SENT, THE_STORE, OTHER_ADDRESS, ""),
        (EventKind.INVITED_AGAIN, ADDRESS, OTHER_ADDRESS, ORIGIN),
        (EventKind.REGISTRATION_REFUSED, OTHER_ADDRESS, "", "198.51.100.4"),
        (EventKind.REGISTRATION_REFUSED, UNKNOWN, "", "198.51.100.4"),
        (EventKind.REGISTERED, OTHER_ADDRESS, OTHER_ADDRESS, "198.51.100.4"),
        (EventKind.DELETED, ADDRESS, OTHER_ADDRESS, ORIGIN),
    ]


async def test_the_operators_actions_are_noted_as_theirs(store: Store) -> None:
    await store.registration.add_first(ADDRESS, PASSWORD)
    await store.administrators.register(Operator(), OTHER_ADDRESS)
    await store.administrators.delete(Operator(), await store.administrators.id_of(OTHER_ADDRESS))
    await store.mail_worker.send_all(lambda: None, lambda line: None)
    assert await told(store) == [
        (EventKind.REGISTERED, OPERATOR, ADDRESS, HERE),
        (EventKind.INVITED, OPERATOR, OTHER_ADDRESS, HERE),
        (EventKind.WITHDRAWN, OPERATOR, OTHER_ADDRESS, HERE),
        (EventKind.OUTBOX_SENT, OPERATOR, "", HERE),
    ]


async def test_what_was_not_done_is_not_noted_as_done(store: Store, session: str) -> None:
    own = (await store.administrators.page(session)).rows[0].id
    with pytest.raises(LastAdministrator):
        await store.administrators.delete(session, own)
    with pytest.raises(AdministratorNotFound):
        await store.administrators.delete(session, "nobody")
    with pytest.raises(StoreError):
        await store.administrators.register(session, f"a@example.com {ADDRESS}")
    assert await told_since(store, 2) == []


async def test_a_forgotten_password_is_noted_step_by_step(store: Store, mailbox: Mailbox) -> None:
    await registered(store)
    before = len(await told(store))
    await store.password_reset.ask(ADDRESS, "198.51.100.4")
    await store.password_reset.ask("nobody@example.com", ORIGIN)
    await store.mail_worker.drain()
    for address in (ADDRESS, "nobody@example.com"):
        with pytest.raises(InvalidResetCode):
            await store.password_reset.redeem(address, "AAAA-AAAA-AAAA", NEW_PASSWORD, ORIGIN)
    await store.password_reset.redeem(ADDRESS, mailbox.newest_code, NEW_PASSWORD, ORIGIN)
    assert await told_since(store, before) == [
        (EventKind.RESET_CODE_SENT, THE_STORE, ADDRESS, "198.51.100.4"),
        (EventKind.RESET_REFUSED, ADDRESS, "", ORIGIN),
        (EventKind.RESET_REFUSED, UNKNOWN, "", ORIGIN),
        (EventKind.PASSWORD_RESET, ADDRESS, "", ORIGIN),
    ]


async def test_a_withdrawn_invitation_and_a_release_are_noted(store: Store, session: str) -> None:
    await store.administrators.register(session, OTHER_ADDRESS)
    (invited,) = (row for row in (await store.administrators.page(session)).rows if row.is_invited)
    await store.administrators.withdraw(session, invited.id)
    await other_registered(store)
    await set_account(store, OTHER_ADDRESS, held_at=store.clock())
    before = len(await told(store))
    (held,) = (row for row in (await store.administrators.page(session)).rows if row.is_held)
    await store.administrators.release(session, held.id)
    assert (await told(store))[before - 2][:3] == (EventKind.WITHDRAWN, ADDRESS, OTHER_ADDRESS)
    assert await told_since(store, before) == [(EventKind.RELEASED, ADDRESS, OTHER_ADDRESS, ORIGIN)]
