"""The operator's commands for mails that wait for the mail server and mails that failed."""

import argparse
import sys
from dataclasses import asdict
from datetime import datetime

from kstore_tui.cli.output import add_command, report, report_rows, sentence, warn
from kstore_tui.core.results import WaitingMail
from kstore_tui.core.text import safe_text
from kstore_tui.store import Store


def add_outbox_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    line = "list, send or discard waiting and failed emails"
    outbox = commands.add_parser("outbox", help=line, description=sentence(line))
    what = outbox.add_subparsers(dest="what", required=True, metavar="COMMAND")
    add_command(what, "list", _list, "list waiting and failed emails")
    add_command(what, "send", _send, "send all waiting and failed emails now")
    add_command(what, "discard", _discard, "discard failed emails")


async def send_what_is_due(store: Store) -> None:
    """Send the mails that a command has just put into the outbox, and say what still waits."""
    _, due = await store.mail_worker.drain(_Progress(), _warn_failed)
    _warn_waiting(due)


async def _list(options: argparse.Namespace, store: Store) -> None:
    mails = await store.outbox.waiting()
    report_rows(options, [(_as_columns(mail), asdict(mail)) for mail in mails])


def _as_columns(mail: WaitingMail) -> tuple[str, ...]:
    tries = "1 try" if mail.tries == 1 else f"{mail.tries} tries"
    what, when = ("next try", mail.due_at) if mail.failed_at is None else ("failed", mail.failed_at)
    return (
        mail.to,
        mail.kind,
        f"since {mail.made_at:%Y-%m-%d %H:%M} UTC",
        tries,
        f"{what} {when:%Y-%m-%d %H:%M} UTC",
    )


async def _send(options: argparse.Namespace, store: Store) -> None:
    sent, due = await store.mail_worker.send_all(_Progress(), _warn_failed)
    _warn_waiting(due)
    failed = sum(mail.failed_at is not None for mail in await store.outbox.waiting())
    if failed:
        warn(f"{_emails(failed)} failed. To see them, run `kstore-tui outbox list`.")
    report(options, f"Sent {_emails(sent)}.", sent=sent, failed=failed)


async def _discard(options: argparse.Namespace, store: Store) -> None:
    discarded = await store.outbox.discard()
    report(options, f"Discarded {_emails(discarded)}.", discarded=discarded)


def _emails(number: int) -> str:
    return f"{number} email{'' if number == 1 else 's'}"


class _Progress:
    """Counts the mails that were sent, on a terminal."""

    def __init__(self) -> None:
        self._sent = 0

    def __call__(self) -> None:
        self._sent += 1
        if sys.stderr.isatty():
            print(f"\rSending emails: {self._sent} sent.", end="\x1b[K\r", file=sys.stderr, flush=True)


def _warn_failed(line: str) -> None:
    warn(f"Not sent: {safe_text(line)}")


def _warn_waiting(due: datetime | None) -> None:
    if due is not None:
        warn(
            "Some emails haven't been sent yet. They are retried while kstore-tui runs; "
            "to retry now, run `kstore-tui outbox send`."
        )
