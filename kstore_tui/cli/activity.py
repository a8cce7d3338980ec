"""The operator's command for activity: a line for each row, as it is read."""

import argparse
import json
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kstore_tui.activity.periods import ALWAYS, read_period
from kstore_tui.core.errors import InvalidDate
from kstore_tui.core.events import EventKind
from kstore_tui.core.text import safe_text

if TYPE_CHECKING:
    from kstore_tui.core.results import ActivityRow
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
        "--since",
        metavar="WHEN",
        type=_since,
        default=ALWAYS.begin,
        help="from a day on, such as 2026-11-20, or the last days or hours, such as 3d or 12h",
    )
    activity.add_argument(
        "--search",
        metavar="TEXT",
        default="",
        help="the beginning of an address or origin, a day such as 2026-11-20, a month such as 2026-11",
    )
    activity.add_argument(
        "--what",
        metavar="KIND",
        choices=[what.value for what in EventKind],
        help=f"one of {', '.join(EventKind)}",
    )
    activity.set_defaults(run=_print)


def _whole_number(typed: str) -> int:
    if not typed.isdecimal():
        raise argparse.ArgumentTypeError("give a whole number.")
    return int(typed)


def _since(typed: str) -> datetime | timedelta:
    try:
        period = read_period(typed)
    except InvalidDate as refusal:
        raise argparse.ArgumentTypeError(str(refusal)) from None
    if period is not None:
        return period.begin
    if (match := re.fullmatch("([0-9]{1,5})([dh])", typed)) is None:
        raise argparse.ArgumentTypeError("give a day such as 2026-11-20, or 3d, or 12h.")
    hours = int(match[1]) * (24 if match[2] == "d" else 1)
    return timedelta(hours=hours)


async def _print(options: argparse.Namespace, store: "Store") -> None:
    kind = None if options.what is None else EventKind(options.what)
    since = store.clock() - options.since if isinstance(options.since, timedelta) else options.since
    async for row in store.activity.every(options.search, kind, options.limit, since):
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
