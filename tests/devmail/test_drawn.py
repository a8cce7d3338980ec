"""Rows that stay the same are drawn once, wherever they move; what is drawn is always how things are."""

from textual.content import Content
from textual.strip import Strip

from devmail.store.inbox import Inbox
from devmail.tui.viewer import Viewer
from tests.devmail.mails import TickingClock, code_mail, deliver
from tests.devmail.seen import URL, rows, seen


async def test_a_mail_that_comes_draws_no_other_row_anew(inbox: Inbox, clock: TickingClock) -> None:
    for number in range(8):
        deliver(inbox, code_mail(f"{number:06}"))
    viewer = Viewer(inbox, URL, clock=lambda: clock.now)
    drawn: list[str] = []
    strip = viewer.list._strip

    def noting(line: Content, width: int) -> Strip:
        drawn.append(line.plain[-7:-1])
        return strip(line, width)

    async with viewer.run_test(size=(80, 40)) as pilot:
        await pilot.press("end")
        await seen(pilot, "not following")
        viewer.list._strip = noting  # type: ignore[method-assign]
        deliver(inbox, code_mail("482913"))
        await seen(pilot, "482913")
        assert drawn == ["482913"]
        await pilot.press("m")
        await seen(pilot, "*09:00:01")
        await pilot.resize_terminal(100, 40)
        await pilot.pause()
        lines = [viewer.list.line(row, 100).plain.rstrip() for row in range(1, 8)]
        assert rows(pilot)[2:9] == lines
