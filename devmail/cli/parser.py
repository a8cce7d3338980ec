"""The words of the command line."""

from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, RawDescriptionHelpFormatter
from collections.abc import Mapping
from datetime import timedelta
from math import isfinite
from typing import Any

from devmail.cli.keeping_options import add_keeping_options, add_store_option
from devmail.cli.receiving_options import add_receiving_options
from devmail.numbers import whole

_ABOUT_WAIT = """\
Print the code of the newest mail to an address, or wait for the first that comes:

  curl -s https://shop.example/login -d email=ada@example.com
  code=$(devmail wait --to ada@example.com --since 30s)

Only a mail with a code counts, or with --link one with a link: while the mails that match bring
none, it waits on for one that does. With --json alone any mail that matches is printed.

Exit codes: 0, 1 when no such mail came in time, 2 when it was asked in a wrong way or the inbox
cannot be read."""
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class CommandParser(ArgumentParser):
    """The parser of one command."""

    def takes(self, word: str) -> bool:
        """Tell whether a word is an option of this command.

        Args:
            word: As `--port` or `--port=1025`.
        """
        return word.partition("=")[0] in self._option_string_actions


def make_parser() -> tuple[CommandParser, Mapping[str, CommandParser]]:
    """Return the parser of devmail, which serves when it is given no command, and those of its commands."""
    parser = CommandParser(
        prog="devmail",
        description="A development mail server that shows the codes of the mails it receives.",
        epilog="Without a terminal it prints a line for each mail: when, to whom, what, code or link.",
    )
    parser.add_argument("--plain", action="store_true", help="print lines, also in a terminal")
    parser.add_argument("--json", action="store_true", help="print each mail as a JSON object on a line")
    parser.add_argument(
        "--theme", choices=("dark", "light"), default="dark", help="how the view looks (dark)"
    )
    add_receiving_options(parser)
    add_keeping_options(parser)
    commands = parser.add_subparsers(
        dest="command", title="commands", description="They read the same inbox, whether devmail runs or not."
    )
    _add_wait(commands)
    _add_list(commands)
    _add_show(commands)
    clear = commands.add_parser("clear", help="delete all mails", description="Delete all mails.")
    _add_common(clear)
    return parser, commands.choices


def _add_wait(commands: Any) -> None:
    wait = commands.add_parser(
        "wait",
        help="print the code that came or comes to an address",
        description=_ABOUT_WAIT,
        formatter_class=RawDescriptionHelpFormatter,
    )
    wait.add_argument(
        "--to", type=_address, required=True, metavar="ADDRESS", help="the address that the mail went to"
    )
    wait.add_argument("--subject", metavar="TEXT", help="what is in its subject")
    wait.add_argument("--link", action="store_true", help="print the link that logs in or confirms instead")
    wait.add_argument(
        "--after", type=_after, default=0, metavar="ID|now", help="only mails that came after that one"
    )
    wait.add_argument("--since", type=_time, metavar="TIME", help="only mails of the last 30s, 5m, 2h or 1d")
    wait.add_argument(
        "--timeout", type=_time, default=_time("10"), metavar="TIME", help="how long to wait (10s)"
    )
    _add_common(wait)


def _add_list(commands: Any) -> None:
    text = "Print the mails, the newest first: number, time, recipients, subject and code or link."
    list_ = commands.add_parser("list", help="print the mails, a line for each", description=text)
    list_.add_argument(
        "--search", default="", metavar="WORDS", help="only those with all these words in them"
    )
    list_.add_argument("--limit", type=_number, metavar="N", help="how many at most")
    _add_common(list_)


def _add_show(commands: Any) -> None:
    text = "Print one mail: what it is, and its text."
    show = commands.add_parser("show", help="print one mail", description=text)
    show.add_argument("id", type=_id, metavar="ID", help="its number, as `list` prints it, or `newest`")
    form = show.add_mutually_exclusive_group()
    form.add_argument("--text", action="store_const", dest="form", const="text", help="its text alone")
    form.add_argument(
        "--headers", action="store_const", dest="form", const="headers", help="its header fields"
    )
    form.add_argument("--raw", action="store_const", dest="form", const="raw", help="its bytes as they came")
    form.add_argument(
        "--session",
        action="store_const",
        dest="form",
        const="session",
        help="the SMTP session that brought it",
    )
    _add_common(show)


def _add_common(command: ArgumentParser) -> None:
    add_store_option(command)
    # As for the store, what stands before the command's name is to stay.
    command.add_argument("--json", action="store_true", default=SUPPRESS, help="print JSON, an object a line")


def _address(text: str) -> str:
    if not text.strip():  # as of a variable that is not set: no mail would ever come
        raise ArgumentTypeError("give an address")
    return text


def _number(text: str) -> int:
    number = whole(text)
    if number is None or not 0 < number < 2**63:
        raise ArgumentTypeError("give a number from 1 on")
    return number


def _id(text: str) -> int | None:
    return None if text == "newest" else _number(text)


def _after(text: str) -> int | None:
    if text == "now":
        return None
    number = whole(text)
    if number is None or number >= 2**63:
        raise ArgumentTypeError("give the number of a mail, or `now`")
    return number


def _time(text: str) -> timedelta:
    """Return a time as it is written: 30, 30s, 1.5m, 2h, 1d."""
    unit = _SECONDS.get(text[-1:], 0)
    try:
        seconds = float(text[:-1] if unit else text) * (unit or 1)
    except ValueError:
        seconds = -1
    if not (isfinite(seconds) and 0 <= seconds <= 366 * 86400):
        raise ArgumentTypeError("give a time such as 30s, 5m, 2h or 1d")
    return timedelta(seconds=seconds)
