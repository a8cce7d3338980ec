"""What is asked in a box is answered once, whatever is pressed and how fast."""

import os
from pathlib import Path

from textual.widgets import Input

from devmail.smtp.faults import Faults
from devmail.smtp.sink import Sink
from devmail.store.inbox import Inbox
from devmail.tui.viewer import Viewer
from tests.devmail.mails import deliver, mail
from tests.devmail.tui.seen import rows, seen, server, until


async def test_a_key_that_comes_twice_at_once_ends_a_dialog_and_nothing_else(
    inbox: Inbox, tmp_path: Path
) -> None:
    sink = server(inbox, Faults(first=2))
    async with Viewer(inbox, sink).run_test() as pilot:
        for opens, key, heading in (
            ("s", "enter", "Save "),
            ("F", "enter", "Simulate faults"),
            ("F", "ctrl+o", "Simulate faults"),
            ("question_mark", "escape", "Keys"),
            ("D", "y", "Delete 1 email?"),
            ("D", "n", "Delete 1 email?"),
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
    assert sink.faults == Faults()


async def test_q_closes_only_the_help_and_ctrl_c_says_how_to_quit(inbox: Inbox) -> None:
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press("question_mark", "ctrl+c")
        await seen(pilot, "Press Escape, then q, to quit.")
        await pilot.press("q")
        await until(pilot, lambda: len(pilot.app.screen_stack) == 1)
        assert pilot.app.is_running


async def test_faults_are_shown_until_they_are_used_up(inbox: Inbox) -> None:
    sink = server(inbox, Faults(first=2))
    async with Viewer(inbox, sink).run_test() as pilot:
        await seen(pilot, Faults(first=2).describe())
        sink.faults = Faults()  # two mails came
        await until(pilot, lambda: "Simulating faults" not in "\n".join(rows(pilot)))


async def test_the_faults_form_sets_faults(inbox: Inbox, sink: Sink) -> None:
    async with Viewer(inbox, sink).run_test() as pilot:
        await pilot.press("F")
        await seen(pilot, "Simulate faults")
        await pilot.press("3", "down", "down", *"0.5", "down", "space", "enter")
        wanted = Faults(first=3, delay=0.5, drop=True)
        await until(pilot, lambda: sink.faults == wanted)
        await until(pilot, lambda: "Simulating faults: " in rows(pilot)[1])
        await pilot.press("F", "ctrl+o")
        await until(pilot, lambda: sink.faults == Faults())
        await until(pilot, lambda: "Simulating faults" not in "\n".join(rows(pilot)))


async def test_escape_and_invalid_numbers_set_no_faults(inbox: Inbox) -> None:
    sink = server(inbox, Faults(first=2))
    async with Viewer(inbox, sink).run_test() as pilot:
        await pilot.press("F", "9", "escape")
        assert sink.faults == Faults(first=2)
        await pilot.press("F", "ctrl+u", *"-5", "enter")
        await seen(pilot, "Enter a number from 0 to 1,000,000.")
        await pilot.press("ctrl+u", "0", "down", "down", *"1e9", "enter")
        await seen(pilot, "Enter a number from 0 to 1,000.")
        assert (sink.faults, pilot.app.screen.focused) == (
            Faults(first=2),
            pilot.app.screen.query(Input).last(),
        )
        await pilot.press("ctrl+u", "enter")
        await until(pilot, lambda: sink.faults == Faults())


async def test_a_rejected_email_is_reported_and_a_failing_store_stays_in_sight(inbox: Inbox) -> None:
    sink = server(inbox)
    refusals = sink.refusals
    async with Viewer(inbox, sink).run_test() as pilot:
        refusals.note("554 A \x1b bare LF", ("sato@example.com",))
        await seen(pilot, " UTC: 554 A ␛ bare LF (to sato@example.com)")
        refusals.trouble = trouble = "The email couldn't be kept: the disk is full."
        refusals.note("451 The email couldn't be kept")
        await seen(pilot, trouble)
        await pilot.press("slash")
        await until(pilot, lambda: " UTC: 451 " not in "\n".join(rows(pilot)))
        assert trouble in "\n".join(rows(pilot))
        refusals.trouble = ""
        await until(pilot, lambda: trouble not in "\n".join(rows(pilot)))
