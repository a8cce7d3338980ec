"""What the command line asks for; an option that its command has no use for is not passed over."""

from argparse import Namespace
from collections.abc import Sequence

from devmail.cli.parser import CommandParser, make_parser

_FOR_ALL = frozenset(("command", "json", "store"))
"""What may stand before the name of a command that reads mails."""
_NOT_GIVEN = object()


def read_command_line(arguments: Sequence[str] | None) -> Namespace:
    """Return what is asked for.

    Args:
        arguments: The words after the program's name; without them, those of this process.

    Raises:
        SystemExit: It is asked for help, which is printed, or in a wrong way, which is told.
    """
    serving, commands = make_parser()
    usual = vars(serving.parse_args([]))
    # So that what was given is known, also where it is what it would be anyhow.
    serving.set_defaults(**dict.fromkeys(usual, _NOT_GIVEN))
    options, left = serving.parse_known_args(arguments)
    given = {name: value for name, value in vars(options).items() if value is not _NOT_GIVEN}
    command = given.get("command")
    asked = serving if command is None else commands[command]
    if command is not None:
        left += ["--" + name.replace("_", "-") for name in given if name in usual and name not in _FOR_ALL]
    for word in left:
        if takers := [parser for parser in (serving, *commands.values()) if parser.takes(word)]:
            asked.error(f"{word.partition('=')[0]} is an option of {_named(takers)}")
    if left:
        asked.error(f"there is nothing like {' '.join(left)}")
    return Namespace(**(usual | given))


def _named(takers: Sequence[CommandParser]) -> str:
    names = [parser.prog if " " in parser.prog else f"{parser.prog} without a command" for parser in takers]
    return " and ".join(names)
