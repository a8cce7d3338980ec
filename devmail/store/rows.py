"""A mail as a row of the inbox's table."""

import json
import re
from datetime import datetime
from typing import Any

from devmail.model import Header, Mail, Received

COLUMNS = "id, received_at, sender, recipients, subject, code, link, size, marked, header, likely_code"
"""What makes a `Mail`, in its order: everything but the large columns."""
_NEW = (
    "received_at, sender, recipients, subject, code, likely_code, link, size, header, conversation, content"
)
INSERT = f"INSERT INTO mail ({_NEW}) VALUES ({', '.join('?' * (_NEW.count(',') + 1))})"  # noqa: S608 - fixed text
_SURROGATES = re.compile("[\ud800-\udfff]")


def new_row(received: Received, now: datetime, code_pattern: re.Pattern[str] | None) -> tuple[Any, ...]:
    """Return the values that `INSERT` takes for a mail that has just come in."""
    # Loaded with the first mail: reading an inbox needs neither.
    from devmail.finder.gist import gist
    from devmail.mime.header import named_in

    found = gist(received.raw, code_pattern)
    return (
        now.isoformat(),
        _storable(received.sender),
        json.dumps([_storable(recipient) for recipient in received.recipients]),
        _storable(found.subject),
        found.code,
        found.likely_code,
        found.link,
        len(received.raw),
        json.dumps([_storable(value) for value in named_in(received.raw)]),
        _storable(received.conversation),
        received.raw,
    )


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
