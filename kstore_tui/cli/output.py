"""How the operator's commands tell how they went: to a person on stderr, to a program on stdout."""

import argparse
import json
import sys


def add_json(parser: argparse.ArgumentParser) -> None:
    """Give a command the option to tell a program how it went."""
    parser.add_argument("--json", action="store_true", help="tell it on stdout as JSON, for programs")


def tell(options: argparse.Namespace, line: str, **facts: object) -> None:
    """Say how it went.

    Args:
        options: The command line.
        line: For a person.
        facts: The same for a program.
    """
    if options.json:
        print(json.dumps(facts))
    else:
        print(line, file=sys.stderr)
