"""One line a mail, for pipes and for terminals that show no screens."""

import asyncio
import signal
from collections.abc import Callable, Sequence

from devmail.commands.mail_lines import line_of
from devmail.commands.output import OutputOver, open_output, print_line, say
from devmail.keeping.inbox import Inbox
from devmail.mail import Mail


async def print_lines(
    inbox: Inbox, url: str, warning: str = "", write: Callable[[Mail], str] = line_of
) -> int:
    """Print each mail that comes, until a signal or a closed pipe ends it.

    Args:
        inbox: Where mails come in.
        url: Where the mail server listens.
        warning: What is to be said about that, on stderr.
        write: Makes a mail a line.

    Returns:
        The exit code: 0 at the end of the pipe and after Ctrl+C, 128 and its number after another
        signal, 1 when the lines cannot be written.
    """
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[int] = loop.create_future()
    open_output()

    def end(code: int) -> None:
        if not ended.done():
            ended.set_result(code)

    def show(mails: Sequence[Mail]) -> None:
        try:
            for mail in mails:
                print_line(write(mail))
        except OutputOver as over:
            end(over.code)

    for number, code in (
        (signal.SIGINT, 0),
        (signal.SIGTERM, 128 + signal.SIGTERM),
        (signal.SIGHUP, 128 + signal.SIGHUP),
    ):
        loop.add_signal_handler(number, end, code)
    stop = inbox.subscribe(show)
    say(f"devmail listens on {url}")
    if warning:
        say(f"devmail: {warning}")
    try:
        return await ended
    finally:
        stop()
