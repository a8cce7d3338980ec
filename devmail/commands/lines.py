"""One line a mail, for pipes and for terminals that show no screens."""

import asyncio
import io
import os
import signal
import sys
from collections.abc import Sequence

from devmail.keeping.inbox import Inbox
from devmail.mail import Mail
from devmail.safe_text import one_line


def line_of(mail: Mail) -> str:
    """Return a mail as one line: time, recipients, subject and code, with tabs between them.

    Args:
        mail: The mail.
    """
    what = (", ".join(mail.recipients), mail.subject, mail.code or "")
    return "\t".join((f"{mail.received_at:%Y-%m-%d %H:%M:%S}", *map(one_line, what)))


async def print_lines(inbox: Inbox, url: str, warning: str = "") -> int:
    """Print each mail that comes, until a signal or a closed pipe ends it.

    Args:
        inbox: Where mails come in.
        url: Where the mail server listens.
        warning: What is to be said about that, on stderr.

    Returns:
        The exit code: 0 at the end of the pipe and after Ctrl+C, 128 and its number after another
        signal, 1 when the lines cannot be written.
    """
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[int] = loop.create_future()

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # no subject is too foreign for any locale

    def end(code: int) -> None:
        if not ended.done():
            ended.set_result(code)

    def show(mails: Sequence[Mail]) -> None:
        try:
            for mail in mails:
                print(line_of(mail), flush=True)
        except OSError as error:
            # What Python would flush at its end has nowhere to go either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if isinstance(error, BrokenPipeError):  # nobody reads any more
                end(0)
            else:
                _tell(f"devmail: The lines cannot be written: {error.strerror or error}.")
                end(1)

    for number, code in (
        (signal.SIGINT, 0),
        (signal.SIGTERM, 128 + signal.SIGTERM),
        (signal.SIGHUP, 128 + signal.SIGHUP),
    ):
        loop.add_signal_handler(number, end, code)
    stop = inbox.subscribe(show)
    _tell(f"devmail listens on {url}")
    if warning:
        _tell(f"devmail: {warning}")
    try:
        return await ended
    finally:
        stop()


def _tell(line: str) -> None:
    if sys.stderr is not None:  # print would turn to stdout, where only mails belong
        print(line, file=sys.stderr, flush=True)
