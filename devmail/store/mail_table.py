"""The one table of an inbox."""

import json
import re
from datetime import datetime
from typing import Any

from peewee import (
    SQL,
    AutoField,
    BlobField,
    BooleanField,
    IntegerField,
    Model,
    NodeList,
    SqliteDatabase,
    TextField,
)

from devmail.model import Header, Mail

_SURROGATES = re.compile("[\ud800-\udfff]")


class _GrowingId(AutoField):
    """A number that is never given twice, whatever is deleted: scripts ask for what came after one."""

    def ddl(self, context: Any) -> NodeList:
        return NodeList((super().ddl(context), SQL("AUTOINCREMENT")))


def mail_table(database: SqliteDatabase) -> Any:
    """Return the table of one inbox: bound to its own database, so that a process can have several.

    Args:
        database: Where it is, or will be.
    """

    class Mails(Model):
        id = _GrowingId()
        received_at = TextField()
        sender = TextField()
        recipients = TextField()
        subject = TextField()
        code = TextField(null=True)
        link = TextField(null=True)
        size = IntegerField()
        marked = BooleanField(default=False)
        # A devmail that runs since before there was this one may still write into the same file.
        header = TextField(constraints=[SQL("DEFAULT '[]'")])
        conversation = TextField()
        content = BlobField()  # last: SQLite reads a row's columns in their order

        class Meta:
            table_name = "mail"

    Mails.bind(database)
    return Mails


def told_columns(table: Any) -> tuple[Any, ...]:
    """Return the columns that make a `Mail`, in its order: all but the large ones.

    Args:
        table: The table.
    """
    return (
        table.id,
        table.received_at,
        table.sender,
        table.recipients,
        table.subject,
        table.code,
        table.link,
        table.size,
        table.marked,
        table.header,
    )


def storable(text: str) -> str:
    """Return text without what UTF-8 cannot say, such as the bytes of an address in another charset.

    Args:
        text: Anything.
    """
    return text if text.isascii() else _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)


def mail_of_row(row: tuple[Any, ...]) -> Mail:
    """Return a mail as it was kept.

    Args:
        row: Its `told_columns`.
    """
    id, received_at, sender, recipients, subject, code, link, size, marked, header = row
    return Mail(
        id,
        datetime.fromisoformat(received_at),
        sender,
        tuple(json.loads(recipients)),
        subject,
        code,
        link,
        size,
        bool(marked),
        Header(*json.loads(header)),
    )
