"""Ten thousand mails, and floods of them: no more is asked for than is looked at, and what is read stays."""

from collections.abc import Iterator

import pytest

from devmail.model import Mail, Received
from devmail.store.inbox import Inbox
from devmail.store.limits import Limits
from devmail.tui.viewer import Viewer
from tests.devmail.mails import RECIPIENT, SENDER, TickingClock, code_mail, mail
from tests.devmail.seen import URL, rows, seen


class CountingInbox(Inbox):
    """Counts the mails that are asked for."""

    asked_for = 0

    def page(self, search: str = "", before: int | None = None, limit: int = 100) -> list[Mail]:
        found = super().page(search, before, limit)
        self.asked_for += len(found)
        return found


def _received(first: int, last: int) -> list[Received]:
    return [Received(SENDER, (RECIPIENT,), mail("x", f"Number {n}.")) for n in range(first, last)]


@pytest.fixture
def inbox(clock: TickingClock) -> Iterator[CountingInbox]:
    """An inbox of many mails."""
    inbox = CountingInbox(None, clock, limits=Limits(mails=20_000))
    inbox.add_all(_received(0, 3000))
    yield inbox
    inbox.close()


async def test_only_the_mails_that_are_looked_at_are_asked_for(inbox: CountingInbox) -> None:
    async with Viewer(inbox, URL).run_test() as pilot:
        await seen(pilot, "3000 mails")
        await pilot.press("pagedown", "pagedown")
        assert inbox.asked_for <= 200
        await pilot.press("end")
        await seen(pilot, "Number 0.")
        await pilot.press("home")
        await seen(pilot, "Number 2999.")
        before = inbox.asked_for
        await pilot.press("end")  # they were not held on to
        await seen(pilot, "Number 0.")
        assert inbox.asked_for > before + 2000


async def test_a_flood_is_shown_together_with_the_newest_on_top(inbox: CountingInbox) -> None:
    async with Viewer(inbox, URL).run_test() as pilot:
        await seen(pilot, "3000 mails")
        before = inbox.asked_for
        for first in range(3000, 5000, 100):
            inbox.add_all(_received(first, first + 100))
        inbox.add(SENDER, [RECIPIENT], code_mail("012345"))
        await seen(pilot, "5001 mails")
        assert rows(pilot)[1].endswith(" 012345")
        assert inbox.asked_for == before


async def test_what_is_read_stays_where_it_is_while_mails_come_in(inbox: CountingInbox) -> None:
    async with Viewer(inbox, URL).run_test() as pilot:
        await pilot.press("pagedown", "pagedown", "pagedown")
        await seen(pilot, "not following")
        await pilot.pause()
        before = rows(pilot)[1:9]
        assert "Number" in before[0]
        inbox.add_all(_received(3000, 3500))
        await seen(pilot, "3500 mails")
        assert rows(pilot)[1:9] == before


async def test_a_list_that_was_scrolled_with_the_wheel_stays_where_it_is(inbox: CountingInbox) -> None:
    viewer = Viewer(inbox, URL)
    async with viewer.run_test() as pilot:
        viewer.list.scroll_to(y=5, animate=False)
        await seen(pilot, "not following")
        before = rows(pilot)[1:9]
        assert "Number 2994." in before[0]
        inbox.add_all(_received(3000, 3010))
        await seen(pilot, "3010 mails")
        assert rows(pilot)[1:9] == before
