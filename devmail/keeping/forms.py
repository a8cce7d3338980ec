"""The forms that an inbox's database has had, and how one becomes the present one."""

from typing import Any

from peewee import SqliteDatabase

from devmail.keeping.transaction import transaction

FORM = 1
"""The present form, as the database's `user_version`; the first had none."""
_FIRST = {"id", "received_at", "sender", "recipients", "subject", "code", "content"}


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
    ours = columns == (set(table._meta.columns) if form else _FIRST)
    return None if tables == ["mail"] and ours else foreign


def bring_up_to_date(database: Any, table: Any) -> None:
    """Give an empty database its table, and take over the mails of the first form, all or nothing.

    Args:
        database: A database that was not refused.
        table: The table.
    """
    with transaction(database.connection()):  # another program may be about to do the same
        if database.pragma("user_version") == FORM:
            return
        if old := database.table_exists("mail"):
            database.execute_sql("ALTER TABLE mail RENAME TO first_mail")
        database.create_tables([table])
        if old:
            database.execute_sql(
                "INSERT INTO mail (id, received_at, sender, recipients, subject, code, size, marked,"
                " conversation, content) SELECT id, received_at, sender, recipients, subject, code,"
                " length(content), 0, '', content FROM first_mail ORDER BY id"
            )
            database.execute_sql("DROP TABLE first_mail")
        database.pragma("user_version", FORM)
