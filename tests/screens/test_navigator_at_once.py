"""A way taken while another one is not at its end yet hangs nothing, whenever it comes."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial

import pytest

from kstore_tui.store import Store
from screens.account.settings import AccountSettings
from screens.base.step_screen import StepScreen
from screens.flows import two_step
from tests.kstore_tui.steps import registered
from tests.screens.person import LOGIN, Person, at_terminal
from tests.screens.running import AT_LOGIN, AT_SETTINGS
from tests.screens.waiting import until

AT_TURNS = (0, 1, 3, 8, 30)
"""How many turns of the loop the next way is behind."""


async def turn(turns: int) -> None:
    for _ in range(turns):
        await asyncio.sleep(0)


async def turn_until(so: Callable[[], bool]) -> None:
    """Wait in the smallest steps that there are."""
    async with asyncio.timeout(20):
        while not so():
            await turn(1)


async def comes_to_rest_at_settings(person: Person) -> None:
    await until(person.pilot, lambda: person.stack == AT_SETTINGS and not person.running())
    await person.stands_on(AccountSettings)
    await person.sees("This terminal since")
    await until(person.pilot, lambda: person.focused == "enable")
    await person.presses("down")
    await until(person.pilot, lambda: person.focused == "log-out-others")


async def test_ways_taken_right_after_one_another_hang_nothing_and_none_undoes_a_log_out(
    store: Store,
) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        go = person.app.navigator
        enable = partial(go.start, two_step.enable)
        for turns in AT_TURNS:
            await person.logs_in()
            for way in (go.account_settings, enable, go.log_out, go.account_settings, enable):
                way()
                for _ in range(turns):
                    await asyncio.sleep(0)
            await person.stands_on(LOGIN)
            await person.sees("You have been logged out.")
            assert person.stack == AT_LOGIN


@pytest.fixture
async def person(store: Store) -> AsyncIterator[Person]:
    """Someone at Account Settings."""
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await person.opens_settings()
        yield person


async def test_account_settings_asked_for_again_on_the_way_to_it(person: Person) -> None:
    go = person.app.navigator
    for turns in AT_TURNS:
        go.account_settings()
        await turn(turns)
        go.account_settings()
        await comes_to_rest_at_settings(person)


async def test_a_step_left_while_it_is_being_laid_out(person: Person) -> None:
    go = person.app.navigator
    for turns in AT_TURNS:
        go.start(two_step.enable)
        await turn_until(lambda: isinstance(person.screen, StepScreen))
        await turn(turns)
        go.account_settings()
        await comes_to_rest_at_settings(person)


async def test_a_journey_left_between_two_of_its_steps(person: Person) -> None:
    go = person.app.navigator
    for turns in AT_TURNS:
        go.start(two_step.enable)
        await person.stands_on(two_step.ENABLE)
        assert isinstance(person.screen, StepScreen)
        person.screen.submit()
        await turn(turns)
        go.account_settings()
        await comes_to_rest_at_settings(person)


async def test_a_step_whose_answer_comes_after_it_was_left(person: Person) -> None:
    go = person.app.navigator
    for turns in AT_TURNS:
        go.start(two_step.enable)
        await person.stands_on(two_step.ENABLE)
        await person.presses("enter")
        await person.sees("Step 2 of 4")
        assert isinstance(person.screen, StepScreen)
        person.screen.submit()
        await turn(turns)
        go.account_settings()
        await comes_to_rest_at_settings(person)
