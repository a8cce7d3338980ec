"""Of the tries during a wait the first alone is noted in activity: which waits have been."""

from typing import Any

from peewee import BooleanField, Database


def up(migrator: Any, database: Database) -> None:
    """Make the columns."""
    migrator.migrate(
        migrator.add_column("password_try", "wait_noted", BooleanField(default=False)),
        migrator.add_column("wrong_mailed_code", "wait_noted", BooleanField(default=False)),
    )
