"""The first tables, as they were on the first day: kept apart from the models, which go on changing."""

from typing import Any

from peewee import BooleanField, Database, DateTimeField, ForeignKeyField, IntegerField, Model, TextField


def up(migrator: Any, database: Database) -> None:
    """Make the tables."""

    class Table(Model):
        id = TextField(primary_key=True)

        class Meta:
            legacy_table_names = False

    class Administrator(Table):
        login_address = TextField()
        login_key = TextField(unique=True)
        password_hash = TextField()
        password_changed_at = DateTimeField()
        verification_address = TextField(null=True)
        registered_at = DateTimeField()

    class Session(Table):
        administrator = ForeignKeyField(Administrator, on_delete="CASCADE")
        origin = TextField()
        began_at = DateTimeField()
        last_action_at = DateTimeField()
        password_given_at = DateTimeField()
        ended_at = DateTimeField(null=True)
        end_line = TextField(null=True)

    class Challenge(Table):
        administrator = ForeignKeyField(Administrator, on_delete="CASCADE")
        session = ForeignKeyField(Session, null=True, on_delete="CASCADE")
        purpose = TextField()
        address = TextField()
        address_key = TextField(index=True)
        origin = TextField()
        begun_at = DateTimeField()
        tries = IntegerField(default=0)
        used_at = DateTimeField(null=True)
        spent_at = DateTimeField(null=True)
        ended_at = DateTimeField(null=True)

    class SentCode(Table):
        challenge = ForeignKeyField(Challenge, on_delete="CASCADE")
        digest = TextField()
        made_at = DateTimeField()
        was_sent = BooleanField(default=False)

        class Meta:
            indexes = ((("made_at",), False),)

    tables = (Administrator, Session, Challenge, SentCode)
    with database.bind_ctx(tables):
        database.create_tables(tables, safe=False)
