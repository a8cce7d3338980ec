"""The viewer's keys and the mouse."""

from dataclasses import replace

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from devmail.model import Mail
from devmail.store.inbox import Inbox
from devmail.tui.mail_list import MailList
from devmail.tui.text_view import TextView
from devmail.tui.viewer import Viewer
from tests.devmail.mails import TickingClock, code_mail, deliver, mail
from tests.devmail.seen import URL, rows, seen, until

LINK = "https://store.example.com/login?token=kT4vQ8xM2nB7"


def _chosen(pilot: Pilot[int]) -> Mail | None:
    return pilot.app.query_one(MailList).chosen


def _message(pilot: Pilot[int]) -> str:
    return str(pilot.app.query_one("#message", Static).content)


async def test_a_click_chooses_a_mail(inbox: Inbox) -> None:
    for number in range(3):
        deliver(inbox, code_mail(f"{number:06}"))
    async with Viewer(inbox, URL).run_test() as pilot:
        await pilot.click(MailList, offset=(5, 2))
        assert _chosen(pilot) == inbox.get(1)
        await pilot.press("home")
        await pilot.click(MailList, offset=(5, 5))  # no mail is there
        assert _chosen(pilot) == inbox.get(3)


async def test_c_copies_the_code_of_the_chosen_mail(inbox: Inbox) -> None:
    deliver(inbox, code_mail("012345"))
    deliver(inbox, mail())
    async with Viewer(inbox, URL).run_test() as pilot:
        assert "Copy code" not in rows(pilot)[-1]
        await pilot.press("c")
        assert (pilot.app.clipboard, _message(pilot)) == ("", "")
        await pilot.press("down")
        await pilot.pause()
        assert "c Copy code" in rows(pilot)[-1]
        await pilot.press("c")
        assert (pilot.app.clipboard, _message(pilot)) == ("012345", "Copied 012345.")
        await pilot.press("up")
        assert _message(pilot) == ""
        pilot.app.simulate_key("down")  # both in one read: what is told of the second stays
        pilot.app.simulate_key("c")
        await until(pilot, lambda: _message(pilot) == "Copied 012345.")
        await pilot.pause()
        assert _message(pilot) == "Copied 012345."


class InboxWithLinks(Inbox):
    """In which each mail without a code brings a link."""

    def page(self, search: str = "", before: int | None = None, limit: int = 100) -> list[Mail]:
        found = super().page(search, before, limit)
        return [mail if mail.code else replace(mail, link=LINK) for mail in found]


async def test_l_copies_the_link_of_the_chosen_mail() -> None:
    inbox = InboxWithLinks(None)
    deliver(inbox, mail())
    deliver(inbox, code_mail("012345"))
    async with Viewer(inbox, URL).run_test() as pilot:
        await seen(pilot, "c Copy code")
        assert "l Copy link" not in rows(pilot)[-1]
        await pilot.press("l", "down")
        await seen(pilot, "l Copy link")
        assert rows(pilot)[2].endswith("  link")
        await pilot.press("c", "l")
        assert (pilot.app.clipboard, _message(pilot)) == (LINK, f"Copied {LINK}.")
    inbox.close()


async def test_a_click_on_a_key_does_what_the_key_does(inbox: Inbox) -> None:
    deliver(inbox, code_mail("012345"))
    async with Viewer(inbox, URL).run_test() as pilot:
        await seen(pilot, "c Copy code")
        await pilot.click(offset=(rows(pilot)[-1].index("Copy code"), 23))
        await until(pilot, lambda: pilot.app.clipboard == "012345")


async def test_what_cannot_be_done_is_not_offered_and_does_nothing(inbox: Inbox) -> None:
    async with Viewer(inbox, URL).run_test() as pilot:
        await seen(pilot, "? Help")
        assert rows(pilot)[-1] == " tab Mail  / Search  ? Help  q Quit"
        await pilot.press(*"clsmdxfD", "escape", "left", "right", *"123456", "tab", "down", "end", "s")
        assert len(pilot.app.screen_stack) == 1
        assert (pilot.app.clipboard, _message(pilot)) == ("", "")


@pytest.mark.parametrize("columns", [80, 60])
async def test_help_and_quit_are_named_at_any_width(columns: int, inbox: Inbox) -> None:
    deliver(inbox, code_mail("012345"))
    async with Viewer(inbox, URL).run_test(size=(columns, 16)) as pilot:
        await pilot.press("5", "m")
        await seen(pilot, "? Help  q Quit")
        assert "c Copy code" in rows(pilot)[-1]
        assert "s Save" in rows(pilot)[-1]


async def test_a_question_mark_tells_what_each_key_does(inbox: Inbox) -> None:
    async with Viewer(inbox, URL).run_test() as pilot:
        await pilot.press("question_mark")
        await seen(pilot, "copy the code")
        await pilot.press("d", "question_mark")
        await until(pilot, lambda: len(pilot.app.screen_stack) == 1)


async def test_tab_goes_to_the_mail_which_scrolls_and_back(inbox: Inbox, clock: TickingClock) -> None:
    deliver(inbox, mail("\n".join(f"line {number}" for number in range(60))))
    async with Viewer(inbox, URL, clock=clock).run_test() as pilot:
        await pilot.pause()
        assert rows(pilot)[-1].startswith(" tab Mail  / Search")
        await pilot.press("tab", "end")
        await seen(pilot, " line 59")
        assert rows(pilot)[1].startswith("▌ 09:00:01  ")  # the chosen row is still to be seen
        assert rows(pilot)[-1].startswith(" tab List  / Search")
        await pilot.press("tab")
        assert pilot.app.focused is pilot.app.query_one(MailList)
        assert pilot.app.query_one(TextView).scroll_y > 0


async def test_ctrl_c_tells_how_to_quit_on_the_line_of_its_own(inbox: Inbox) -> None:
    async with Viewer(inbox, URL).run_test() as pilot:
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert _message(pilot) == "Press q to quit."
        assert len(pilot.app._notifications) == 0


async def test_q_ends_it_and_it_listens_no_more(inbox: Inbox, caplog: pytest.LogCaptureFixture) -> None:
    viewer = Viewer(inbox, URL)
    async with viewer.run_test() as pilot:
        await pilot.press("q")
    assert viewer.return_code == 0
    deliver(inbox, mail())
    assert [line for line in caplog.records if line.name == "devmail"] == []
