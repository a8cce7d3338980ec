"""What is seen in the viewer."""

import asyncio
import time
from collections.abc import Callable

from textual.pilot import Pilot
from textual.widgets import Static

from devmail.model import Mail
from devmail.smtp.faults import Faults
from devmail.smtp.sink import Sink
from devmail.store.inbox import Inbox
from devmail.tui.mail_list import MailList
from tests.headless import lines_on_screen

SECONDS = 15


def server(inbox: Inbox, faults: Faults = Faults()) -> Sink:  # noqa: B008 - frozen
    """Make a mail server that does not listen: the view only names its address, and sets its faults."""
    sink = Sink(inbox, port=1025)
    sink.faults = faults
    return sink


def rows(pilot: Pilot[int]) -> list[str]:
    """Return what is on the screen, line by line."""
    return [line.rstrip() for line in lines_on_screen(pilot.app)]


def chosen(pilot: Pilot[int]) -> Mail | None:
    return pilot.app.query_one(MailList).chosen


def message(pilot: Pilot[int]) -> str:
    """Return the line under the mail."""
    return str(pilot.app.screen_stack[0].query_one("#message", Static).content)


async def until(pilot: Pilot[int], seen: Callable[[], object]) -> None:
    end = time.monotonic() + SECONDS
    while not seen():
        assert time.monotonic() < end, "\n".join(rows(pilot))
        await asyncio.sleep(0.02)  # a pause of the pilot would give every widget work to do


async def seen(pilot: Pilot[int], text: str) -> None:
    """Wait until a text is on the screen."""
    await until(pilot, lambda: any(text in row for row in rows(pilot)))
