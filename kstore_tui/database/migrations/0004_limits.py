"""What the limits over many tries need: tries of passwords, and what an account keeps of wrong codes."""

from typing import Any

from peewee import Database, DateField, DateTimeField, IntegerField, Model, TextField


def up(migrator: Any, database: Database) -> None:
    """Make the table, the columns and the index."""
    migrator.migrate(
        migrator.add_column("administrator", "wrong_codes_in_a_row", IntegerField(default=0)),
        migrator.add_column("administrator", "wrong_codes_day", DateField(null=True)),
        migrator.add_column("administrator", "wrong_codes_that_day", IntegerField(default=0)),
        migrator.add_column("administrator", "codes_blocked_until", DateTimeField(null=True)),
        migrator.add_column("administrator", "held_at", DateTimeField(null=True)),
        migrator.add_column("administrator", "warned_at", DateTimeField(null=True)),
        migrator.add_index("session", ("administrator_id", "origin", "began_at")),
    )

    class PasswordTry(Model):
        id = TextField(primary_key=True)
        address_digest = TextField()
        origin = TextField()
        tried_at = DateTimeField(index=True)

        class Meta:
            legacy_table_names = False
            indexes = ((("address_digest", "tried_at"), False), (("origin", "tried_at"), False))

    with database.bind_ctx([PasswordTry]):
        database.create_tables([PasswordTry], safe=False)
