"""What is asked in a box is answered once, whatever is pressed and how fast."""

import os
from pathlib import Path

import pytest

from devmail.smtp.faults import Faults
from devmail.store.inbox import Inbox
from devmail.tui.viewer import Viewer
from tests.devmail.mails import deliver, mail
from tests.devmail.seen import URL, seen, until
from tests.devmail.test_viewer_faults import Server


async def test_a_key_that_comes_twice_at_once_ends_a_dialog_and_nothing_else(
    inbox: Inbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    server = Server(Faults(first=2))
    async with Viewer(inbox, URL, server=server).run_test() as pilot:
        for opens, key, heading in (
            ("s", "enter", "Save "),
            ("F", "enter", "Faults, for clients"),
            ("F", "ctrl+o", "Faults, for clients"),
            ("question_mark", "escape", "Keys"),
            ("D", "y", "Delete the only mail?"),
            ("D", "n", "Delete the only mail?"),
        ):
            deliver(inbox, mail())
            await pilot.press("5", opens)
            await seen(pilot, heading)
            for _ in range(3):
                pilot.app.simulate_key(key)
            await until(pilot, lambda: len(pilot.app.screen_stack) == 1)
            await pilot.pause()
            assert pilot.app.is_running
            inbox.clear()
    assert os.listdir(tmp_path) == ["part-1.txt"]
    assert server.faults == Faults()


async def test_q_ends_the_help_and_no_more_and_ctrl_c_tells_the_way_out(inbox: Inbox) -> None:
    async with Viewer(inbox, URL).run_test() as pilot:
        await pilot.press("question_mark", "ctrl+c")
        await seen(pilot, "Press Escape, then q, to quit.")
        await pilot.press("q")
        await until(pilot, lambda: len(pilot.app.screen_stack) == 1)
        assert pilot.app.is_running
