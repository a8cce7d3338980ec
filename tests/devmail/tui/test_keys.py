"""The viewer's keys and the mouse."""

import pytest

from devmail.store.inbox import Inbox
from devmail.tui.line_view import TextView
from devmail.tui.mail_list import MailList
from devmail.tui.viewer import Viewer
from tests.devmail.mails import TickingClock, code_mail, deliver, mail
from tests.devmail.tui.seen import chosen, rows, seen, server, until


async def test_a_click_chooses_a_mail(inbox: Inbox) -> None:
    for number in range(3):
        deliver(inbox, code_mail(f"{number:06}"))
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.click(MailList, offset=(5, 2))
        assert chosen(pilot) == inbox.get(1)
        await pilot.press("home")
        await pilot.click(MailList, offset=(5, 5))  # no mail is there
        assert chosen(pilot) == inbox.get(3)


async def test_a_click_on_a_key_does_what_the_key_does(inbox: Inbox) -> None:
    deliver(inbox, code_mail("012345"))
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await seen(pilot, "c Copy code")
        await pilot.click(offset=(rows(pilot)[-1].index("Copy code"), 23))
        await until(pilot, lambda: pilot.app.clipboard == "012345")


async def test_what_cannot_be_done_is_not_offered_and_does_nothing(inbox: Inbox) -> None:
    viewer = Viewer(inbox, server(inbox))
    async with viewer.run_test() as pilot:
        await seen(pilot, "? Help")
        assert rows(pilot)[-1] == " ? Help q Quit / Search F Faults"
        await pilot.press(*"closmudxfD", "escape", "left", "right", *"12345678", "tab", "down", "end", "s")
        assert len(viewer.screen_stack) == 1
        assert (viewer.clipboard, viewer.said) == ("", "")


@pytest.mark.parametrize("columns", [80, 40])
async def test_the_most_needed_keys_are_named_at_any_width(columns: int, inbox: Inbox) -> None:
    deliver(inbox, code_mail("012345"))
    async with Viewer(inbox, server(inbox)).run_test(size=(columns, 16)) as pilot:
        await pilot.press("5", "m")
        await seen(pilot, "c Copy code l Copy link ? Help q Quit")
        assert columns < 80 or "s Save" in rows(pilot)[-1]


async def test_undo_is_in_the_footer_at_once_and_in_full(inbox: Inbox) -> None:
    for _ in range(3):
        deliver(inbox, code_mail("012345"))
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press("down", "5", "d")
        await until(pilot, lambda: "d Delete u Undo f Follow s Save" in rows(pilot)[-1])


async def test_a_list_without_room_ignores_its_keys(inbox: Inbox) -> None:
    deliver(inbox, mail())
    viewer = Viewer(inbox, server(inbox))
    async with viewer.run_test() as pilot:
        await pilot.press("5", "tab")
        await pilot.resize_terminal(20, 5)
        await pilot.press("pagedown", "pageup", "end")
        assert viewer.focused is viewer.reader.body


async def test_the_help_says_what_each_key_does(inbox: Inbox) -> None:
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press("question_mark")
        await seen(pilot, "copy the code")
        await pilot.press("d", "tab", "slash", "question_mark")
        await until(pilot, lambda: len(pilot.app.screen_stack) == 1)
        assert pilot.app.focused is pilot.app.query_one(MailList)


async def test_tab_goes_to_the_mail_which_scrolls_and_back(inbox: Inbox, clock: TickingClock) -> None:
    deliver(inbox, mail("\n".join(f"line {number}" for number in range(60))))
    async with Viewer(inbox, server(inbox), clock=clock).run_test() as pilot:
        await pilot.press("tab", "end")
        await seen(pilot, " line 59")
        assert rows(pilot)[1].startswith("▌ 09:00:01  ")  # the chosen row is still to be seen
        await pilot.press("tab")
        assert pilot.app.focused is pilot.app.query_one(MailList)
        assert pilot.app.query_one(TextView).scroll_y > 0


async def test_ctrl_c_says_how_to_quit(inbox: Inbox) -> None:
    viewer = Viewer(inbox, server(inbox))
    async with viewer.run_test() as pilot:
        await pilot.press("ctrl+c")
        assert viewer.said == "Press q to quit."


async def test_after_q_the_view_no_longer_follows_the_inbox(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    viewer = Viewer(inbox, server(inbox))
    async with viewer.run_test() as pilot:
        await pilot.press("q")
    assert viewer.return_code == 0
    deliver(inbox, mail())
    assert [line for line in caplog.records if line.name == "devmail"] == []
