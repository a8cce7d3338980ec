"""Activity is committed with what it reports, never changes, and holds no secret."""

import sqlite3
from contextlib import closing

import pytest

from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import InvalidCredentials, InvalidRegistrationCode, StoreError
from kstore_tui.core.events import EventKind
from kstore_tui.database.models import EventKey
from kstore_tui.settings import Settings
from kstore_tui.store import Store
from tests.kstore_tui.support.events import told
from tests.kstore_tui.support.mail import Mailbox
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
    new_address_proved,
    other_registered,
    present_address_proved,
    registered,
    session_of,
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


async def test_rows_outlive_the_accounts_they_name(store: Store) -> None:
    session = await registered(store)
    other = await other_registered(store)
    rows = (await store.administrators.page(other.session_id, ADDRESS)).rows
    await store.administrators.delete(other.session_id, rows[0].id)
    assert (EventKind.LOGGED_IN, ADDRESS, "", ORIGIN) in await told(store)
    assert session.login_address == ADDRESS


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
