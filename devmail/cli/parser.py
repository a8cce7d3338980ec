"""What devmail and its commands take on the command line."""

import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from datetime import timedelta
from math import isfinite
from pathlib import Path

from devmail.numbers import amount, count, seconds, whole
from devmail.store.limits import Limits

PASSWORD = "DEVMAIL_PASSWORD"  # noqa: S105
"""The variable with the password of `--user`: others on the host can see a command line."""
_LIMITS = Limits()
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

Exit codes: 0 if found, 1 if nothing arrived in time, 2 for incorrect usage or if the inbox can't be read."""
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def parse(arguments: Sequence[str] | None = None) -> Namespace:
    """Return what is asked for, with the command's name or None as `command`.

    Raises:
        SystemExit: Help or the version was printed, or a line about what is wrong.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    parsers = {None: _serving(), "wait": _wait(), "list": _list(), "show": _show(), "clear": _clear()}
    command = words.pop(0) if words and words[0] in parsers else None
    parser = parsers[command]
    options, unknown = parser.parse_known_args(words, Namespace(command=command))
    for word in unknown:
        option = word.partition("=")[0]
        if owners := [other.prog for other in parsers.values() if option in other.option_names]:
            parser.error(f"{option} is an option of {' and '.join(f'`{owner}`' for owner in owners)}")
        if command is None and word in parsers:
            parser.error(f"put the command first: devmail {word}")
    if unknown:
        parser.error(f"unknown argument: {' '.join(unknown)}")
    return options


class _Parser(ArgumentParser):
    def __init__(self, prog: str, description: str) -> None:
        super().__init__(
            prog, description=description, formatter_class=RawDescriptionHelpFormatter, allow_abbrev=False
        )

    @property
    def option_names(self) -> frozenset[str]:
        return frozenset(self._option_string_actions)  # argparse has no public list of them


def _serving() -> _Parser:
    parser = _Parser("devmail", _ABOUT)
    parser.usage = "devmail [OPTIONS]\n       devmail COMMAND [OPTIONS]"
    add = parser.add_argument
    add("--version", action="store_true", help="print the version")
    add("--plain", action="store_true", help="print lines, even in a terminal")
    add("--json", action="store_true", help="print one JSON object per line")
    add("--theme", choices=("dark", "light"), default="dark", help="the view's colors (dark)")
    _add_code(parser.add_argument)

    add = parser.add_argument_group("receiving").add_argument
    add("--host", type=_host, default="127.0.0.1", help="address to listen on (127.0.0.1)")
    add("--port", type=_port, default=1025, help="port to listen on (1025); 0 picks a free one")
    add("--largest-mb", type=amount(1000), metavar="N", help="size limit for an email in megabytes (32)")
    add("--user", metavar="NAME", help="require this user name (default: accept any login, or none)")
    add(
        "--password-file",
        type=Path,
        metavar="FILE",
        help=f"file with the password for --user (or set {PASSWORD})",
    )
    add("--tls", choices=("starttls", "implicit"), help="offer STARTTLS, or encrypt from the first byte")
    add("--tls-cert", type=Path, metavar="FILE", help="certificate to use; otherwise one is generated")
    add("--tls-key", type=Path, metavar="FILE", help="key of --tls-cert")
    where = "where to write the CA of a generated certificate (beside the inbox)"
    add("--authority", type=Path, metavar="FILE", help=where)

    group = parser.add_argument_group("keeping", "The oldest emails beyond any of these limits are deleted.")
    where_to = group.add_mutually_exclusive_group()
    where_to.add_argument("--store", type=Path, metavar="FILE", help="inbox file")
    where_to.add_argument("--memory", action="store_true", help="keep emails in memory until devmail ends")
    add = group.add_argument
    add("--keep", type=count, metavar="N", default=_LIMITS.mails, help=f"number of emails ({_LIMITS.mails})")
    days, megabytes = _LIMITS.days, _LIMITS.megabytes
    add("--keep-days", type=amount(36_500), metavar="N", default=days, help=f"age in days ({days})")
    add("--keep-mb", type=amount(), metavar="N", default=megabytes, help=f"total megabytes ({megabytes})")

    add = parser.add_argument_group(
        "simulating faults",
        "A recipient can request a fault too, at any domain: fail+451@ is rejected with that code,\n"
        "slow+5@ waits 5 seconds, drop@ drops the connection, drop+data@ in the middle of the email.",
    ).add_argument
    add("--fail-first", type=count, default=0, metavar="N", help="reject the first N emails with 451")
    add(
        "--most-a-minute",
        type=count,
        default=0,
        metavar="N",
        help="reject with 421 after N emails per minute",
    )
    add(
        "--delay",
        type=seconds,
        default=0,
        metavar="SECONDS",
        help="wait this long before answering each email",
    )
    add("--drop", action="store_true", help="drop the connection in the middle of each email")
    add("--fail-login", action="store_true", help="reject every login")
    return parser


def _wait() -> _Parser:
    parser = _Parser("devmail wait", _ABOUT_WAIT)
    add = parser.add_argument
    add("--to", type=_address, required=True, metavar="ADDRESS", help="address the email was sent to")
    add("--subject", default="", metavar="TEXT", help="text in its subject")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--link", action="store_true", help="print the link that logs in or confirms instead")
    _add_code(what.add_argument)
    add(
        "--after",
        type=_after,
        default=0,
        metavar="ID|now",
        help="only emails received after this one, or after now",
    )
    add("--since", type=_time, metavar="TIME", help="only emails from the last 30s, 5m, 2h or 1d")
    add("--timeout", type=_time, default=_time("10"), metavar="TIME", help="how long to wait (10s)")
    _add_common(parser)
    return parser


def _list() -> _Parser:
    text = "List emails, newest first: id, time (UTC), recipients, subject, and code or link."
    parser = _Parser("devmail list", text)
    parser.add_argument("--search", default="", metavar="WORDS", help="only emails with all of these words")
    parser.add_argument("--limit", type=_id, default=-1, metavar="N", help="maximum number of emails")
    _add_common(parser)
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
    _add_common(parser)
    return parser


def _clear() -> _Parser:
    parser = _Parser("devmail clear", "Delete all emails.")
    _add_common(parser)
    return parser


def _add_common(parser: ArgumentParser) -> None:
    parser.add_argument("--store", type=Path, metavar="FILE", help="inbox file")
    parser.add_argument("--json", action="store_true", help="print one JSON object per line")


def _add_code(add: Callable[..., object]) -> None:
    what = "regular expression for the code; uses the first match, or its group 1"
    add("--code", type=_pattern, metavar="REGEX", help=what)


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise ArgumentTypeError(f"invalid regular expression: {error}") from error


def _host(text: str) -> str:
    if not text.strip():  # this would mean all addresses
        raise ArgumentTypeError("must be an address, such as 127.0.0.1")
    return text


def _port(text: str) -> int:
    number = whole(text)
    if number is None or number > 65535:
        raise ArgumentTypeError("must be 0 to 65535")
    return number


def _address(text: str) -> str:
    if not text.strip():  # as of a variable that is not set: no mail would ever come
        raise ArgumentTypeError("must be an email address")
    return text


def _id(text: str) -> int:
    number = whole(text)
    if number is None or not 0 < number < 2**63:
        raise ArgumentTypeError("must be 1 or more")
    return number


def _id_or_newest(text: str) -> int | None:
    return None if text == "newest" else _id(text)


def _after(text: str) -> int | None:
    return None if text == "now" else 0 if text == "0" else _id(text)


def _time(text: str) -> timedelta:
    """Return a time as it is written: 30, 30s, 1.5m, 2h, 1d."""
    unit = _UNITS.get(text[-1:], 0)
    try:
        number = float(text[:-1] if unit else text) * (unit or 1)
    except ValueError:
        number = -1
    if not (isfinite(number) and 0 <= number <= 366 * 86400):
        raise ArgumentTypeError("must be a time such as 30s, 5m, 2h or 1d")
    return timedelta(seconds=number)
