"""A mail as a row of the inbox's table."""

import json
import re
import sqlite3
from dataclasses import replace
from datetime import datetime
from typing import Any

from devmail.model import Header, Mail, Received

COLUMNS = "id, received_at, sender, recipients, subject, code, link, size, marked, header, likely_code"
"""What makes a `Mail`, in its order: everything but the large columns."""
_INSERT = f"INSERT INTO mail ({COLUMNS}, conversation, content) VALUES (NULL{', ?' * 12})"  # noqa: S608
_SURROGATES = re.compile("[\ud800-\udfff]")


def read(received: Received, now: datetime, code_pattern: re.Pattern[str] | None) -> Mail:
    """Return a mail that has just come in, before it has an id."""
    from devmail.finder.summary import summarize  # loaded with the first mail: reading an inbox needs none

    found = summarize(received.raw, code_pattern)
    return Mail(
        0,
        now,
        _storable(received.sender),
        tuple(map(_storable, received.recipients)),
        _storable(found.subject),
        found.code,
        found.link,
        len(received.raw),
        header=Header(*map(_storable, found.header)),
        likely_code=found.likely_code,
    )


def insert(connection: sqlite3.Connection, mail: Mail, received: Received) -> Mail:
    """Write a mail; return it with its id."""
    values = (
        mail.received_at.isoformat(),
        mail.sender,
        json.dumps(mail.recipients),
        mail.subject,
        mail.code,
        mail.link,
        mail.size,
        mail.marked,
        json.dumps(mail.header),
        mail.likely_code,
        _storable(received.conversation),
        received.raw,
    )
    return replace(mail, id=connection.execute(_INSERT, values).lastrowid or 0)


def mail_of(row: tuple[Any, ...]) -> Mail:
    """Return the mail of a row of `COLUMNS`."""
    id, received_at, sender, recipients, subject, code, link, size, marked, header, likely_code = row
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
        likely_code,
    )


def _storable(text: str) -> str:
    """Replace what UTF-8 cannot hold, such as the bytes of an address in another charset."""
    return text if text.isascii() else _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)
