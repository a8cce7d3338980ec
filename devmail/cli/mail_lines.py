"""A mail as one line: for people, or for programs."""

import json

from devmail.model import Mail
from devmail.text import one_line


def line_of(mail: Mail) -> str:
    """Return a mail as one line: time, recipients, subject and code (or link), with tabs between them.

    Args:
        mail: The mail.
    """
    what = (", ".join(mail.recipients), mail.subject, mail.code or mail.link or "")
    return "\t".join((f"{mail.received_at:%Y-%m-%d %H:%M:%S}", *map(one_line, what)))


def numbered_line_of(mail: Mail) -> str:
    """Return a mail as one line, its number first.

    Args:
        mail: The mail.
    """
    return f"{mail.id}\t{line_of(mail)}"


def json_of(mail: Mail, **more: str) -> str:
    """Return a mail as one JSON object on one line; all but ASCII is escaped, so nothing acts on a terminal.

    Args:
        mail: The mail.
        more: What is to be told beside, by name.
    """
    told = {
        "id": mail.id,
        "received_at": mail.received_at.isoformat(),
        "sender": mail.sender,
        "recipients": mail.recipients,
        "subject": mail.subject,
        "code": mail.code,
        "link": mail.link,
        "size": mail.size,
        "marked": mail.marked,
        "header": {
            "from": mail.header.from_ or None,
            "to": mail.header.to or None,
            "cc": mail.header.cc or None,
            "reply_to": mail.header.reply_to or None,
        },
    }
    return json.dumps(told | more)
