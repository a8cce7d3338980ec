"""The commands that read an inbox, whether a devmail is running or not."""

import io
import json
import sys
from argparse import Namespace

from devmail.cli.mail_lines import json_of, line_of
from devmail.cli.output import end_of_output, refuse
from devmail.cli.stored import store_of, stored_inbox
from devmail.cli.wait import wait
from devmail.store.inbox import InboxUnusable


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
    from devmail.cli.show import show  # needs what reads mails, which takes longer to load than all else

    return show(options)
