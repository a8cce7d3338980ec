"""Reset codes, and mails of which one at a time is kept."""

from typing import Any

from peewee import Database, DateTimeField, ForeignKeyField, Model, TextField


def up(migrator: Any, database: Database) -> None:
    """Make the table and the column."""
    migrator.migrate(migrator.add_column("outgoing_mail", "one_for", TextField(null=True, unique=True)))

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

    with database.bind_ctx((ResetCode, Administrator)):
        database.create_tables((ResetCode,), safe=False)
