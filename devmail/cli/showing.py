"""`devmail show`: one mail, in the form that was asked for."""

import sys

from devmail.cli.mail_lines import json_of
from devmail.cli.output import print_bytes, print_line
from devmail.mime.message import headers, subject_and_text
from devmail.model import Mail
from devmail.store.inbox import Inbox
from devmail.text import one_line, safe_text


def show(inbox: Inbox, mail: Mail, form: str | None, as_json: bool) -> bool:
    """Print a mail.

    Args:
        inbox: Where it is.
        mail: The mail.
        form: `text`, `headers`, `raw` or `session`; None is what it is and its text.
        as_json: Whether to print it all as JSON, with what was asked for under its name.

    Returns:
        Whether it was still there.

    Raises:
        OutputOver: It cannot be printed.
    """
    raw = inbox.raw(mail.id)
    if raw is None:
        return False
    if as_json:
        name = form or "text"
        print_line(json_of(mail, **{name: _form(inbox, mail, raw, name)}))
    elif form == "raw" and not (sys.stdout is not None and sys.stdout.isatty()):
        print_bytes(raw)  # as they came: they are for a program
    else:
        about = "" if form else f"{_about(mail)}\n\n"
        print_line(about + safe_text(_form(inbox, mail, raw, form or "text")).rstrip("\n"))
    return True


def _form(inbox: Inbox, mail: Mail, raw: bytes, form: str) -> str:
    match form:
        case "session":
            return inbox.conversation(mail.id)
        case "headers":
            return "\n".join(f"{name}: {one_line(value)}" for name, value in headers(raw))
        case "raw":
            return raw.decode("utf-8", "replace")
        case _:
            return subject_and_text(raw)[1]


def _about(mail: Mail) -> str:
    """Return what is told of a mail, a line for each."""
    told = {
        "Mail": str(mail.id),
        "Received": f"{mail.received_at:%Y-%m-%d %H:%M:%S} UTC",
        "From": mail.author or "(nobody)",
        "Sender": mail.other_sender,
        "To": ", ".join(mail.recipients),
        "Cc": mail.header.cc,
        "Reply-To": mail.header.reply_to,
        "Subject": mail.subject,
        "Code": mail.code or "",
        "Link": mail.link or "",
    }
    return "\n".join(f"{name + ':':<10}{one_line(text)}" for name, text in told.items() if text)
