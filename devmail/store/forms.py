"""The forms that an inbox's database has had, and how one becomes the present one."""

from collections.abc import Sequence
from typing import Any

from peewee import SqliteDatabase

from devmail.store.new_row import header_column
from devmail.store.transaction import transaction

FORM = 2
"""The present form, as the database's `user_version`; the first had none."""
_FIRST = {"id", "received_at", "sender", "recipients", "subject", "code", "content"}
_MADE_UP = {"size": "length(content)", "marked": "0", "conversation": "''", "header": "header_of(content)"}
"""What a column that an earlier form lacked has for its mails, as SQL."""


def why_not(database: SqliteDatabase, table: Any) -> str | None:
    """Return why a database cannot be an inbox, or None when it can; nothing is changed.

    Args:
        database: The database.
        table: The table that an inbox has.
    """
    tables = [name for name in database.get_tables() if not name.startswith("sqlite_")]
    columns = {column.name for column in database.get_columns("mail")}
    form = int(database.pragma("user_version"))
    foreign = "it belongs to another program"
    if database.pragma("application_id"):
        return foreign
    if not tables:
        return foreign if form else None
    if tables == ["mail"] and form > FORM and columns >= _FIRST:
        return "a newer devmail made it; take that one, or another file with --store"
    present = set(table._meta.columns)
    ours = {0: _FIRST, 1: present - {"header"}, FORM: present}
    return None if tables == ["mail"] and columns == ours.get(form) else foreign


def bring_up_to_date(database: Any, table: Any) -> None:
    """Give an empty database its table, and take over the mails of an earlier form, all or nothing.

    That they are all written anew takes a few seconds for some hundred megabytes, once.

    Args:
        database: A database that was not refused.
        table: The table.
    """
    with transaction(database.connection()):  # another program may be about to do the same
        if database.pragma("user_version") == FORM:
            return
        had = [column.name for column in database.get_columns("mail")]
        if had:
            database.execute_sql("ALTER TABLE mail RENAME TO former_mail")
        database.create_tables([table])
        if had:
            _take_over(database, had)
        database.pragma("user_version", FORM)


def _take_over(database: Any, had: Sequence[str]) -> None:
    database.connection().create_function("header_of", 1, header_column)
    # The numbers go on after the last that was given, also where its mail is gone.
    database.execute_sql("UPDATE sqlite_sequence SET name = 'mail' WHERE name = 'former_mail'")
    made_up = {name: value for name, value in _MADE_UP.items() if name not in had}
    database.execute_sql(
        f"INSERT INTO mail ({', '.join((*had, *made_up))})"  # noqa: S608 - all fixed text
        f" SELECT {', '.join((*had, *made_up.values()))} FROM former_mail ORDER BY id"
    )
    database.execute_sql("DROP TABLE former_mail")
