"""The commands that read an inbox: wait, list, show and clear."""

import json
from argparse import Namespace
from dataclasses import replace
from datetime import UTC, datetime

from devmail.cli.keeping_options import store_of
from devmail.cli.mail_lines import json_of, numbered_line_of
from devmail.cli.output import OutputOver, open_output, print_line, refuse, say
from devmail.cli.showing import show
from devmail.cli.stored import stored_inbox
from devmail.cli.waiting import wait_for
from devmail.store.inbox import InboxUnusable
from devmail.store.serving_mark import is_served
from devmail.store.wanted import Brings, Wanted
from devmail.text import one_line

NOT_FOUND = 1
"""The exit code when there is no such mail, or none came in time."""
_ALL = 1_000_000


def run_command(options: Namespace) -> int:
    """Run a command.

    Args:
        options: What was parsed.

    Returns:
        The exit code.
    """
    commands = {"wait": _wait, "list": _list, "show": _show, "clear": _clear}
    open_output()
    try:
        return commands[options.command](options)
    except InboxUnusable as error:
        return refuse(str(error))
    except OutputOver as over:
        return over.code


def _wait(options: Namespace) -> int:
    since = None if options.since is None else datetime.now(UTC) - options.since
    brings = Brings.LINK if options.link else None if options.json else Brings.CODE
    wanted = Wanted(options.to, options.subject or "", since, brings)
    store = store_of(options)
    mail = wait_for(store, wanted, options.after, options.timeout.total_seconds())
    if mail is None:
        say(f"devmail: No {one_line(str(wanted))} within {options.timeout.total_seconds():g} s.")
        if brings is Brings.CODE and wait_for(store, replace(wanted, brings=Brings.LINK), options.after, 0):
            say("devmail: One with a link is there: --link prints that.")
        if not is_served(store):
            say(f"devmail: No devmail is running on {store}: start it, or name its file with --store.")
        return NOT_FOUND
    print_line(json_of(mail) if options.json or brings is None else one_line(brings.of(mail) or ""))
    return 0


def _list(options: Namespace) -> int:
    with stored_inbox(store_of(options)) as inbox:
        for mail in inbox.page(options.search, limit=options.limit or _ALL):
            print_line(json_of(mail) if options.json else numbered_line_of(mail))
    return 0


def _show(options: Namespace) -> int:
    with stored_inbox(store_of(options)) as inbox:
        mail = next(iter(inbox.newest(1)), None) if options.id is None else inbox.get(options.id)
        # It may go between the two: another program clears the inbox.
        if mail is not None and show(inbox, mail, options.form, options.json):
            return 0
    say("devmail: There is no mail." if options.id is None else f"devmail: There is no mail {options.id}.")
    return NOT_FOUND


def _clear(options: Namespace) -> int:
    with stored_inbox(store_of(options)) as inbox:
        count = inbox.count()
        inbox.clear()
    print_line(
        json.dumps({"deleted": count})
        if options.json
        else f"Deleted {count} mail{'' if count == 1 else 's'}."
    )
    return 0
