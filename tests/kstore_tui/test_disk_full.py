"""A disk that is full, and other faults of the database: one line, and nothing is half done."""

from dataclasses import replace

import pytest
from peewee import OperationalError

from kstore_tui.core.errors import StoreUnavailable
from kstore_tui.core.results import LoggedIn
from kstore_tui.database.models import Administrator, Challenge, SentCode, Session
from kstore_tui.database.transactions import line_for
from kstore_tui.store import Store
from tests.kstore_tui.full_disk import BIG, full_disk
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import (
    ADDRESS,
    ORIGIN,
    PASSWORD,
    code_sent,
    new_address_proved,
    registered,
    session_of,
    two_step_is_on,
    two_step_on,
)

FULL = r"^The disk is full\. Nothing was changed\. Free some space and try again\.$"


async def _rows(store: Store) -> list[object]:
    def look() -> list[object]:
        tables = (Administrator, Session, Challenge, SentCode)
        return [sorted(map(repr, table.select().tuples())) for table in tables]

    return await store.transactions.run(look)


async def test_a_first_administrator_on_a_full_disk_is_none(store: Store) -> None:
    with full_disk(), pytest.raises(StoreUnavailable, match=FULL):
        await store.registration.register_first(ADDRESS, PASSWORD, BIG)
    assert await store.registration.is_first_run()
    await registered(store)


async def test_a_login_on_a_full_disk_changes_nothing(store: Store) -> None:
    await registered(store)
    before = await _rows(store)
    dearer = replace(store.login, bcrypt_cost=5)
    with full_disk(), pytest.raises(StoreUnavailable, match=FULL):
        await dearer.log_in(ADDRESS, PASSWORD, BIG)  # it hashes anew first, and then finds no room
    assert await _rows(store) == before
    assert isinstance(await dearer.log_in(ADDRESS, PASSWORD, ORIGIN), LoggedIn)


async def test_a_code_on_a_full_disk_is_not_sent(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    before = await _rows(store)
    with full_disk(), pytest.raises(StoreUnavailable, match=FULL):
        await store.login.log_in(ADDRESS, PASSWORD, BIG)
    assert (await _rows(store), len(mailbox.codes)) == (before, 1)
    await store.login.verify((await code_sent(store)).challenge_id, mailbox.newest_code)


async def test_saving_on_a_full_disk_saves_nothing(store: Store, mailbox: Mailbox) -> None:
    session = (await registered(store)).session_id
    other = (await session_of(store)).session_id
    proof = await new_address_proved(store, mailbox, session)

    def make_it_grow() -> None:
        Challenge.update(address=BIG).execute()

    await store.transactions.run(make_it_grow)
    with full_disk(), pytest.raises(StoreUnavailable, match=FULL):
        await store.two_step.save(session, replace(proof, address=BIG))
    assert not await two_step_is_on(store, session)
    await store.sessions.account(other)
    await store.two_step.save(session, replace(proof, address=BIG))
    assert await two_step_is_on(store, session)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("database or disk is full", "The disk is full. Nothing was changed."),
        ("database is locked", "The store is busy. Nothing was changed. Try again."),
        ("attempt to write a readonly database", "The store's file can't be written. Nothing was changed."),
        ("database disk image is malformed", "The store's file is damaged. Nothing was changed."),
        ("file is not a database", "The store's file is damaged. Nothing was changed."),
        ("disk I/O error", "The disk can't be written and may be full. Nothing was changed."),
        ("unable to open database file", "The store's file can't be opened. Nothing was changed."),
        ("no such table: x", "The store can't be used. Nothing was changed."),
    ],
)
def test_each_fault_has_its_line(said: str, line: str) -> None:
    assert line_for(OperationalError(said)).startswith(line)
