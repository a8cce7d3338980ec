"""The `devmail` command, and `python -m devmail`."""

import signal
import sys
from collections.abc import Sequence

from devmail.cli.parser import parse


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve, or run the command that was named, and return the exit code."""
    options = parse(arguments)
    try:
        # Each is loaded only if it is asked for: `wait` needs no mail server.
        if options.command is not None:
            from devmail.cli.commands import run_command

            return run_command(options)
        if options.version:
            from importlib.metadata import version

            print(f"devmail {version('kstore-tui')}")
            return 0
        from devmail.cli.serve import serve

        return serve(options)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main())
