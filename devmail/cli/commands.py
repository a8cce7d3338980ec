"""The commands that read an inbox, whether a devmail is running or not: `list`, `show` and `clear`."""

import io
import json
import sys
from argparse import Namespace
from datetime import timedelta

from devmail.cli.output import end_of_output, json_of, line_of, refuse, say
from devmail.cli.stored import store_of, stored_inbox
from devmail.cli.wait import wait
from devmail.model import Mail
from devmail.store.inbox import Inbox, InboxUnusable
from devmail.text import one_line, safe_text


def run_command(options: Namespace) -> int:
    """Run a command and return the exit code."""
    commands = {"wait": wait, "list": _list, "show": _show, "clear": _clear}
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # no text is too foreign for any locale
    try:
        return commands[options.command](options)
    except InboxUnusable as error:
        return refuse(str(error))
    except OSError as error:  # all that can still fail is printing
        return end_of_output(error)


def _list(options: Namespace) -> int:
    with stored_inbox(store_of(options)) as inbox:
        for mail in inbox.page(options.search, limit=options.limit):
            print(json_of(mail) if options.json else f"{mail.id}\t{line_of(mail)}", flush=True)
    return 0


def _clear(options: Namespace) -> int:
    with stored_inbox(store_of(options)) as inbox:
        count = inbox.count()
        inbox.clear()
    words = f"Deleted {count} email{'' if count == 1 else 's'}."
    print(json.dumps({"deleted": count}) if options.json else words, flush=True)
    return 0


def _show(options: Namespace) -> int:
    with stored_inbox(store_of(options)) as inbox:
        mail = next(iter(inbox.newest(1)), None) if options.id is None else inbox.get(options.id)
        raw = None if mail is None else inbox.raw(mail.id)  # another program may have deleted it by now
        if mail is None or raw is None:
            say(f"devmail: There is no email{'' if options.id is None else f' {options.id}'}.")
            return 1
        form = options.form
        if options.json:
            print(json_of(mail, **_contents(inbox, mail, raw, form)), flush=True)
        elif form == "raw" and sys.stdout is not None and not sys.stdout.isatty():
            sys.stdout.buffer.write(raw)  # as they came: they are for a program
            sys.stdout.flush()
        else:
            about = "" if form else f"{_about(mail)}\n\n"
            print(about + safe_text(_form(inbox, mail, raw, form or "text")).rstrip("\n"), flush=True)
    return 0


def _contents(inbox: Inbox, mail: Mail, raw: bytes, form: str | None) -> dict[str, object]:
    """Return what `show --json` has beside the mail's own fields."""
    from devmail.finder.links import links_of  # what reads mails takes longer to load than all else
    from devmail.mime.message import html_source
    from devmail.mime.parts import attachments_of

    contents: dict[str, object] = {
        "links": links_of(raw),
        "text": _form(inbox, mail, raw, "text"),
        "html": html_source(raw),
        "attachments": [
            {"name": name, "type": type, "size": len(content)} for name, type, content in attachments_of(raw)
        ],
    }
    if form is not None and form not in contents:
        contents[form] = _form(inbox, mail, raw, form)
    return contents


def _form(inbox: Inbox, mail: Mail, raw: bytes, form: str) -> str:
    from devmail.mime.message import headers, html_source, subject_and_text

    match form:
        case "session":
            return inbox.conversation(mail.id)
        case "headers":
            return "\n".join(f"{name}: {one_line(value)}" for name, value in headers(raw))
        case "raw":
            return raw.decode("utf-8", "replace")
        case "html":
            return html_source(raw) or ""
        case _:
            return subject_and_text(raw)[1]


def _about(mail: Mail) -> str:
    utc, local = f"{mail.received_at:%Y-%m-%d %H:%M:%S} UTC", mail.received_at.astimezone()
    fields = {
        "Email": str(mail.id),
        "Received": f"{local:%Y-%m-%d %H:%M:%S} ({utc})" if local.utcoffset() != timedelta(0) else utc,
        "From": mail.author or "(nobody)",
        "Sender": mail.other_sender,
        "To": ", ".join(mail.recipients),
        "Cc": mail.header.cc,
        "Reply-To": mail.header.reply_to,
        "Subject": mail.subject,
        "Code": mail.code or (f"{mail.likely_code}?" if mail.likely_code else ""),
        "Link": mail.link or "",
    }
    return "\n".join(f"{name + ':':<10}{one_line(text)}" for name, text in fields.items() if text)
