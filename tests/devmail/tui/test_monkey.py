"""Whatever is pressed, typed, clicked and resized, the view goes on, also while mails arrive."""

from collections.abc import Mapping, Sequence

import pytest

from devmail.store.inbox import Inbox
from devmail.tui.viewer import Viewer
from tests.devmail.mails import HOSTILE, deliver, mail
from tests.devmail.tui.seen import server
from tests.devmail.tui.test_reading import with_attachment
from tests.monkey import Monkey

MAILS = (
    HOSTILE,
    with_attachment(),
    mail("012345"),
    mail(html="<p>Hello <a href='https://x.test/'>x</a></p>"),
)


async def plays(seed: int, acts: int) -> Monkey:
    monkey = Monkey(seed, "clfsdomuxFD12345q")
    while len(monkey.acts) < acts:
        inbox = Inbox(None)

        def words() -> Mapping[str, Sequence[str]]:
            deliver(inbox, MAILS[len(monkey.acts) % len(MAILS)])  # noqa: B023 - played before the next one is made
            return {}

        await monkey.plays(Viewer(inbox, server(inbox)), acts - len(monkey.acts), words)
        inbox.close()
    return monkey


async def test_a_monkey_does_not_break_the_view() -> None:
    await plays(1, 30)


@pytest.mark.slow
async def test_a_patient_monkey_does_not_break_the_view() -> None:
    monkey = await plays(2, 300)
    assert {"Help", "Question"} <= monkey.seen
