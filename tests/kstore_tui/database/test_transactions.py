"""A transaction is all or nothing, whatever fails; the migrations make the tables of the models."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from peewee import IntegrityError, Model, OperationalError

from kstore_tui.core.errors import StoreError, StoreUnavailable
from kstore_tui.database.models import (
    Administrator,
    Challenge,
    Event,
    EventKey,
    SentCode,
    Session,
    Table,
    proxy,
)
from kstore_tui.database.opening import open_store, sqlite
from kstore_tui.database.transactions import line_for
from kstore_tui.store import Store
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import (
    ADDRESS,
    PASSWORD,
    code_sent,
    logged_in_with_code,
    registered,
    two_step_on,
)
from tests.kstore_tui.support.transactions import BIG, full_disk

FULL = r"^The disk is full\. Nothing was changed\. Free some space and try again\.$"


def _described(path: Path) -> dict[str, Any]:
    """Return the columns, indexes and foreign keys of each table."""
    with closing(sqlite3.connect(path)) as connection:

        def ask(what: str, of: str) -> list[tuple[Any, ...]]:
            return connection.execute(f"SELECT * FROM pragma_{what}(?)", (of,)).fetchall()  # noqa: S608

        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: {
                "columns": ask("table_info", name),
                "indexes": sorted(
                    (unique, origin, [column for _, _, column in ask("index_info", index)])
                    for _, index, unique, origin, _ in ask("index_list", name)
                ),
                "foreign keys": sorted(row[2:] for row in ask("foreign_key_list", name)),
            }
            for name in names
            if name != "schema_migration" and not name.startswith("sqlite_")
        }


def test_the_migrations_make_the_tables_of_the_models(tmp_path: Path) -> None:
    tables: tuple[type[Model], ...] = (*Table.__subclasses__(), Event, EventKey)
    by_models = sqlite(tmp_path / "models.sqlite3")
    with by_models.bind_ctx(tables), by_models.connection_context():
        by_models.create_tables(tables, safe=False)
    open_store(str(tmp_path / "migrations.sqlite3"))
    migrated = _described(tmp_path / "migrations.sqlite3")
    assert sorted(migrated) == sorted(table._meta.table_name for table in tables)
    assert migrated == _described(tmp_path / "models.sqlite3")


class Counted(StoreError):
    commits = True


@pytest.mark.parametrize(
    ("error", "kept"), [(RuntimeError(), False), (StoreError(), False), (Counted(), True)]
)
async def test_errors_change_nothing_unless_they_commit(store: Store, error: Exception, kept: bool) -> None:
    await registered(store)

    def change_and_fail() -> None:
        Administrator.update(login_key="changed").execute()
        raise error

    with pytest.raises(type(error)):
        await store.transactions.run(change_and_fail)
    assert (await store.transactions.run(lambda: Administrator.get().login_key) == "changed") is kept


async def test_an_address_has_one_account(store: Store) -> None:
    await registered(store)
    with pytest.raises(StoreUnavailable, match="Nothing was changed") as refusal:
        await store.transactions.run(lambda: store.registration.create("AMI@example.com", "x"))
    assert isinstance(refusal.value.__cause__, IntegrityError)


async def test_an_account_is_deleted_with_all_its_rows(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    await code_sent(store)

    def rows() -> list[int]:
        return [table.select().count() for table in (Administrator, Session, Challenge, SentCode)]

    assert 0 not in await store.transactions.run(rows)
    await store.transactions.run(lambda: Administrator.delete().execute())
    assert await store.transactions.run(rows) == [0, 0, 0, 0]


async def test_a_transaction_closes_its_connection(store: Store) -> None:
    await registered(store)
    assert store.transactions.run_here(lambda: proxy.obj.is_closed()) is False
    assert proxy.obj.is_closed()


# A disk that is full, and other faults.


async def _rows(store: Store) -> list[object]:
    def look() -> list[object]:
        tables = (Administrator, Session, Challenge, SentCode)
        return [sorted(map(repr, table.select().tuples())) for table in tables]

    return await store.transactions.run(look)


async def test_a_code_on_a_full_disk_is_not_sent(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    before = await _rows(store)
    with full_disk(), pytest.raises(StoreUnavailable, match=FULL):
        await store.login.log_in(ADDRESS, PASSWORD, BIG)
    assert (await _rows(store), len(mailbox.codes)) == (before, 1)
    await logged_in_with_code(store, mailbox)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("database is locked", "The store is busy. Nothing was changed. Try again."),
        ("attempt to write a readonly database", "Can't write to the store's file."),
        ("database disk image is malformed", "The store's file is damaged."),
        ("file is not a database", "The store's file is damaged."),
        ("disk I/O error", "Can't write to the disk; it may be full."),
        ("unable to open database file", "The store's file can't be opened."),
        ("no such table: x", "The store can't be used. Nothing was changed."),
    ],
)
def test_each_fault_has_its_line(said: str, line: str) -> None:
    assert line_for(OperationalError(said)).startswith(line)
