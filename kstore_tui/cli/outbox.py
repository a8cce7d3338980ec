"""The operator's commands for the mails that wait for the mail server, and for those that were given up."""

import argparse
import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING

from kstore_tui.cli.output import add_json, tell
from kstore_tui.core.text import safe_text

if TYPE_CHECKING:
    from kstore_tui.core.results import WaitingMail
    from kstore_tui.store import Store


def add_outbox_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add them to a command line.

    Args:
        commands: Its sub-commands.
    """
    outbox = commands.add_parser("outbox", help="the mails that wait for the mail server")
    what = outbox.add_subparsers(dest="what", required=True, metavar="COMMAND")
    listing = what.add_parser("list", help="what waits, and what was given up")
    add_json(listing)
    listing.set_defaults(run=_list)
    sending = what.add_parser("send", help="try all of them now, those that were given up too")
    add_json(sending)
    sending.set_defaults(run=_send)
    discarding = what.add_parser("discard", help="forget those that were given up")
    add_json(discarding)
    discarding.set_defaults(run=_discard)


async def send_what_is_due(store: "Store") -> None:
    """Send the mails of what the operator has just done, and tell what still waits.

    Args:
        store: The opened store.
    """
    _, due = await store.mail_worker.drain(_Progress(), _tell_failed)
    _tell_what_waits(due)


async def _list(options: argparse.Namespace, store: "Store") -> None:
    mails = await store.outbox.list()
    if options.json:
        print(json.dumps([_as_object(mail) for mail in mails], indent=2))
        return
    for mail in mails:
        tried = "1 try" if mail.tries == 1 else f"{mail.tries} tries"
        print(
            f"{safe_text(mail.to)}\t{safe_text(mail.kind)}\tsince {mail.made_at:%Y-%m-%d %H:%M} UTC"
            f"\t{tried}\t{_state(mail)}"
        )


def _state(mail: "WaitingMail") -> str:
    if mail.given_up_at is not None:
        return f"given up {mail.given_up_at:%Y-%m-%d %H:%M} UTC"
    return f"next {mail.due_at:%Y-%m-%d %H:%M} UTC"


def _as_object(mail: "WaitingMail") -> dict[str, object]:
    return {
        "to": mail.to,
        "kind": mail.kind,
        "made_at": mail.made_at.isoformat(),
        "tries": mail.tries,
        "due_at": mail.due_at.isoformat() if mail.given_up_at is None else None,
        "given_up_at": None if mail.given_up_at is None else mail.given_up_at.isoformat(),
    }


async def _send(options: argparse.Namespace, store: "Store") -> None:
    sent, due = await store.mail_worker.send_all(_Progress(), _tell_failed)
    _tell_what_waits(due)
    given_up = sum(mail.given_up_at is not None for mail in await store.outbox.list())
    if given_up:
        print(f"{given_up} given up; see: kstore-tui outbox list", file=sys.stderr)
    tell(options, f"{sent} sent.", sent=sent, given_up=given_up)


async def _discard(options: argparse.Namespace, store: "Store") -> None:
    discarded = await store.outbox.discard()
    tell(options, f"{discarded} discarded.", discarded=discarded)


class _Progress:
    """Counts the mails that were sent, where somebody looks."""

    def __init__(self) -> None:
        self._sent = 0

    def __call__(self) -> None:
        self._sent += 1
        if sys.stderr.isatty():
            print(f"\rSending mails: {self._sent} sent.", end="\x1b[K\r", file=sys.stderr, flush=True)


def _tell_failed(line: str) -> None:
    print(f"Not sent: {safe_text(line)}", file=sys.stderr)


def _tell_what_waits(due: datetime | None) -> None:
    if due is not None:
        print(f"Some mail still waits for the mail server, until {due:%H:%M} UTC at least.", file=sys.stderr)
