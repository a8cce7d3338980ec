"""The list: mails as they come, many of them, and the chosen one stays chosen."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from textual.pilot import Pilot

from devmail.model import Mail, Received
from devmail.store.inbox import Inbox
from devmail.store.limits import Limits
from devmail.tui.formatting import local_and_utc, time_or_day
from devmail.tui.mail_list import MailList
from devmail.tui.viewer import Viewer
from tests.devmail.mails import RECIPIENT, SENDER, TickingClock, code_mail, deliver, mail
from tests.devmail.tui.seen import chosen, rows, seen, server, until


async def test_an_empty_inbox_says_where_to_send(inbox: Inbox) -> None:
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        assert rows(pilot)[1] == " No emails yet."
        assert rows(pilot)[2] == " Email sent to smtp://127.0.0.1:1025 appears here."
        await pilot.press("down", "up", "c")
        deliver(inbox, code_mail("012345"))
        await seen(pilot, "1 email  following")
        assert "No emails yet" not in "\n".join(rows(pilot))


async def test_an_older_mail_stays_chosen_while_others_come(inbox: Inbox) -> None:
    first = deliver(inbox, code_mail("111111"))
    deliver(inbox, code_mail("222222"))
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press("down")
        await seen(pilot, "not following")
        for number in range(60):
            deliver(inbox, code_mail(f"{number:06}"))
        await seen(pilot, "62 emails")
        assert chosen(pilot) == first
        assert any("code 111111" in row for row in rows(pilot))
        assert sum("111111" in row for row in rows(pilot)[1:9]) == 1  # its row is in sight
        for key in ("f", "home"):  # both follow again
            await pilot.press(key)
            await seen(pilot, "mails  following")
            assert chosen(pilot) == inbox.newest(1)[0]
            await pilot.press("end")
            await seen(pilot, "not following")


async def test_the_chosen_mail_is_the_oldest_left_when_its_own_is_pruned(inbox: Inbox) -> None:
    for _ in range(500):
        deliver(inbox, b"")
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press("end")
        assert chosen(pilot) == inbox.get(1)
        deliver(inbox, b"")
        await until(pilot, lambda: chosen(pilot) == inbox.get(2))
        assert inbox.get(1) is None


async def test_the_chosen_row_stays_in_sight_in_a_smaller_terminal(inbox: Inbox) -> None:
    for number in range(8):
        deliver(inbox, code_mail(f"{number:06}"))
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press("end")
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert rows(pilot)[-1] == " c Copy code l Copy link ? Help q Quit"
        assert any("000000" in row for row in rows(pilot)[1:4])


async def test_each_mail_is_shown_from_its_beginning_and_stays_where_it_was_scrolled(inbox: Inbox) -> None:
    for _ in range(3):
        deliver(inbox, mail("\n".join(f"line {number}" for number in range(60))))
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press("down", "tab", "end")
        await seen(pilot, "line 59")
        deliver(inbox, mail())
        await seen(pilot, "4 emails")
        await seen(pilot, "line 59")
        await pilot.press("tab", "down")
        await seen(pilot, "line 0")


class CountingInbox(Inbox):
    """Counts how often it is asked for mails."""

    asked = 0

    def page(self, search: str = "", before: int | None = None, limit: int = 100) -> list[Mail]:
        self.asked += 1
        return super().page(search, before, limit)


def _received(first: int, last: int) -> list[Received]:
    return [Received(SENDER, (RECIPIENT,), mail("x", f"Number {n}.")) for n in range(first, last)]


@pytest.fixture
def many(clock: TickingClock) -> Iterator[CountingInbox]:
    """An inbox of a thousand mails."""
    inbox = CountingInbox(None, clock, limits=Limits(mails=20_000))
    inbox.add_all(_received(0, 1000))
    yield inbox
    inbox.close()


async def test_a_flood_is_shown_together_with_the_newest_on_top(many: CountingInbox) -> None:
    async with Viewer(many, server(many)).run_test() as pilot:
        await seen(pilot, "1000 emails")
        before = many.asked
        for first in range(1000, 2000, 100):
            many.add_all(_received(first, first + 100))
        many.add(SENDER, [RECIPIENT], code_mail("012345"))
        await seen(pilot, "2001 emails")
        assert rows(pilot)[1].endswith(" 012345")
        assert many.asked == before + 1


def subjects(pilot: Pilot[int]) -> list[str]:
    """Return what is in the list's rows, without the scrollbar, whose thumb may move."""
    return [row[:70].rstrip() for row in rows(pilot)[1:9]]


@pytest.mark.parametrize("by_wheel", [False, True])
async def test_a_list_that_was_scrolled_stays_where_it_is_while_emails_arrive(
    by_wheel: bool, many: CountingInbox
) -> None:
    viewer = Viewer(many, server(many))
    async with viewer.run_test() as pilot:
        if by_wheel:
            viewer.list.scroll_to(y=5, animate=False)
        else:
            await pilot.press("pagedown", "pagedown", "pagedown")
        await seen(pilot, "not following")
        await pilot.pause()
        before = subjects(pilot)
        assert "Number" in before[0]
        many.add_all(_received(1000, 1500))
        await seen(pilot, "1500 emails")
        assert subjects(pilot) == before


async def test_codes_stand_below_each_other_whatever_is_beside_them(
    inbox: Inbox, clock: TickingClock
) -> None:
    inbox.add("", [], code_mail("012345"))
    inbox.add("", ["佐藤" * 40], mail("Your code: 482913", "日本語の長い題名" * 10))
    inbox.add("", [*(f"{name}@example.com" for name in "abcdefgh")], mail("Your code: G7KQ-2MXP-A1B2"))
    for columns in (30, 40, 55, 56, 80, 110, 200):
        async with Viewer(inbox, server(inbox), clock=clock).run_test(size=(columns, 24)) as pilot:
            width = pilot.app.query_one(MailList).width
            lines = [pilot.app.query_one(MailList).render_line(row) for row in range(3)]
            assert [line.cell_length for line in lines] == [width] * 3
            assert ("09:00:01" in lines[2].text) == (width >= 56)  # the code is worth more
            codes = [line.text[-15:] for line in lines]
            assert codes == ["G7KQ-2MXP-A1B2 ", "        482913 ", "        012345 "]


async def test_a_mail_without_anything_is_named_so(inbox: Inbox, clock: TickingClock) -> None:
    inbox.add("", [], b"")
    async with Viewer(inbox, server(inbox), clock=clock).run_test() as pilot:
        assert " (no subject)" in rows(pilot)
        assert " to (nobody)   2026-03-14 09:00:01 UTC   0 B   from (nobody)" in rows(pilot)


@pytest.mark.parametrize(
    ("came", "cells"),
    [
        (datetime(2026, 3, 14, 23, 59, 1), "23:59:01"),
        (datetime(2026, 3, 13, 23, 59, 1), "  13 Mar"),
        (datetime(2025, 11, 21), "  21 Nov"),
        (datetime(2025, 3, 14, 10), "Mar 2025"),
    ],
)
def test_the_time_of_a_mail_of_another_day_is_its_day(came: datetime, cells: str) -> None:
    assert time_or_day(came, date(2026, 3, 14)) == cells


JAPAN = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("utc", "told"),
    [
        (datetime(2026, 3, 14, 9, tzinfo=UTC), "2026-03-14 18:00:00 (09:00:00 UTC)"),
        (datetime(2026, 3, 14, 16, tzinfo=UTC), "2026-03-15 01:00:00 (2026-03-14 16:00:00 UTC)"),
    ],
)
def test_utc_is_beside_a_local_time_that_differs(utc: datetime, told: str) -> None:
    assert local_and_utc(utc, utc.astimezone(JAPAN)) == told
    assert local_and_utc(utc, utc.astimezone(UTC)) == f"{utc:%Y-%m-%d %H:%M:%S} UTC"


async def test_the_list_has_the_persons_time_and_day(inbox: Inbox, clock: TickingClock) -> None:
    deliver(inbox, mail())
    clock.now += timedelta(hours=6)  # 15:00 in UTC, and another day in Japan a second later
    deliver(inbox, mail())
    async with Viewer(inbox, server(inbox), clock=clock, zone=JAPAN).run_test() as pilot:
        await seen(pilot, "  00:00:02  ")
        assert rows(pilot)[2].startswith("    14 Mar  ")
        await seen(pilot, "2026-03-15 00:00:02 (2026-03-14 15:00:02 UTC)")
