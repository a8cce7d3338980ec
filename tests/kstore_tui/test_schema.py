"""The migrations make what the models say, and each unit of work is all or nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from peewee import IntegrityError

from kstore_tui.core.errors import StoreUnavailable
from kstore_tui.database.models import TABLES, Administrator, Challenge, SentCode, Session, proxy
from kstore_tui.database.opening import open_store, sqlite
from kstore_tui.store import Store
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import code_sent, registered, two_step_on


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
    by_models = sqlite(tmp_path / "models.sqlite3")
    with by_models.bind_ctx(TABLES), by_models.connection_context():
        by_models.create_tables(TABLES, safe=False)
    open_store(str(tmp_path / "migrations.sqlite3"))
    migrated = _described(tmp_path / "migrations.sqlite3")
    assert sorted(migrated) == sorted(table._meta.table_name for table in TABLES)
    assert migrated == _described(tmp_path / "models.sqlite3")


async def test_a_unit_of_work_that_raises_leaves_nothing(store: Store) -> None:
    await registered(store)

    def change_and_fail() -> None:
        Administrator.update(login_key="nobody").execute()
        raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        await store.transactions.run(change_and_fail)
    assert await store.transactions.run(lambda: Administrator.get().login_key) == "ami@example.com"


async def test_an_address_has_one_account(store: Store) -> None:
    await registered(store)
    with pytest.raises(StoreUnavailable, match="Nothing was changed") as refusal:
        await store.transactions.run(lambda: store.registration.create("AMI@example.com", "x"))
    assert isinstance(refusal.value.__cause__, IntegrityError)


async def test_nothing_of_a_deleted_account_stays(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    await code_sent(store)

    def rows() -> list[int]:
        return [table.select().count() for table in (Administrator, Session, Challenge, SentCode)]

    assert 0 not in await store.transactions.run(rows)
    await store.transactions.run(lambda: Administrator.delete().execute())
    assert await store.transactions.run(rows) == [0, 0, 0, 0]


async def test_moments_are_kept_in_utc(store: Store) -> None:
    await registered(store)
    assert await store.transactions.run(lambda: Administrator.get().registered_at) == store.clock()


async def test_no_connection_stays_open_after_a_unit_of_work(store: Store) -> None:
    await registered(store)
    assert store.transactions.run_here(lambda: proxy.obj.is_closed()) is False
    assert proxy.obj.is_closed()
