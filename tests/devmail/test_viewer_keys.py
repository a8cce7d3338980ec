"""The viewer's keys and the mouse."""

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from devmail.keeping.inbox import Inbox
from devmail.mail import Mail
from devmail.viewing.mail_list import MailList
from devmail.viewing.text_view import TextView
from devmail.viewing.viewer import Viewer
from tests.devmail.mails import code_mail, deliver, mail
from tests.devmail.seen import URL, rows, seen


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


async def test_tab_goes_to_the_mail_which_scrolls_and_back(inbox: Inbox) -> None:
    deliver(inbox, mail("\n".join(f"line {number}" for number in range(60))))
    async with Viewer(inbox, URL).run_test() as pilot:
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
