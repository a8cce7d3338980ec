"""Mails that were given up stay in the outbox, and a mail in hand is told from one that waits."""

from typing import Any

from peewee import Database, DateTimeField


def up(migrator: Any, database: Database) -> None:
    """Make the columns."""
    migrator.migrate(
        migrator.add_column("outgoing_mail", "in_hand_until", DateTimeField(null=True)),
        migrator.add_column("outgoing_mail", "given_up_at", DateTimeField(null=True)),
    )
