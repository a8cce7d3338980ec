"""The first schema. It repeats the models, which will change; a released migration never does."""

from typing import Any

from peewee import (
    BooleanField,
    Database,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

_ACTIVITY = (
    # AUTOINCREMENT: no number is used twice. The triggers below can't see a number that SQLite has still to
    # choose, and read it as -1: no row may have that one.
    """CREATE TABLE "activity" (
        "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT CHECK ("id" > 0),
        "at" DATETIME NOT NULL,
        "what" TEXT NOT NULL,
        "who" TEXT NOT NULL,
        "about" TEXT NOT NULL,
        "origin" TEXT NOT NULL
    )""",
    'CREATE INDEX "activity_at" ON "activity" ("at")',
    'CREATE INDEX "activity_what_id" ON "activity" ("what", "id")',
    # The primary key's columns come first: otherwise SQLite 3.40's integrity_check confuses them.
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
    """Create all tables, and the triggers that let activity only be added to."""

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
        registered_by = TextField(null=True)
        last_login_at = DateTimeField(null=True)
        wrong_codes_in_a_row = IntegerField(default=0)
        wrong_codes_day = DateField(null=True)
        wrong_codes_that_day = IntegerField(default=0)
        codes_blocked_until = DateTimeField(null=True)
        held_at = DateTimeField(null=True)
        warned_at = DateTimeField(null=True)

    class Session(Table):
        administrator = ForeignKeyField(Administrator, on_delete="CASCADE")
        origin = TextField()
        began_at = DateTimeField()
        last_action_at = DateTimeField()
        password_given_at = DateTimeField()
        ended_at = DateTimeField(null=True)
        end_line = TextField(null=True)

        class Meta:
            indexes = ((("administrator", "origin", "began_at"), False),)

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
        made_at = DateTimeField(index=True)
        was_sent = BooleanField(default=False)

    class Token(Table):
        administrator = ForeignKeyField(Administrator, on_delete="CASCADE")
        kind = TextField()
        mail_id = TextField(index=True)
        digest = TextField()
        made_at = DateTimeField()
        was_sent = BooleanField(default=False)
        ended_at = DateTimeField(null=True)

    class WrongToken(Table):
        address_digest = TextField(index=True)
        tried_at = DateTimeField(index=True)
        wait_noted = BooleanField(default=False)

    class PasswordTry(Table):
        address_digest = TextField()
        origin = TextField()
        tried_at = DateTimeField(index=True)
        wait_noted = BooleanField(default=False)

        class Meta:
            indexes = ((("address_digest", "tried_at"), False), (("origin", "tried_at"), False))

    class OutgoingMail(Table):
        kind = TextField()
        to = TextField()
        facts = TextField()
        made_at = DateTimeField()
        due_at = DateTimeField(index=True)
        tries = IntegerField(default=0)
        one_for = TextField(null=True, unique=True)
        in_hand_until = DateTimeField(null=True)
        given_up_at = DateTimeField(null=True)

    tables = (Administrator, Session, Challenge, SentCode, Token, WrongToken, PasswordTry, OutgoingMail)
    with database.bind_ctx(tables):
        database.create_tables(tables, safe=False)
    for statement in _ACTIVITY:
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
