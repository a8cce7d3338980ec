"""The log of unexpected errors, for the developers, without a word of what people typed."""

import os
from datetime import datetime
from pathlib import Path
from traceback import format_tb

from rich.text import Text


class UnexpectedError(Exception):
    """What is left on the terminal after an error that nobody expected; `str()` is the line."""

    def __rich__(self) -> Text:
        return Text(str(self))


def report(error: BaseException, folder: Path, now: datetime, *, served: bool = False) -> UnexpectedError:
    """Log an error; return the line that the person is left with, which names it by a reference.

    Args:
        error: The error.
        folder: Where the log is.
        now: When it happened.
        served: Whether the person has no account on this host, and can't read the log.
    """
    reference = f"{now:%Y%m%d-%H%M%S}"
    line = "Something went wrong and you have been logged out."
    try:
        log = _append(error, folder, now, reference)
    except OSError:
        return UnexpectedError(f"{line} The details couldn't be saved (reference {reference}).")
    if served:
        return UnexpectedError(f"{line} Tell the operator this reference: {reference}.")
    return UnexpectedError(f"{line} Details are in {log} (reference {reference}).")


def _append(error: BaseException, folder: Path, now: datetime, reference: str) -> Path:
    """Log the types of the errors and the code they came through.

    Messages and variables are left out: codes, passwords and addresses can be in them.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = [f"{now:%Y-%m-%d %H:%M:%S} UTC, reference {reference}\n"]
    cause: BaseException | None = error
    while cause is not None:
        lines += [f"{type(cause).__name__}\n", *format_tb(cause.__traceback__)]
        cause = cause.__cause__ or cause.__context__
    path = folder / "errors.log"
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w", encoding="utf-8"
    ) as log:
        log.write("".join(lines) + "\n")
    return path
