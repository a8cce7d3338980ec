"""The operator's command for activity: a line for each row, as it is read."""

import argparse
import json
from typing import TYPE_CHECKING

from kstore_tui.events import What
from kstore_tui.safe_text import safe_text

if TYPE_CHECKING:
    from kstore_tui.outcomes import ActivityRow
    from kstore_tui.store import Store


def add_activity_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add it to a command line.

    Args:
        commands: Its sub-commands.
    """
    activity = commands.add_parser(
        "activity",
        help="what happened, newest first",
        description="Prints when, what, who, about whom and from where, with tabs between them.",
    )
    activity.add_argument("--json", action="store_true", help="an object a line, for programs")
    activity.add_argument("--limit", metavar="N", type=_whole_number, help="the newest N rows only")
    activity.add_argument(
        "--search", metavar="TEXT", default="", help="the beginning of an address or origin"
    )
    activity.add_argument(
        "--what", metavar="KIND", choices=[what.value for what in What], help=f"one of {', '.join(What)}"
    )
    activity.set_defaults(run=_print)


def _whole_number(typed: str) -> int:
    if not typed.isdecimal():
        raise argparse.ArgumentTypeError("give a whole number.")
    return int(typed)


async def _print(options: argparse.Namespace, store: "Store") -> None:
    kind = None if options.what is None else What(options.what)
    async for row in store.activity.every(options.search, kind, options.limit):
        print(json.dumps(_as_object(row)) if options.json else "\t".join(_as_words(row)))


def _as_object(row: "ActivityRow") -> dict[str, object]:
    return {
        "id": row.id,
        "at": row.at.isoformat(),
        "what": row.what.value,
        "who": row.who,
        "about": row.about,
        "origin": row.origin,
    }


def _as_words(row: "ActivityRow") -> tuple[str, ...]:
    return (
        f"{row.at:%Y-%m-%d %H:%M:%S} UTC",
        row.what.words,
        *(safe_text(text) for text in (row.who, row.about, row.origin)),
    )
