"""The viewer: mails as they come, and the chosen one stays chosen."""

from textual.pilot import Pilot
from textual.widgets import Static

from devmail.model import Mail
from devmail.store.inbox import Inbox
from devmail.tui.mail_list import MailList
from devmail.tui.viewer import Viewer
from tests.devmail.mails import code_mail, deliver, mail
from tests.devmail.seen import URL, rows, seen, until


def _chosen(pilot: Pilot[int]) -> Mail | None:
    return pilot.app.query_one(MailList).chosen


def _message(pilot: Pilot[int]) -> str:
    return str(pilot.app.query_one("#message", Static).content)


async def test_an_empty_inbox_says_where_to_send(inbox: Inbox) -> None:
    async with Viewer(inbox, URL).run_test() as pilot:
        assert rows(pilot)[1] == " No mail yet."
        assert rows(pilot)[2] == " What is sent to smtp://127.0.0.1:1025 is shown here."
        await pilot.press("down", "up", "c")
        deliver(inbox, code_mail("012345"))
        await seen(pilot, "1 mail  following")
        assert "No mail yet" not in "\n".join(rows(pilot))


async def test_a_mail_that_comes_is_shown_while_following(inbox: Inbox) -> None:
    async with Viewer(inbox, URL).run_test() as pilot:
        for code in ("012345", "482913"):
            kept = deliver(inbox, code_mail(code))
            await seen(pilot, f"code {code}")
            assert _chosen(pilot) == kept
        assert [row.split()[-1] for row in rows(pilot)[1:3]] == ["482913", "012345"]


async def test_a_mail_that_came_while_the_view_started_is_shown(inbox: Inbox) -> None:
    viewer = Viewer(inbox, URL)
    deliver(inbox, code_mail("012345"))
    async with viewer.run_test() as pilot:
        await seen(pilot, "1 mail  following")
        await seen(pilot, "code 012345")


async def test_who_looks_at_an_older_mail_is_not_led_away(inbox: Inbox) -> None:
    first = deliver(inbox, code_mail("111111"))
    deliver(inbox, code_mail("222222"))
    async with Viewer(inbox, URL).run_test() as pilot:
        await pilot.press("down")
        await seen(pilot, "not following")
        for number in range(60):
            deliver(inbox, code_mail(f"{number:06}"))
        await seen(pilot, "62 mails")
        assert _chosen(pilot) == first
        assert any("code 111111" in row for row in rows(pilot))
        assert sum("111111" in row for row in rows(pilot)[1:9]) == 1  # its row is in sight
        await pilot.press("f")
        await seen(pilot, "mails  following")
        assert _chosen(pilot) == inbox.newest(1)[0]


async def test_going_back_to_the_newest_follows_again(inbox: Inbox) -> None:
    for number in range(3):
        deliver(inbox, code_mail(f"{number:06}"))
    async with Viewer(inbox, URL).run_test() as pilot:
        await pilot.press("end")
        await seen(pilot, "not following")
        assert _chosen(pilot) == inbox.get(1)
        await pilot.press("home")
        await seen(pilot, "mails  following")


async def test_the_chosen_mail_is_the_oldest_left_when_its_own_is_pruned(inbox: Inbox) -> None:
    for _ in range(500):
        deliver(inbox, b"")
    async with Viewer(inbox, URL).run_test() as pilot:
        await pilot.press("end")
        assert _chosen(pilot) == inbox.get(1)
        deliver(inbox, b"")
        await until(pilot, lambda: _chosen(pilot) == inbox.get(2))
        assert inbox.get(1) is None


async def test_the_chosen_row_stays_in_sight_in_a_smaller_terminal(inbox: Inbox) -> None:
    for number in range(8):
        deliver(inbox, code_mail(f"{number:06}"))
    async with Viewer(inbox, URL).run_test() as pilot:
        await pilot.press("end")
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert rows(pilot)[-1] == " c Copy code  f Follow  ? Help  q Quit"
        assert any("000000" in row for row in rows(pilot)[1:4])


async def test_each_mail_is_shown_from_its_beginning_and_stays_where_it_was_scrolled(inbox: Inbox) -> None:
    for _ in range(3):
        deliver(inbox, mail("\n".join(f"line {number}" for number in range(60))))
    async with Viewer(inbox, URL).run_test() as pilot:
        await pilot.press("down", "tab", "end")
        await seen(pilot, "line 59")
        deliver(inbox, mail())
        await seen(pilot, "4 mails")
        await seen(pilot, "line 59")
        await pilot.press("tab", "down")
        await seen(pilot, "line 0")


async def test_a_warning_stays_on_screen(inbox: Inbox) -> None:
    deliver(inbox, code_mail("012345"))
    async with Viewer(inbox, URL, "Others can send [bold]mails[/] here.").run_test() as pilot:
        await pilot.press("c", "down", "up", "f")
        deliver(inbox, mail())
        await seen(pilot, "2 mails")
        assert rows(pilot)[1] == " Others can send [bold]mails[/] here."
