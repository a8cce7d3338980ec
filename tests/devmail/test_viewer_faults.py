"""Faults are shown while they are on, and set from the viewer."""

from dataclasses import dataclass, field

from devmail.smtp.faults import Faults
from devmail.smtp.refusals import Refusals
from devmail.smtp.sink import Sink
from devmail.store.inbox import Inbox
from devmail.tui.viewer import Viewer
from tests.devmail.seen import URL, rows, seen, until


@dataclass
class Server:
    """What the viewer sees of a mail server."""

    faults: Faults = field(default_factory=Faults)


async def test_faults_are_shown_while_they_are_on(inbox: Inbox) -> None:
    server = Server(Faults(first=2))
    async with Viewer(inbox, URL, server=server).run_test() as pilot:
        await seen(pilot, Faults(first=2).describe())
        server.faults = Faults()  # two mails came
        await until(pilot, lambda: "Faults on" not in "\n".join(rows(pilot)))


async def test_capital_f_sets_them(inbox: Inbox, sink: Sink) -> None:
    async with Viewer(inbox, URL, server=sink).run_test() as pilot:
        await pilot.press("F")
        await seen(pilot, "Faults, for clients to cope with")
        await pilot.press("3", "down", "down", *"0.5", "down", "space", "enter")
        wanted = Faults(first=3, delay=0.5, drop=True)
        await until(pilot, lambda: sink.faults == wanted)
        await until(pilot, lambda: "Faults on: " in rows(pilot)[1])
        await pilot.press("F", "ctrl+o")
        await until(pilot, lambda: sink.faults == Faults())
        await until(pilot, lambda: "Faults on" not in "\n".join(rows(pilot)))


async def test_what_is_no_number_is_told_and_the_form_stays(inbox: Inbox) -> None:
    server = Server(Faults(first=2))
    async with Viewer(inbox, URL, server=server).run_test() as pilot:
        await pilot.press("F", "ctrl+u", *"-5", "enter")
        await seen(pilot, "Give a number from 1 to 1000000, or nothing.")
        await pilot.press("ctrl+u", "0", "down", "down", *"1e9", "enter")
        await seen(pilot, "Give a number above 0, 1000 at most, or nothing.")
        assert (server.faults, pilot.app.screen.focused) == (
            Faults(first=2),
            pilot.app.screen.query_one("#delay"),
        )
        await pilot.press("ctrl+u", "enter")
        await until(pilot, lambda: server.faults == Faults())


async def test_escape_leaves_them_as_they_are(inbox: Inbox) -> None:
    server = Server(Faults(first=2))
    async with Viewer(inbox, URL, server=server).run_test() as pilot:
        await pilot.press("F", "9", "escape")
        assert server.faults == Faults(first=2)


async def test_without_a_server_there_is_nothing_to_set(inbox: Inbox) -> None:
    async with Viewer(inbox, URL).run_test() as pilot:
        await pilot.press("F")
        assert len(pilot.app.screen_stack) == 1


async def test_a_refusal_is_told_and_a_store_that_fails_stays_in_sight(inbox: Inbox) -> None:
    refusals = Refusals()
    async with Viewer(inbox, URL, server=Server(), refusals=refusals).run_test() as pilot:
        refusals.note("554 A \x1b bare LF", ("sato@example.com",))
        await seen(pilot, " UTC: 554 A ␛ bare LF (to sato@example.com)")
        refusals.trouble = "The mail could not be kept: the disk is full."
        refusals.note("451 The mail could not be kept")
        await seen(pilot, refusals.trouble)
        await pilot.press("slash")
        await until(pilot, lambda: "Refused" not in "\n".join(rows(pilot)))
        assert refusals.trouble in "\n".join(rows(pilot))
        refusals.trouble = ""
        await until(pilot, lambda: "could not be kept" not in "\n".join(rows(pilot)))
