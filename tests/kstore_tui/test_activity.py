"""Every action leaves its row in activity, in the unit of work that it tells of, and no row ever changes."""

import asyncio
import sqlite3
from contextlib import closing
from functools import partial

import pytest

from kstore_tui.codes import Purpose
from kstore_tui.database.models import EventKey
from kstore_tui.events import OPERATOR, THE_STORE, UNKNOWN, What
from kstore_tui.origin import HERE
from kstore_tui.refusals import (
    AdministratorGone,
    ChallengeDead,
    CodeNotSent,
    LastAdministrator,
    Refusal,
    TooManyCodes,
    TooManyWrongMailedCodes,
    WrongPair,
    WrongPassword,
    WrongRegistrationCode,
)
from kstore_tui.settings import Settings
from kstore_tui.store import Store
from tests.journeys.faulty_smtp import closed_port
from tests.kstore_tui.at_once import Meanwhile, working_by
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.events import told
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import (
    ADDRESS,
    NEW_ADDRESS,
    ORIGIN,
    OTHER_ADDRESS,
    PASSWORD,
    VERIFICATION_ADDRESS,
    another_code,
    code_sent,
    enabled,
    mailing_to,
    new_address_proved,
    other_registered,
    present_address_proved,
    registered,
    session_of,
    two_step_on,
)

NEW_PASSWORD = "eleven quiet lamps"
MASKED = "a•••@example.net"
LOGGED_IN = (What.LOGGED_IN, ADDRESS, "", ORIGIN)


async def _since(store: Store, before: int) -> list[tuple[What, str, str, str]]:
    return (await told(store))[before:]


async def test_the_first_registration_is_noted_and_the_login_that_follows(store: Store) -> None:
    await registered(store)
    assert await told(store) == [(What.REGISTERED, ADDRESS, ADDRESS, ORIGIN), LOGGED_IN]


async def test_logins_and_logouts_are_noted_with_where_they_came_from(store: Store) -> None:
    session = await registered(store)
    await store.sessions.log_out(session.session_id)
    await store.sessions.log_out(session.session_id)
    other = await store.login.log_in(ADDRESS, PASSWORD, "198.51.100.4")
    await store.sessions.log_out_others(other.session_id)  # type: ignore[union-attr]
    assert await _since(store, 2) == [
        (What.LOGGED_OUT, ADDRESS, "", ORIGIN),
        (What.LOGGED_IN, ADDRESS, "", "198.51.100.4"),
        (What.LOGGED_OUT_ELSEWHERE, ADDRESS, "", "198.51.100.4"),
    ]


async def test_a_refused_login_is_noted_and_an_address_that_nobody_has_is_not_kept(store: Store) -> None:
    await registered(store)
    for typed in (ADDRESS.upper(), "my secret password", "nobody@example.com"):
        with pytest.raises(WrongPair):
            await store.login.log_in(typed, "wrong", ORIGIN)
    assert await _since(store, 2) == [
        (What.LOGIN_REFUSED, ADDRESS, "", ORIGIN),
        (What.LOGIN_REFUSED, UNKNOWN, "", ORIGIN),
        (What.LOGIN_REFUSED, UNKNOWN, "", ORIGIN),
    ]


async def test_a_login_whose_password_is_changed_meanwhile_is_noted_as_refused(store: Store) -> None:
    session = (await registered(store)).session_id
    change = partial(store.password_change.change, session, PASSWORD, NEW_PASSWORD)
    slow = working_by(store, Meanwhile(change))
    with pytest.raises(WrongPair):
        await slow.login.log_in(ADDRESS, PASSWORD, ORIGIN)
    assert [row[0] for row in await _since(store, 2)] == [What.PASSWORD_CHANGED, What.LOGIN_REFUSED]


async def test_codes_sent_and_refused_are_noted_with_the_address_masked(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    before = len(await told(store))
    waiting = (await code_sent(store)).challenge_id
    wrong = another_code(mailbox.newest_code)
    for _ in range(6):
        with pytest.raises(Refusal):
            await store.login.verify(waiting, wrong)
    again = await code_sent(store)
    await store.login.verify(again.challenge_id, mailbox.newest_code)
    sent, refused = ((what, ADDRESS, MASKED, ORIGIN) for what in (What.CODE_SENT, What.CODE_REFUSED))
    assert await _since(store, before) == [sent, *[refused] * 6, sent, LOGGED_IN]


async def test_a_code_that_does_not_count_any_more_is_a_refused_one(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    waiting = (await code_sent(store)).challenge_id
    clock.advance(minutes=11)
    with pytest.raises(Refusal, match="expired"):
        await store.login.verify(waiting, mailbox.newest_code)
    assert (await told(store))[-1] == (What.CODE_REFUSED, ADDRESS, MASKED, ORIGIN)
    await store.login.give_up(waiting)
    before = len(await told(store))
    with pytest.raises(ChallengeDead):
        await store.login.verify(waiting, mailbox.newest_code)
    assert await _since(store, before) == [(What.CODE_REFUSED, ADDRESS, MASKED, ORIGIN)]


async def test_a_code_that_could_not_be_sent_is_noted(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    with closed_port() as closed, pytest.raises(CodeNotSent):
        await code_sent(mailing_to(store, closed.port))
    assert (await told(store))[-1] == (What.CODE_NOT_SENT, ADDRESS, MASKED, ORIGIN)


async def test_a_code_over_the_limit_is_noted_as_not_sent(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    with pytest.raises(TooManyCodes):
        while True:
            await code_sent(store)
    assert (await told(store))[-1] == (What.CODE_NOT_SENT, ADDRESS, MASKED, ORIGIN)


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
        (What.TWO_STEP_ENABLED, ADDRESS, MASKED, ORIGIN),
        (What.TWO_STEP_CHANGED, ADDRESS, "e•••@example.org", ORIGIN),
        (What.TWO_STEP_DISABLED, ADDRESS, "", ORIGIN),
    ]


async def test_a_password_that_is_changed_or_refused_is_noted(store: Store) -> None:
    session = (await registered(store)).session_id
    with pytest.raises(WrongPassword):
        await store.sessions.confirm_password(session, "wrong")
    with pytest.raises(WrongPassword):
        await store.password_change.change(session, "wrong", NEW_PASSWORD)
    await store.password_change.change(session, PASSWORD, NEW_PASSWORD)
    assert [row[0] for row in await _since(store, 2)] == [
        What.PASSWORD_REFUSED,
        What.PASSWORD_REFUSED,
        What.PASSWORD_CHANGED,
    ]


async def test_of_two_changes_of_a_password_at_once_the_lost_one_is_noted_as_refused(store: Store) -> None:
    session = (await registered(store)).session_id
    await asyncio.gather(
        *(store.password_change.change(session, PASSWORD, f"{NEW_PASSWORD} {n}") for n in range(2)),
        return_exceptions=True,
    )
    happened = sorted(row[0] for row in await _since(store, 2))
    assert happened == [What.PASSWORD_CHANGED, What.PASSWORD_REFUSED]


async def test_invitations_are_noted_from_the_first_to_the_registration(
    store: Store, mailbox: Mailbox
) -> None:
    session = (await registered(store)).session_id
    await store.administrators.register(session, OTHER_ADDRESS)
    await store.postman.drain()
    invited = (await store.administrators.page(session, OTHER_ADDRESS)).rows[0].id
    await store.administrators.send_again(session, invited)
    for address in (OTHER_ADDRESS, "nobody@example.com"):
        with pytest.raises(WrongRegistrationCode):
            await store.invitations.redeem(address, "AAAA-AAAA-AAAA", NEW_PASSWORD, "198.51.100.4")
    await store.invitations.redeem(OTHER_ADDRESS, mailbox.newest_code, NEW_PASSWORD, "198.51.100.4")
    await store.administrators.delete(session, invited)
    await store.postman.drain()
    assert await _since(store, 2) == [
        (What.INVITED, ADDRESS, OTHER_ADDRESS, ORIGIN),
        (What.INVITATION_SENT, THE_STORE, OTHER_ADDRESS, ""),
        (What.INVITED_AGAIN, ADDRESS, OTHER_ADDRESS, ORIGIN),
        (What.REGISTRATION_REFUSED, OTHER_ADDRESS, "", "198.51.100.4"),
        (What.REGISTRATION_REFUSED, UNKNOWN, "", "198.51.100.4"),
        (What.REGISTERED, OTHER_ADDRESS, OTHER_ADDRESS, "198.51.100.4"),
        (What.DELETED, ADDRESS, OTHER_ADDRESS, ORIGIN),
    ]


async def test_a_registration_during_a_wait_is_noted_too(store: Store) -> None:
    with pytest.raises(TooManyWrongMailedCodes):
        while True:
            with pytest.raises(WrongRegistrationCode):
                await store.invitations.redeem(ADDRESS, "AAAA-AAAA-AAAA", NEW_PASSWORD, ORIGIN)
    refused = (What.REGISTRATION_REFUSED, UNKNOWN, "", ORIGIN)
    assert await told(store) == [refused] * (store.invitations.rules.mailed_code_tries + 1)


async def test_what_the_operator_does_is_noted_as_done_by_the_operator(store: Store) -> None:
    await store.registration.add_first(ADDRESS, PASSWORD)
    await store.operating.register(OTHER_ADDRESS)
    await store.operating.delete(OTHER_ADDRESS)
    await store.operating.send_outbox()
    assert await told(store) == [
        (What.REGISTERED, OPERATOR, ADDRESS, HERE),
        (What.INVITED, OPERATOR, OTHER_ADDRESS, HERE),
        (What.WITHDRAWN, OPERATOR, OTHER_ADDRESS, HERE),
        (What.OUTBOX_SENT, OPERATOR, "", HERE),
    ]


async def test_what_was_not_done_is_not_noted_as_done(store: Store) -> None:
    session = (await registered(store)).session_id
    own = (await store.administrators.page(session)).rows[0].id
    with pytest.raises(LastAdministrator):
        await store.administrators.delete(session, own)
    with pytest.raises(AdministratorGone):
        await store.administrators.delete(session, "nobody")
    with pytest.raises(Refusal):
        await store.administrators.register(session, f"a@example.com {ADDRESS}")
    assert await _since(store, 2) == []


async def test_a_note_is_gone_with_the_unit_of_work_that_it_tells_of(store: Store) -> None:
    def note_and_fail() -> None:
        store.sessions.record.note(What.DELETED, ADDRESS)
        raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        await store.sessions.work.run(note_and_fail)
    assert await told(store) == []
    assert await store.sessions.work.run(lambda: EventKey.select().count()) == 0


async def test_rows_outlive_the_accounts_they_name(store: Store) -> None:
    session = await registered(store)
    other = await other_registered(store)
    rows = (await store.administrators.page(other.session_id, ADDRESS)).rows
    await store.administrators.delete(other.session_id, rows[0].id)
    assert LOGGED_IN in await told(store)
    assert session.login_address == ADDRESS


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE activity SET who = 'somebody else'",
        "DELETE FROM activity",
        "DELETE FROM activity WHERE id = 1",
        "REPLACE INTO activity VALUES (1, '2026-01-01', 'logged-in', 'x', '', '')",
        "INSERT OR REPLACE INTO activity SELECT id, at, what, 'x', about, origin FROM activity",
        "INSERT OR IGNORE INTO activity VALUES (1, '2026-01-01', 'logged-in', 'x', '', '')",
        "INSERT INTO activity VALUES (1, '2026-01-01', 'logged-in', 'x', '', '') "
        "ON CONFLICT (id) DO UPDATE SET who = 'x'",
        "INSERT INTO activity VALUES (-1, '2026-01-01', 'logged-in', 'x', '', '')",
        "UPDATE OR IGNORE activity SET id = id + 1000",
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
    with pytest.raises(Refusal):
        await store.login.verify(waiting, wrong)
    for each in typed:
        for address, password in ((each, each), (ADDRESS, each)):
            with pytest.raises(WrongPair):
                await store.login.log_in(address, password, ORIGIN)
        with pytest.raises(WrongRegistrationCode):
            await store.invitations.redeem(each, each, NEW_PASSWORD, ORIGIN)
    await store.administrators.register(session, OTHER_ADDRESS)
    await store.postman.drain()
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
