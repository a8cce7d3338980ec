"""The record of activity, which is only ever added to: triggers refuse everything else."""

from typing import Any

from peewee import Database

_TABLES = (
    # AUTOINCREMENT: no number comes back. The triggers below cannot see a number that is still to be
    # given, and know it as -1: no row may have that one.
    """CREATE TABLE "activity" (
        "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT CHECK ("id" > 0),
        "at" DATETIME NOT NULL,
        "what" TEXT NOT NULL,
        "who" TEXT NOT NULL,
        "about" TEXT NOT NULL,
        "origin" TEXT NOT NULL
    )""",
    'CREATE INDEX "activity_what_id" ON "activity" ("what", "id")',
    # The primary key's columns stand first: else the integrity_check of SQLite 3.40 takes one for another.
    """CREATE TABLE "activity_key" (
        "key" TEXT NOT NULL,
        "event_id" INTEGER NOT NULL,
        "what" TEXT NOT NULL,
        PRIMARY KEY ("key", "event_id")
    ) WITHOUT ROWID""",
    'CREATE INDEX "activity_key_key_what_event_id" ON "activity_key" ("key", "what", "event_id")',
)
_SAME_ROW = {
    "activity": '"id" = NEW."id"',
    "activity_key": '"key" = NEW."key" AND "event_id" = NEW."event_id"',
}


def up(migrator: Any, database: Database) -> None:
    """Make the tables and their triggers."""
    for statement in _TABLES:
        database.execute_sql(statement)  # type: ignore[no-untyped-call]
    for table, same_row in _SAME_ROW.items():
        for action in ("UPDATE", "DELETE"):
            _refuse(database, table, action, "")
        # INSERT OR REPLACE removes a row without asking the trigger on DELETE.
        _refuse(
            database,
            table,
            "INSERT",
            f'WHEN EXISTS (SELECT 1 FROM "{table}" WHERE {same_row})',  # noqa: S608 - constants
        )


def _refuse(database: Database, table: str, action: str, when: str) -> None:
    statement = (
        f'CREATE TRIGGER "{table}_refuses_{action.lower()}" BEFORE {action} ON "{table}" {when} '
        "BEGIN SELECT RAISE(ABORT, 'activity is only added to'); END"
    )
    database.execute_sql(statement)  # type: ignore[no-untyped-call]
