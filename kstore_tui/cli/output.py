"""Report a command's result: rows on stdout, messages on stderr, and with --json everything on stdout."""

import argparse
import json
import sys
from collections.abc import Callable, Coroutine, Iterable
from datetime import datetime
from typing import Any

from kstore_tui.core.text import safe_text
from kstore_tui.store import Store


def add_command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace, Store], Coroutine[Any, Any, None]],
    help_line: str,
) -> argparse.ArgumentParser:
    """Add a command that can report its result as JSON."""
    parser = commands.add_parser(name, help=help_line, description=sentence(help_line))
    parser.add_argument("--json", action="store_true", help="print the result as JSON on stdout")
    parser.set_defaults(run=run)
    return parser


def sentence(help_line: str) -> str:
    """Return a command's line of help as the sentence above its own help."""
    return f"{help_line[0].upper()}{help_line[1:]}."


def report(options: argparse.Namespace, line: str, **facts: object) -> None:
    """Report a result: a line for a person, or the same facts as a JSON object."""
    if options.json:
        print(json.dumps(facts))
    else:
        warn(line)


def report_rows(
    options: argparse.Namespace, rows: Iterable[tuple[tuple[str, ...], dict[str, object]]]
) -> None:
    """Report rows: a line for each, with tabs between its columns, or a JSON array of objects."""
    if options.json:
        print(json.dumps([facts for _, facts in rows], indent=2, default=datetime.isoformat))
    else:
        for columns, _ in rows:
            print_row(columns)


def print_row(columns: Iterable[str]) -> None:
    """Print a row with tabs between its columns; nothing in them acts on the terminal."""
    print("\t".join(safe_text(column) for column in columns))


def warn(line: str) -> None:
    print(line, file=sys.stderr)


def refuse(line: str) -> None:
    warn(f"kstore-tui: {line}")
