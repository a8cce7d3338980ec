"""What happened in a stretch of time is found by an index."""

from typing import Any

from peewee import Database


def up(migrator: Any, database: Database) -> None:
    """Make the index."""
    migrator.migrate(migrator.add_index("activity", ("at",)))
