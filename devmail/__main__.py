"""The `devmail` command, and `python -m devmail`."""

import signal
import sys
from collections.abc import Sequence

from devmail.cli.command_line import read_command_line


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve, or run the command that was named; what it takes is loaded only then.

    Args:
        arguments: The words after the program's name; without them, those of this process.

    Returns:
        The exit code.
    """
    options = read_command_line(arguments)
    try:
        if options.command is None:
            from devmail.cli.serving import serve

            return serve(options)
        from devmail.cli.reading import run_command

        return run_command(options)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main())
