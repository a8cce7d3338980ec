"""The operator's commands: results on stdout, everything else on stderr."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Callable, Coroutine
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

from kstore_tui.cli.activity import add_activity_command
from kstore_tui.cli.outbox import add_outbox_command, send_what_is_due
from kstore_tui.cli.output import add_json, tell
from kstore_tui.core.errors import StoreError
from kstore_tui.core.text import safe_text

if TYPE_CHECKING:
    from kstore_tui.core.results import AdministratorRow
    from kstore_tui.store import Store

REFUSED = 1
"""The exit code when what was asked for may not be done; nothing was changed."""

INTERRUPTED = 130
"""The exit code after Ctrl+C, as shells have it."""


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add them to a command line.

    Args:
        commands: Its sub-commands.
    """
    administrators = commands.add_parser(
        "administrators", help="see, register, delete and release administrators"
    )
    what = administrators.add_subparsers(dest="what", required=True, metavar="COMMAND")
    listing = what.add_parser("list", help="all of them")
    add_json(listing)
    listing.set_defaults(run=_list)
    registering = what.add_parser("register", help="mail a registration code to each address")
    registering.add_argument("email", nargs="+", metavar="EMAIL")
    registering.add_argument(
        "--password-stdin",
        action="store_true",
        help="for the first administrator of a store: take the password from stdin, mail no code",
    )
    add_json(registering)
    registering.set_defaults(run=_register)
    deleting = what.add_parser("delete", help="delete an account")
    deleting.add_argument("email", metavar="EMAIL")
    add_json(deleting)
    deleting.set_defaults(run=_delete)
    releasing = what.add_parser("release", help="let an account go on that is held after wrong codes")
    releasing.add_argument("email", metavar="EMAIL")
    add_json(releasing)
    releasing.set_defaults(run=_release)
    add_outbox_command(commands)
    add_activity_command(commands)


def run_command(options: argparse.Namespace, store: "Store") -> int:
    """Run the operator's command.

    Args:
        options: The command line.
        store: The opened store.

    Returns:
        The exit code: 0, or 1 when it may not be done, or 130 when it was interrupted.
    """
    if isinstance(sys.stdout, TextIOWrapper):  # a terminal that cannot show a letter is shown its number
        sys.stdout.reconfigure(errors="backslashreplace")
    command: Callable[[argparse.Namespace, Store], Coroutine[Any, Any, None]] = options.run
    try:
        asyncio.run(command(options, store))
        sys.stdout.flush()
    except StoreError as refusal:
        print(f"kstore-tui: {refusal}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # nobody reads on, as after `| head -1`: nor does Python's last flush matter
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


async def _list(options: argparse.Namespace, store: "Store") -> None:
    rows = await store.operating.every_administrator()
    if options.json:
        print(json.dumps([_as_object(row) for row in rows], indent=2))
        return
    for row in rows:
        two_step = "invited" if row.is_invited else f"two-step {'on' if row.two_step_is_on else 'off'}"
        if row.is_held:
            two_step += ", held"
        last = "never" if row.last_login_at is None else f"{row.last_login_at:%Y-%m-%d %H:%M} UTC"
        address = safe_text(row.login_address)
        print(f"{address}\t{two_step}\tregistered {row.registered_at:%Y-%m-%d}\tlast login {last}")


def _as_object(row: "AdministratorRow") -> dict[str, object]:
    return {
        "login_address": row.login_address,
        "invited": row.is_invited,
        "held": row.is_held,
        "two_step_verification": row.two_step_is_on,
        "registered_at": row.registered_at.isoformat(),
        "registered_by": row.registered_by,
        "last_login_at": None if row.last_login_at is None else row.last_login_at.isoformat(),
    }


async def _register(options: argparse.Namespace, store: "Store") -> None:
    if options.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
        address = await store.registration.add_first(" ".join(options.email), password)
        tell(options, f"{address} is registered.", registered=[address])
        return
    addresses = await store.operating.register(" ".join(options.email))
    await send_what_is_due(store)
    tell(options, f"A registration code is on its way to {', '.join(addresses)}.", invited=addresses)


async def _delete(options: argparse.Namespace, store: "Store") -> None:
    await store.operating.delete(options.email)
    await send_what_is_due(store)
    tell(options, f"{options.email} was deleted.", deleted=options.email)


async def _release(options: argparse.Namespace, store: "Store") -> None:
    await store.operating.release(options.email)
    tell(options, f"{options.email} was released.", released=options.email)
