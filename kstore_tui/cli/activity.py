"""The operator's command for activity: a line for each row, as it is read."""

import argparse
import json
import re
from dataclasses import asdict
from datetime import datetime, timedelta

from kstore_tui.activity.search import ALWAYS, read_period
from kstore_tui.cli.output import print_row
from kstore_tui.core.errors import InvalidDate
from kstore_tui.core.events import EventKind
from kstore_tui.store import Store


def add_activity_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    activity = commands.add_parser(
        "activity",
        help="print what happened in the store, newest first",
        description="Print what happened in the store, newest first: time, event, who, about whom and "
        "origin, separated by tabs.",
    )
    activity.add_argument("--json", action="store_true", help="print one JSON object per line")
    activity.add_argument("--limit", metavar="N", type=_whole_number, help="only the newest N events")
    activity.add_argument(
        "--since",
        metavar="WHEN",
        type=_since,
        default=ALWAYS.begin,
        help="only events since a date (2026-11-20) or in the last 3d or 12h",
    )
    activity.add_argument(
        "--search",
        metavar="TEXT",
        default="",
        help="match the start of an address or origin, a day (2026-11-20) or a month (2026-11)",
    )
    activity.add_argument(
        "--what",
        metavar="KIND",
        choices=[what.value for what in EventKind],
        help=f"only this kind of event: {', '.join(EventKind)}",
    )
    activity.set_defaults(run=_print)


def _whole_number(typed: str) -> int:
    if not typed.isdecimal():
        raise argparse.ArgumentTypeError("enter a whole number")
    return int(typed)


def _since(typed: str) -> datetime | timedelta:
    try:
        period = read_period(typed)
    except InvalidDate as error:
        raise argparse.ArgumentTypeError(str(error).removesuffix(".")) from None
    if period is not None:
        return period.begin
    if (match := re.fullmatch("([0-9]{1,5})([dh])", typed)) is None:
        raise argparse.ArgumentTypeError("enter a day such as 2026-11-20, or 3d, or 12h")
    return timedelta(hours=int(match[1]) * (24 if match[2] == "d" else 1))


async def _print(options: argparse.Namespace, store: Store) -> None:
    kind = None if options.what is None else EventKind(options.what)
    since = store.clock() - options.since if isinstance(options.since, timedelta) else options.since
    async for row in store.activity.every(options.search, kind, options.limit, since):
        if options.json:
            print(json.dumps(asdict(row), default=datetime.isoformat))
        else:
            moment = f"{row.at:%Y-%m-%d %H:%M:%S} UTC"
            print_row((moment, row.what.words, row.who, row.about, row.origin))
