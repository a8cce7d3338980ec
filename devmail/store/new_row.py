"""A mail that comes in, as the row that it becomes."""

import json
from datetime import datetime
from typing import NamedTuple

from devmail.model import Header, Mail, Received
from devmail.store.mail_table import storable


class NewRow(NamedTuple):
    """The columns of a new mail, in the table's order."""

    received_at: str
    sender: str
    recipients: str
    subject: str
    code: str | None
    link: str | None
    size: int
    header: str
    conversation: str
    content: bytes


# Written out, so that sqlite3 prepares it once: making it anew takes longer than the insert itself.
INSERT = f"INSERT INTO mail ({', '.join(NewRow._fields)}, marked) VALUES ({'?, ' * len(NewRow._fields)}0)"  # noqa: S608


def new_row(received: Received, now: datetime) -> NewRow:
    """Read a mail that came in.

    Args:
        received: The mail.
        now: The present time, in UTC.
    """
    from devmail.finder.gist import gist  # not before there is a mail: a start need not wait for it

    found = gist(received.raw)
    return NewRow(
        received_at=now.isoformat(),
        sender=storable(received.sender),
        recipients=json.dumps([storable(recipient) for recipient in received.recipients]),
        subject=storable(found.subject),
        code=found.code,
        link=found.link,
        size=len(received.raw),
        header=header_column(received.raw),
        conversation=storable(received.conversation),
        content=received.raw,
    )


def header_column(raw: bytes) -> str:
    """Return whom a mail's header names, as it is kept.

    Args:
        raw: The mail.
    """
    from devmail.mime.header import named_in  # as in `new_row`

    return json.dumps([storable(value) for value in named_in(raw)])


def mail_of_new_row(id: int, received: Received, row: NewRow, now: datetime) -> Mail:
    """Return a mail that was just kept.

    Args:
        id: Its number.
        received: The mail as it came.
        row: Its row.
        now: When it came, in UTC.
    """
    recipients = tuple(map(storable, received.recipients))
    header = Header(*json.loads(row.header))
    return Mail(id, now, row.sender, recipients, row.subject, row.code, row.link, row.size, header=header)
