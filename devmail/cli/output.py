"""What is printed: lines on stdout, what is to be said on stderr."""

import io
import os
import sys
from contextlib import suppress

MISUSED = 2
"""The exit code when nothing could be started or read."""


class OutputOver(Exception):
    """Nothing more can be printed; what was to be said about it was said.

    Args:
        code: The exit code: 0 when nobody reads any more, 1 when it cannot be written.
    """

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def open_output() -> None:
    """Let no text be too foreign for any locale."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def print_line(line: str) -> None:
    """Print a line at once.

    Args:
        line: The line.

    Raises:
        OutputOver: It cannot be printed.
    """
    try:
        print(line, flush=True)
    except OSError as error:
        raise _over(error) from error


def print_bytes(content: bytes) -> None:
    """Print bytes as they are.

    Args:
        content: The bytes.

    Raises:
        OutputOver: They cannot be printed.
    """
    if sys.stdout is None:
        return
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    except OSError as error:
        raise _over(error) from error


def _over(error: OSError) -> OutputOver:
    # What Python would flush at its end has nowhere to go either.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return OutputOver(over(error))


def over(error: OSError) -> int:
    """Say why nothing more can be printed, unless it is that nobody reads any more.

    Args:
        error: What happened.

    Returns:
        The exit code: 0 when nobody reads any more, 1 when it cannot be written.
    """
    if isinstance(error, BrokenPipeError):
        return 0
    say(f"devmail: The lines cannot be written: {error.strerror or error}.")
    return 1


def say(line: str) -> None:
    """Say something on stderr, or nowhere: only what was asked for belongs to stdout.

    Args:
        line: The line.
    """
    if sys.stderr is not None:  # print would turn to stdout
        with suppress(OSError):  # nobody hears it, and there is nowhere else to say it
            print(line, file=sys.stderr, flush=True)


def refuse(line: str) -> int:
    """Say why something cannot be done.

    Args:
        line: The reason.

    Returns:
        The exit code.
    """
    say(f"devmail: {line}")
    return MISUSED
