"""What devmail and its commands take on the command line."""

import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from datetime import timedelta
from math import isfinite
from pathlib import Path

from devmail.store.limits import Limits

PASSWORD = "DEVMAIL_PASSWORD"  # noqa: S105
"""The variable with the password of `--user`: others on the host can see a command line."""
_CODE = "regular expression for the code; uses the first match, or its group 1"
_ENDLESS = 2**63 - 1
_ABOUT = """\
A development mail server that shows the codes in the emails it receives.

Outside a terminal it prints one line per email: time, recipients, subject, and code or link.
These commands read the same inbox, whether devmail is running or not:

  devmail wait     print the code emailed to an address, waiting if needed
  devmail list     list emails, one per line
  devmail show     print one email
  devmail clear    delete all emails

See `devmail COMMAND --help` for their options."""
_ABOUT_WAIT = """\
Print the code of the newest email to an address, or wait for the first one to arrive:

  curl -s https://shop.example/login -d email=ada@example.com
  code=$(devmail wait --to ada@example.com --since 30s)

Only emails with a code count (with --link, only emails with a link); others are skipped. With --json
alone, any email that matches is printed.

Exit codes: 0 if found, 1 if nothing arrived in time, 2 for wrong usage or an inbox that can't be read."""
_ABOUT_FAULTS = """\
A recipient can request a fault too, at any domain: fail+451@ is rejected with that code,
slow+5@ waits 5 seconds, drop@ drops the connection, drop+data@ in the middle of the email."""
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def parse(arguments: Sequence[str] | None = None) -> Namespace:
    """Return what is asked for, with the command's name or None as `command`.

    Raises:
        SystemExit: Help or the version was printed, or a line about what is wrong.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    commands = {"wait": _wait, "list": _list, "show": _show, "clear": _clear}
    command = words.pop(0) if words and words[0] in commands else None
    parser = commands[command]() if command else _serving()
    options, unknown = parser.parse_known_args(words, Namespace(command=command))
    if unknown and command is None and unknown[0] in commands:
        parser.error(f"put the command first: devmail {unknown[0]}")
    if unknown:
        parser.error(f"unknown argument: {' '.join(unknown)}")
    return options


class _Parser(ArgumentParser):
    def __init__(self, prog: str, text: str) -> None:
        form = RawDescriptionHelpFormatter
        super().__init__(prog, description=text, formatter_class=form, allow_abbrev=False)

    def add_common(self) -> None:
        self.add_argument("--store", type=Path, metavar="FILE", help="inbox file")
        self.add_argument("--json", action="store_true", help="print one JSON object per line")


def _serving() -> _Parser:
    parser = _Parser("devmail", _ABOUT)
    parser.usage = "devmail [OPTIONS]\n       devmail COMMAND [OPTIONS]"
    add = parser.add_argument
    add("--version", action="store_true", help="print the version")
    add("--plain", action="store_true", help="print lines, even in a terminal")
    add("--json", action="store_true", help="print one JSON object per line")
    add("--theme", choices=("dark", "light"), default="dark", help="the view's colors (dark)")
    add("--code", type=_pattern, metavar="REGEX", help=_CODE)

    add = parser.add_argument_group("receiving").add_argument
    add("--host", type=_filled, default="127.0.0.1", help="address to listen on (127.0.0.1)")
    add("--port", type=_whole(0, 65535), default=1025, help="port to listen on (1025); 0 picks a free one")
    add("--largest-mb", type=_above_0(1000), metavar="N", help="size limit for an email in megabytes (32)")
    add("--user", metavar="NAME", help=f"accept only this login, with the password in {PASSWORD}")
    add("--tls", choices=("starttls", "implicit"), help="offer STARTTLS, or encrypt from the first byte")
    add("--tls-cert", type=Path, metavar="FILE", help="certificate to use; otherwise one is generated")
    add("--tls-key", type=Path, metavar="FILE", help="key of --tls-cert")

    group = parser.add_argument_group("keeping", "The oldest emails beyond any of these limits are deleted.")
    where = group.add_mutually_exclusive_group()
    where.add_argument("--store", type=Path, metavar="FILE", help="inbox file")
    where.add_argument("--memory", action="store_true", help="keep emails in memory until devmail ends")
    kept = Limits()
    for name, type, default, what in (
        ("--keep", _whole(1, 1_000_000), kept.mails, "number of emails"),
        ("--keep-days", _above_0(36_500), kept.days, "age in days"),
        ("--keep-mb", _above_0(1_000_000), kept.megabytes, "total megabytes"),
    ):
        group.add_argument(name, type=type, default=default, metavar="N", help=f"{what} ({default})")

    add = parser.add_argument_group("simulating faults", _ABOUT_FAULTS).add_argument
    first, rate = "reject the first N emails with 451", "reject with 421 after N emails per minute"
    add("--fail-first", type=_whole(1, 1_000_000), default=0, metavar="N", help=first)
    add("--most-a-minute", type=_whole(1, 1_000_000), default=0, metavar="N", help=rate)
    add("--delay", type=_above_0(1000), default=0, metavar="SECONDS", help="wait before answering each email")
    add("--drop", action="store_true", help="drop the connection in the middle of each email")
    add("--fail-login", action="store_true", help="reject every login")
    return parser


def _wait() -> _Parser:
    parser = _Parser("devmail wait", _ABOUT_WAIT)
    add = parser.add_argument
    add("--to", type=_filled, required=True, metavar="ADDRESS", help="address the email was sent to")
    add("--subject", default="", metavar="TEXT", help="text in its subject")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--link", action="store_true", help="print the link that logs in or confirms instead")
    what.add_argument("--code", type=_pattern, metavar="REGEX", help=_CODE)
    after = "only emails received after this one, or after now"
    add("--after", type=_after, default=0, metavar="ID|now", help=after)
    add("--since", type=_time, metavar="TIME", help="only emails from the last 30s, 5m, 2h or 1d")
    add("--timeout", type=_time, default=_time("10"), metavar="TIME", help="how long to wait (10s)")
    parser.add_common()
    return parser


def _list() -> _Parser:
    text = "List emails, newest first: id, time (UTC), recipients, subject, and code or link."
    parser = _Parser("devmail list", text)
    parser.add_argument("--search", default="", metavar="WORDS", help="only emails with all of these words")
    parser.add_argument("--limit", type=_whole(1), default=-1, metavar="N", help="maximum number of emails")
    parser.add_common()
    return parser


def _show() -> _Parser:
    parser = _Parser("devmail show", "Print one email: its main fields, its code or link, and its text.")
    parser.add_argument("id", type=_id_or_newest, metavar="ID", help="as in `devmail list`, or `newest`")
    form = parser.add_mutually_exclusive_group()
    for name, what in (
        ("text", "only its text"),
        ("html", "its HTML source"),
        ("headers", "all header fields, decoded"),
        ("raw", "its raw bytes"),
        ("session", "the SMTP session that brought it"),
    ):
        form.add_argument(f"--{name}", action="store_const", dest="form", const=name, help=what)
    parser.add_common()
    return parser


def _clear() -> _Parser:
    parser = _Parser("devmail clear", "Delete all emails.")
    parser.add_common()
    return parser


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise ArgumentTypeError(f"invalid regular expression: {error}") from error


def _filled(text: str) -> str:
    if not text.strip():  # as of a variable that is not set: all addresses, or an email that never comes
        raise ArgumentTypeError("must not be empty")
    return text


def _whole(least: int, most: int = _ENDLESS) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text) if text.isdecimal() and len(text) < 20 else -1
        if not least <= number <= most:
            raise ArgumentTypeError(f"must be {least} " + (f"to {most}" if most < _ENDLESS else "or more"))
        return number

    return read


def _above_0(most: int) -> Callable[[str], float]:
    def read(text: str) -> float:
        number = _number(text)
        if not 0 < number <= most:
            raise ArgumentTypeError(f"must be above 0, and at most {most}")
        return number

    return read


def _number(text: str) -> float:
    """Return a number; -1 if it isn't one that is finite."""
    try:
        number = float(text)
    except ValueError:
        return -1
    return number if isfinite(number) else -1


def _id_or_newest(text: str) -> int | None:
    return None if text == "newest" else _whole(1)(text)


def _after(text: str) -> int | None:
    return None if text == "now" else _whole(0)(text)


def _time(text: str) -> timedelta:
    """Return a time as it is written: 30, 30s, 1.5m, 2h, 1d."""
    unit = _UNITS.get(text[-1:], 0)
    number = _number(text[:-1] if unit else text) * (unit or 1)
    if not 0 <= number <= 366 * 86400:
        raise ArgumentTypeError("must be a time such as 30s, 5m, 2h or 1d")
    return timedelta(seconds=number)
