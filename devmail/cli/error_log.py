"""Unexpected errors, logged for developers of devmail without a word of any mail."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from traceback import format_tb

from devmail.text import one_line


def log_error(error: BaseException, folder: Path, now: datetime) -> str:
    """Append an error to the folder's log, and return a line about it.

    The log has the types of the errors and the lines of code they came through, but not their messages or
    any variables: those may hold mails and codes.
    """
    lines = [f"{now:%Y-%m-%d %H:%M:%S} UTC\n"]
    cause: BaseException | None = error
    while cause is not None:
        lines += [f"{type(cause).__name__}\n", *format_tb(cause.__traceback__)]
        cause = cause.__cause__ or cause.__context__
    log = folder / "errors.log"
    told = f"Something went wrong ({type(error).__name__})."
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w") as file:
            file.write("".join(lines) + "\n")
    except OSError:
        return f"{told} The details couldn't be saved."
    return f"{told} Details are in {one_line(str(log))}."


class _Reporter(logging.Handler):
    def __init__(self, report: Callable[[BaseException], object]) -> None:
        super().__init__(logging.ERROR)
        self._report = report

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1] is not None:
            self._report(record.exc_info[1])


@contextmanager
def logged_errors_reported(report: Callable[[BaseException], object]) -> Iterator[None]:
    """Report errors that are logged during the block, instead of a traceback in the middle of the output."""
    handler = _Reporter(report)
    log = logging.getLogger("devmail")
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
