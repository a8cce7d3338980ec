"""Invited administrators, their registration codes, and the mails that go out later."""

from typing import Any

from peewee import Database, DateTimeField, ForeignKeyField, IntegerField, Model, TextField


def up(migrator: Any, database: Database) -> None:
    """Make the tables, and the columns of accounts."""
    migrator.migrate(
        migrator.add_column("administrator", "registered_by", TextField(null=True)),
        migrator.add_column("administrator", "last_login_at", DateTimeField(null=True)),
    )

    class Table(Model):
        id = TextField(primary_key=True)

        class Meta:
            legacy_table_names = False

    class Administrator(Table):
        pass

    class RegistrationCode(Table):
        administrator = ForeignKeyField(Administrator, unique=True, on_delete="CASCADE")
        digest = TextField()
        expires_at = DateTimeField()

    class WrongMailedCode(Table):
        address_digest = TextField(index=True)
        tried_at = DateTimeField(index=True)

    class OutgoingMail(Table):
        kind = TextField()
        to = TextField()
        facts = TextField()
        made_at = DateTimeField()
        due_at = DateTimeField(index=True)
        tries = IntegerField(default=0)

    tables = (RegistrationCode, WrongMailedCode, OutgoingMail)
    with database.bind_ctx((*tables, Administrator)):
        database.create_tables(tables, safe=False)
