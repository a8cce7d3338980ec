"""Registration and reset codes in one table, each with the mail that it was made for."""

from typing import Any

from peewee import BooleanField, Database, DateTimeField, ForeignKeyField, Model, TextField


def up(migrator: Any, database: Database) -> None:
    """Make the table, and take the codes that are out into it."""

    class Table(Model):
        id = TextField(primary_key=True)

        class Meta:
            legacy_table_names = False

    class Administrator(Table):
        pass

    class MailedCode(Table):
        administrator = ForeignKeyField(Administrator, on_delete="CASCADE")
        kind = TextField()
        mail_id = TextField(index=True)
        digest = TextField()
        made_at = DateTimeField()
        was_sent = BooleanField(default=False)
        ended_at = DateTimeField(null=True)

    with database.bind_ctx((MailedCode, Administrator)):
        database.create_tables((MailedCode,), safe=False)
    columns = "id, administrator_id, kind, mail_id, digest, made_at, was_sent, ended_at"
    for statement in (
        f"INSERT INTO mailed_code ({columns}) SELECT id, administrator_id, 'registration', id, digest, "  # noqa: S608 - constants
        "datetime(expires_at, '-3 days'), 1, NULL FROM registration_code",
        f"INSERT INTO mailed_code ({columns}) SELECT id, administrator_id, 'reset', id, digest, made_at, 1, "  # noqa: S608 - as above
        "ended_at FROM reset_code",
        "DROP TABLE registration_code",
        "DROP TABLE reset_code",
    ):
        database.execute_sql(statement)  # type: ignore[no-untyped-call]
