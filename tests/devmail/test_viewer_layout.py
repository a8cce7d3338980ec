"""Whatever is in a mail, the viewer's rows and columns stay where they are."""

from datetime import date, datetime, timedelta

import pytest

from devmail.store.inbox import Inbox
from devmail.tui.mail_list import MailList
from devmail.tui.times import time_or_day
from devmail.tui.title import title
from devmail.tui.viewer import Viewer
from tests.devmail.mails import HOSTILE, TickingClock, code_mail, deliver, mail
from tests.devmail.seen import URL, rows, seen


async def test_codes_stand_below_each_other_whatever_is_beside_them(
    inbox: Inbox, clock: TickingClock
) -> None:
    inbox.add("", [], code_mail("012345"))
    inbox.add("", ["佐藤" * 40], mail("Your code: 482913", "日本語の長い題名" * 10))
    inbox.add("", [*(f"{name}@example.com" for name in "abcdefgh")], mail("Your code: G7KQ-2MXP-A1B2"))
    for columns in (30, 40, 55, 56, 80, 110, 200):
        async with Viewer(inbox, URL, clock=clock).run_test(size=(columns, 24)) as pilot:
            width = pilot.app.query_one(MailList).size.width
            lines = [pilot.app.query_one(MailList).render_line(row) for row in range(3)]
            assert [line.cell_length for line in lines] == [width] * 3
            assert ("09:00:01" in lines[2].text) == (width >= 56)  # the code is worth more
            codes = [line.text[-15:] for line in lines]
            assert codes == ["G7KQ-2MXP-A1B2 ", "        482913 ", "        012345 "]


async def test_a_hostile_mail_moves_nothing(inbox: Inbox) -> None:
    for _ in range(2):
        inbox.add("<[b]\x1b[2J\u202e>", ["[/]\n@example.com"], HOSTILE)
    async with Viewer(inbox, URL).run_test() as pilot:
        for columns, lines in ((80, 24), (40, 10), (200, 60), (20, 5), (1, 1), (3, 9), (80, 24)):
            await pilot.resize_terminal(columns, lines)
            await pilot.pause()
            strips = pilot.app.screen._compositor.render_strips()
            assert [strip.cell_length for strip in strips] == [columns] * lines
        text = "\n".join(rows(pilot))
        assert "[bold]not bold[/bold] [/nothing] [@click=app.quit]press[/]" in text
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "(nobody)" not in text


async def test_a_mail_without_anything_is_named_so(inbox: Inbox, clock: TickingClock) -> None:
    inbox.add("", [], b"")
    async with Viewer(inbox, URL, clock=clock).run_test() as pilot:
        assert " (no subject)" in rows(pilot)
        assert " to (nobody)   2026-03-14 09:00:01 UTC   0 B   from (nobody)" in rows(pilot)


@pytest.mark.parametrize(
    ("came", "cells"),
    [
        (datetime(2026, 3, 14, 23, 59, 1), "23:59:01"),
        (datetime(2026, 3, 13, 23, 59, 1), "  13 Mar"),
        (datetime(2026, 2, 1), "   1 Feb"),
        (datetime(2025, 11, 21), "  21 Nov"),
        (datetime(2025, 3, 14, 10), "Mar 2025"),
    ],
)
def test_the_time_of_a_mail_of_another_day_is_its_day(came: datetime, cells: str) -> None:
    assert time_or_day(came, date(2026, 3, 14)) == cells


async def test_when_another_day_begins_the_list_says_so_and_the_head_has_it_in_full(
    inbox: Inbox, clock: TickingClock
) -> None:
    deliver(inbox, mail())
    async with Viewer(inbox, URL, clock=clock).run_test() as pilot:
        await seen(pilot, "  09:00:01  ")
        clock.now += timedelta(days=1)
        await seen(pilot, "    14 Mar  ")
        assert any("2026-03-14 09:00:01 UTC" in row for row in rows(pilot))


@pytest.mark.parametrize(
    ("room", "told"),
    [
        (0, "devmail  127.0.0.1:1025  3 mails  not following"),
        (47, "devmail  127.0.0.1:1025  3 mails  not following"),
        (46, "127.0.0.1:1025  3 mails  not following"),
        (37, "3 mails  not following"),
        (5, "3 mails  not following"),
    ],
)
def test_the_top_line_leaves_out_whole_words(room: int, told: str) -> None:
    assert title(["devmail", "127.0.0.1:1025", "3 mails", "not following"], room) == told
