"""Reset codes, wrong codes of both kinds in one table, and mails of which one at a time is kept."""

from typing import Any

from peewee import Database, DateTimeField, ForeignKeyField, Model, TextField


def up(migrator: Any, database: Database) -> None:
    """Make the tables and the column. The wrong registration codes of the last minutes are forgotten."""
    migrator.migrate(
        migrator.drop_table("wrong_registration"),
        migrator.add_column("outgoing_mail", "one_for", TextField(null=True, unique=True)),
    )

    class Table(Model):
        id = TextField(primary_key=True)

        class Meta:
            legacy_table_names = False

    class Administrator(Table):
        pass

    class ResetCode(Table):
        administrator = ForeignKeyField(Administrator, on_delete="CASCADE")
        digest = TextField()
        made_at = DateTimeField()
        ended_at = DateTimeField(null=True)

    class WrongMailedCode(Table):
        address_digest = TextField(index=True)
        tried_at = DateTimeField(index=True)

    tables = (ResetCode, WrongMailedCode)
    with database.bind_ctx((*tables, Administrator)):
        database.create_tables(tables, safe=False)
