"""One line a mail, for pipes and for terminals that show no screens."""

import asyncio
import signal
import sys
from collections.abc import Callable, Sequence

from devmail.cli.feed import Feed, FewLines, MailLines
from devmail.cli.mail_lines import line_of
from devmail.cli.output import over, say
from devmail.model import Mail
from devmail.smtp.refusals import Refusals
from devmail.store.inbox import Inbox, InboxUnusable
from devmail.text import one_line

_LOOK = 1.0
"""Seconds from one look at what other programs put into the inbox to the next."""


async def print_lines(
    inbox: Inbox,
    url: str,
    warning: str = "",
    write: Callable[[Mail], str] = line_of,
    refusals: Refusals | None = None,
) -> int:
    """Print each mail that comes, until a signal or a closed pipe ends it.

    Who reads the lines may pause: mails are taken meanwhile.

    Args:
        inbox: Where mails come in.
        url: Where the mail server listens, and whom to trust there.
        warning: What is to be said about that, on stderr.
        write: Makes a mail a line.
        refusals: What is refused, which is told on stderr.

    Returns:
        The exit code: 0 at the end of the pipe and after Ctrl+C, 128 and its number after another
        signal, 1 when the lines cannot be written.
    """
    ended = _end_by_signal()
    said = FewLines()
    saying = Feed(said, sys.stderr)

    def tell(line: str) -> None:
        said.add(f"devmail: {line}")
        saying.wake()

    lines = MailLines(inbox, write, tell)
    printing = Feed(lines, sys.stdout)

    def show(mails: Sequence[Mail]) -> None:
        lines.add(mails)
        printing.wake()

    stops = [inbox.subscribe(show)]
    if refusals is not None:
        stops.append(refusals.subscribe(lambda refusal: tell(one_line(refusal.describe()))))
    say(f"devmail listens on {url}")
    if warning:
        say(f"devmail: {warning}")
    looking = asyncio.create_task(_look_elsewhere(inbox, tell))
    try:
        await asyncio.wait((ended, printing.running), return_when=asyncio.FIRST_COMPLETED)
        await asyncio.gather(printing.end(), saying.end())
        if printing.running.done() and (error := printing.running.exception()) is not None:
            if isinstance(error, OSError):
                return over(error)
            raise error
        return ended.result()
    finally:
        for stop in stops:
            stop()
        looking.cancel()
        printing.close()
        saying.close()


def _end_by_signal() -> "asyncio.Future[int]":
    """Return what is done, with the exit code, once a signal comes."""
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[int] = loop.create_future()

    def end(code: int) -> None:
        if not ended.done():
            ended.set_result(code)

    for number, code in (
        (signal.SIGINT, 0),
        (signal.SIGTERM, 128 + signal.SIGTERM),
        (signal.SIGHUP, 128 + signal.SIGHUP),
    ):
        loop.add_signal_handler(number, end, code)
    return ended


async def _look_elsewhere(inbox: Inbox, tell: Callable[[str], None]) -> None:
    """Look for the mails of other programs, too; of an inbox that fails it is told once."""
    told = ""
    while True:
        await asyncio.sleep(_LOOK)
        try:
            inbox.look_elsewhere()
        except InboxUnusable as error:
            if str(error) != told:
                told = str(error)
                tell(told)
