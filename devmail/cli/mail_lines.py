"""A mail as one line: for people, or for programs."""

import json
from dataclasses import asdict

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
    header = {name.rstrip("_"): text or None for name, text in mail.header._asdict().items()}
    fields = asdict(mail) | {"received_at": mail.received_at.isoformat(), "header": header}
    return json.dumps(fields | more)
