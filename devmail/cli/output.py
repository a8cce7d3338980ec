"""What is printed: what was asked for on stdout, everything else on stderr."""

import os
import sys
from contextlib import suppress

MISUSED = 2  # the exit code when nothing could be started or read


def say(line: str) -> None:
    """Print a line on stderr, or nowhere."""
    if sys.stderr is not None:  # print would use stdout instead
        with suppress(OSError):  # there is nowhere else to say it
            print(line, file=sys.stderr, flush=True)


def refuse(line: str) -> int:
    """Say why something cannot be done, and return the exit code."""
    say(f"devmail: {line}")
    return MISUSED


def end_of_output(error: OSError) -> int:
    """Return the exit code after stdout failed: 0 if its reader has gone, else 1, and say why."""
    with suppress(OSError, AttributeError):  # what Python would still flush at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return 0
    say(f"devmail: Can't write the output: {error.strerror or error}.")
    return 1
