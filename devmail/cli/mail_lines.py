"""A mail as one line: for people, or for programs."""

import json

from devmail.model import Mail
from devmail.text import one_line


def line_of(mail: Mail) -> str:
    """Return time (UTC), recipients, subject, and code or link, with tabs between them.

    A likely code has a `?` behind it.
    """
    what = mail.code or mail.link or (f"{mail.likely_code}?" if mail.likely_code else "")
    fields = (", ".join(mail.recipients), mail.subject, what)
    return "\t".join((f"{mail.received_at:%Y-%m-%d %H:%M:%S}", *map(one_line, fields)))


def json_of(mail: Mail, **more: object) -> str:
    """Return a mail, and what is added, as a JSON object on one line; it is ASCII, so safe on a terminal."""
    names = {
        "from": mail.header.from_ or None,
        "to": mail.header.to or None,
        "cc": mail.header.cc or None,
        "reply_to": mail.header.reply_to or None,
    }
    fields = {
        "id": mail.id,
        "received_at": mail.received_at.isoformat(),
        "sender": mail.sender,
        "recipients": mail.recipients,
        "subject": mail.subject,
        "code": mail.code,
        "likely_code": mail.likely_code,
        "link": mail.link,
        "size": mail.size,
        "marked": mail.marked,
        "header": names,
    }
    return json.dumps(fields | more)
