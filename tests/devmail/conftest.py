"""A clock that stands where a test puts it, an inbox in memory, and a look that is the same everywhere."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator

import hypothesis
import pytest

from devmail.smtp.sink import Sink
from devmail.store.inbox import Inbox
from tests.devmail.mails import TickingClock

# A busy machine is no fault: examples have no deadline.
hypothesis.settings.register_profile(
    "unhurried",
    deadline=None,
    database=None,
    max_examples=50,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def look(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal in full colour, whatever the tests are run in."""
    for name in tuple(os.environ):
        of_textual = name.startswith("TEXTUAL_") and not name.startswith("TEXTUAL_SNAPSHOT_")
        if of_textual or name in ("NO_COLOR", "COLUMNS", "LINES"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.fixture
def clock() -> TickingClock:
    """The inbox's clock."""
    return TickingClock()


@pytest.fixture
def inbox(clock: TickingClock) -> Iterator[Inbox]:
    """An inbox in memory."""
    inbox = Inbox(None, clock)
    yield inbox
    inbox.close()


@pytest.fixture
async def sink(inbox: Inbox) -> AsyncIterator[Sink]:
    """A mail server on a free port, which leaves no task behind."""
    sink = Sink(inbox)
    await sink.start()
    yield sink
    await sink.stop()
    assert asyncio.all_tasks() == {asyncio.current_task()}
