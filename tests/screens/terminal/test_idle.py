"""A terminal where nobody does anything is sent nothing."""

import asyncio
from contextlib import ExitStack
from pathlib import Path

import pytest

from kstore_tui.store import Store
from tests.journeys.kstore import environment, program
from tests.journeys.terminal import Terminal
from tests.screens.states import STATES
from tests.screens.states.state import State
from tests.screens.support.person import until
from tests.screens.support.stage import Stage, reach

ONE_OF_EACH = {state.screen: state for state in STATES if not state.busy}


@pytest.mark.parametrize("state", ONE_OF_EACH.values(), ids=lambda state: state.name)
async def test_nothing_is_scheduled_on_any_screen(store: Store, state: State) -> None:
    def scheduled() -> list[asyncio.TimerHandle]:
        loop = asyncio.get_running_loop()
        handles = loop._scheduled  # type: ignore[attr-defined] # private: nothing else tells
        return [each for each in handles if not each.cancelled() and "_on_timeout" not in repr(each)]

    async with Stage(store, state.page()).run_test(size=(80, 24)) as pilot:
        await reach(pilot, state)
        await until(pilot, lambda: not scheduled())


PLACES = ("", "Administrators", "Activity", "Security rules", "Account Settings")


@pytest.mark.slow
def test_in_a_minute_not_a_byte_is_sent(tmp_path: Path) -> None:
    with ExitStack() as all_of_them:
        terminals = []
        for number, place in enumerate(PLACES):
            folder = tmp_path / str(number)
            folder.mkdir()
            terminal = all_of_them.enter_context(Terminal(program(folder), environment=environment(folder)))
            terminal.wait_for("Register the first administrator")
            if place:
                terminal.type("ada@example.com\ryellow-umbrella\ryellow-umbrella\r")
                terminal.wait_for("Welcome.")
                terminal.settle()
                terminal.press("ctrl+p")
                terminal.wait_for("Account Settings")
                terminal.paste(place)
                terminal.wait_gone("Log out of this")
                terminal.settle()
                terminal.press("enter")
                terminal.wait_gone("Switch between")
            terminals.append(terminal)
        for terminal in terminals:
            terminal.settle(1)
        before = [terminal.bytes_received for terminal in terminals]
        for _ in range(60):
            for terminal in terminals:
                terminal.pass_time(1 / len(terminals))
        assert [terminal.bytes_received for terminal in terminals] == before
