"""Marking, deleting, exporting and saving."""

import os
from pathlib import Path

import pytest
from textual.widgets import Input

from devmail.store.inbox import Inbox
from devmail.tui.viewer import Viewer
from devmail.tui.views import LISTS, NOT_THERE, TABS, lines_of
from tests.devmail.mails import TickingClock, code_mail, deliver, mail
from tests.devmail.tui.seen import message, rows, seen, server, until
from tests.devmail.tui.test_reading import with_attachment

MARKED = "All of these are marked. Press m to unmark one."


async def test_m_marks_a_mail_and_takes_the_mark_away(inbox: Inbox, clock: TickingClock) -> None:
    first = deliver(inbox, code_mail("012345"))
    async with Viewer(inbox, server(inbox), clock=clock).run_test() as pilot:
        await pilot.press("m")
        await until(pilot, lambda: rows(pilot)[1].startswith(" *09:00:01"))
        kept = inbox.get(first.id)
        assert kept is not None
        assert kept.marked
        await pilot.press("m")
        await until(pilot, lambda: rows(pilot)[1].startswith("  09:00:01"))


async def test_d_deletes_the_chosen_mail_and_goes_to_the_next_older(inbox: Inbox) -> None:
    mails = [deliver(inbox, mail("x", f"Number {number}")) for number in range(3)]
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press("down", "d")
        await seen(pilot, "2 emails")
        assert inbox.newest() == [mails[2], mails[0]]
        assert message(pilot) == "Deleted “Number 1”. Press u to undo."
        assert " Number 0" in rows(pilot)
        await pilot.press("d")
        await seen(pilot, "1 email ")
        assert " Number 2" in rows(pilot)
        await pilot.press("d", "d", "d")
        await seen(pilot, "No emails yet.")
        await pilot.press("u", "u")
        await seen(pilot, "2 emails  not following")
        assert " Number 0" in rows(pilot)  # the one that came back last
        await pilot.press("u", "u")
        await seen(pilot, "3 emails")
        assert inbox.newest() == mails[::-1]


@pytest.mark.parametrize(("answer", "left"), [("y", 1), ("n", 3), ("D", 3)])
async def test_capital_d_deletes_all_there_was_after_a_yes(answer: str, left: int, inbox: Inbox) -> None:
    deliver(inbox, mail())
    deliver(inbox, mail())
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press("D")
        await seen(pilot, "Delete 2 emails?")
        deliver(inbox, mail())  # of which the question did not speak
        await seen(pilot, "3 emails")
        await pilot.press(answer, "escape")
        await until(pilot, lambda: inbox.count() == left)
        assert (left == 1) == (message(pilot) == "Deleted 2 emails.")


async def test_capital_d_keeps_marked_mails_and_those_that_were_not_found(inbox: Inbox) -> None:
    for subject in ("May", "June", "May", "May"):
        deliver(inbox, mail("x", subject))
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press("m", *"/may", "enter", "D")
        await seen(pilot, "Delete 2 emails found?")
        await seen(pilot, "Marked emails are kept.")
        await pilot.press("y")
        await until(pilot, lambda: inbox.count() == 2)
        await pilot.press("escape", *"/is:marked", "enter", "D")
        await until(pilot, lambda: message(pilot) == MARKED)
        assert "1 of 2" in rows(pilot)[0]


async def test_what_another_program_adds_and_deletes_is_followed(tmp_path: Path) -> None:
    inbox, other = Inbox(tmp_path / "inbox.sqlite3"), Inbox(tmp_path / "inbox.sqlite3")
    deliver(inbox, mail())
    async with Viewer(inbox, server(inbox), is_shared=True).run_test() as pilot:
        deliver(other, code_mail("012345"))
        await seen(pilot, "code 012345")
        other.clear()
        await seen(pilot, "No emails yet.")
    inbox.close()
    other.close()


async def test_an_email_that_another_program_deleted_is_reported_as_gone(tmp_path: Path) -> None:
    inbox, other = Inbox(tmp_path / "inbox.sqlite3"), Inbox(tmp_path / "inbox.sqlite3")
    kept = deliver(inbox, mail())
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        other.clear()
        await pilot.press("x")
        assert message(pilot) == NOT_THERE == "This email no longer exists."
        await pilot.press("5")
        await seen(pilot, f"[{NOT_THERE}]")
    for tab in TABS:
        assert lines_of(inbox, kept.id, tab) == ([] if tab in LISTS else [f"[{NOT_THERE}]"])
    assert not [name for name in os.listdir(tmp_path) if name.endswith(".eml")]
    inbox.close()
    other.close()


async def test_x_writes_the_mail_as_it_was_received_and_says_where(inbox: Inbox, tmp_path: Path) -> None:
    raw = b"Subject: \xff\r\n\r\n\x00\r\n"
    deliver(inbox, raw)
    async with Viewer(inbox, server(inbox)).run_test(size=(200, 24)) as pilot:
        await pilot.press("x", "x")
        assert message(pilot) == f"Saved {tmp_path / 'mail-1-2.eml'}."
    assert (tmp_path / "mail-1.eml").read_bytes() == raw
    assert (tmp_path / "mail-1.eml").stat().st_mode & 0o777 == 0o600


async def test_s_saves_the_chosen_part_in_the_folder_that_was_asked_for(inbox: Inbox, tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    deliver(inbox, with_attachment())
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        assert "s Save" not in rows(pilot)[-1]
        await pilot.press("5", "tab", "end")
        await until(pilot, lambda: "s Save" in rows(pilot)[-1])
        await pilot.press("s")
        await seen(pilot, "Save invoice.pdf")
        assert pilot.app.screen.query_one(Input).value == str(tmp_path)
        await pilot.press("end", *"/inner", "enter")
        await until(pilot, lambda: message(pilot) == f"Saved {tmp_path / 'inner' / 'invoice.pdf'}.")
    assert (tmp_path / "inner" / "invoice.pdf").read_bytes() == b"%PDF-1"


async def test_a_missing_folder_is_named(inbox: Inbox, tmp_path: Path) -> None:
    deliver(inbox, with_attachment())
    async with Viewer(inbox, server(inbox)).run_test() as pilot:
        await pilot.press("5", "s", "end", *"/none", "enter")
        await until(pilot, lambda: message(pilot) == f"There is no folder {tmp_path}/none.")
