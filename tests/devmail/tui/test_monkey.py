"""Whatever is pressed, typed, clicked and resized, the view goes on, also while mails arrive."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from devmail.store.inbox import Inbox
from devmail.tui.viewer import Viewer
from tests.devmail.mails import HOSTILE, deliver, mail
from tests.devmail.seen import URL
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

        await monkey.plays(Viewer(inbox, URL), acts - len(monkey.acts), words)
        inbox.close()
    return monkey


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is saved go to a folder of the test."""
    monkeypatch.chdir(tmp_path)


async def test_a_monkey_breaks_no_view() -> None:
    await plays(1, 60)


@pytest.mark.slow
async def test_a_monkey_that_stays_long_breaks_no_view() -> None:
    monkey = await plays(2, 700)
    assert {"Help", "Question"} <= monkey.seen
