"""The operator's commands for administrators."""

import argparse
import sys

from kstore_tui.accounts.administrators import Operator
from kstore_tui.cli.outbox import send_what_is_due
from kstore_tui.cli.output import add_command, report, report_rows, sentence
from kstore_tui.core.errors import InvalidPassword
from kstore_tui.core.results import AdministratorRow
from kstore_tui.store import Store

_EMAIL = "login address"


def add_administrators_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    line = "list, register, delete or release administrators"
    administrators = commands.add_parser("administrators", help=line, description=sentence(line))
    what = administrators.add_subparsers(dest="what", required=True, metavar="COMMAND")
    add_command(what, "list", _list, "list all administrators")
    registering = add_command(
        what, "register", _register, "register administrators and email each a registration code"
    )
    registering.add_argument("email", nargs="+", metavar="EMAIL", help=_EMAIL)
    registering.add_argument(
        "--password-stdin",
        action="store_true",
        help="register the first administrator, reading the password from stdin",
    )
    for name, run, line in (
        ("delete", _delete, "delete an account or withdraw an invitation"),
        ("release", _release, "release an account that was put on hold after too many wrong codes"),
    ):
        add_command(what, name, run, line).add_argument("email", metavar="EMAIL", help=_EMAIL)


async def _list(options: argparse.Namespace, store: Store) -> None:
    rows = await store.administrators.every()
    report_rows(options, [(_as_columns(row), _as_object(row)) for row in rows])


def _as_columns(row: AdministratorRow) -> tuple[str, ...]:
    two_step = "invited" if row.is_invited else f"two-step {'on' if row.two_step_is_on else 'off'}"
    if row.is_held:
        two_step += ", on hold"
    registered = f"{'invited' if row.is_invited else 'registered'} {row.registered_at:%Y-%m-%d}"
    last = "never logged in"
    if row.last_login_at is not None:
        last = f"last login {row.last_login_at:%Y-%m-%d %H:%M} UTC"
    return (row.login_address, two_step, registered, last)


def _as_object(row: AdministratorRow) -> dict[str, object]:
    return {
        "login_address": row.login_address,
        "invited": row.is_invited,
        "held": row.is_held,
        "two_step_verification": row.two_step_is_on,
        "registered_at": row.registered_at,
        "registered_by": row.registered_by,
        "last_login_at": row.last_login_at,
    }


async def _register(options: argparse.Namespace, store: Store) -> None:
    if options.password_stdin:
        address = await store.registration.add_first(" ".join(options.email), _password())
        report(options, f"Registered {address}.", registered=[address])
        return
    addresses = await store.administrators.register(Operator(), " ".join(options.email))
    line = f"Invited {', '.join(addresses)}."
    await send_what_is_due(store)
    every = await store.administrators.every()
    emailed = [row.login_address for row in every if row.login_address in addresses and row.code_until]
    if emailed:
        line += f" Emailed a registration code to {', '.join(emailed)}."
    report(options, line, invited=addresses)


def _password() -> str:
    """Read a password from stdin: as UTF-8, as screens do, whatever the locale says."""
    if sys.stdin is None:
        raise InvalidPassword("There is no stdin to read the password from.")
    try:
        return sys.stdin.buffer.readline().decode().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise InvalidPassword("The password from stdin isn't valid UTF-8 text.") from error


async def _delete(options: argparse.Namespace, store: Store) -> None:
    id_ = await store.administrators.id_of(options.email)
    is_invited = any(row.id == id_ and row.is_invited for row in await store.administrators.every())
    await store.administrators.delete(Operator(), id_)
    await send_what_is_due(store)
    did = "Withdrew the invitation for" if is_invited else "Deleted"
    report(options, f"{did} {options.email}.", deleted=options.email)


async def _release(options: argparse.Namespace, store: Store) -> None:
    await store.administrators.release(Operator(), await store.administrators.id_of(options.email))
    report(options, f"Released {options.email}.", released=options.email)
