"""From everywhere there is a way to every other page, whatever runs, and nothing stays behind."""

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import partial

import pytest

from kstore_tui.core.errors import AccountClosed, SessionEnded, SettingsChanged, StoreError
from kstore_tui.core.results import LoggedIn
from kstore_tui.database.models import Administrator, Session
from kstore_tui.store import Store
from screens import pages
from screens.base.step import Step
from screens.base.step_screen import StepScreen
from screens.base.wizard import Wizard
from screens.navigator import LOGGED_OUT
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.steps import ADDRESS, OTHER_ADDRESS, other_registered, registered
from tests.screens.support.person import AT_LOGIN, AT_SETTINGS, LOGIN, Person, at_terminal

AT_TURNS = (0, 1, 8)
"""How many turns of the loop lie between one way and the next."""
FIRST, SECOND = "The first step", "The second step"
DONE = "It is done."


async def turn(turns: int) -> None:
    for _ in range(turns):
        await asyncio.sleep(0)


async def turn_until(so: Callable[[], object]) -> None:
    """Wait in the smallest steps that there are."""
    async with asyncio.timeout(20):
        while not so():
            await turn(1)


def step(heading: str) -> Step[bool | None]:
    async def agree() -> bool | None:
        return True

    return Step(heading=heading, primary="Continue", calls=agree, help="")


async def two_steps(wizard: Wizard, store: Store, session: LoggedIn) -> str | None:
    """Be a flow like any other."""
    return DONE if await wizard.ask(step(FIRST)) and await wizard.ask(step(SECOND)) else None


@pytest.fixture
async def person(store: Store) -> AsyncIterator[Person]:
    """Someone at Account Settings."""
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await person.opens_settings()
        yield person


async def comes_to_rest_at_settings(person: Person) -> None:
    await person.waits_for(lambda: person.stack == AT_SETTINGS and not person.running())
    await person.sees("This terminal since")
    await person.waits_for(lambda: person.focused)


async def starts(person: Person, steps: int) -> None:
    """Start the flow and go on to its first or second step."""
    person.app.navigator.start(two_steps)
    for heading in (FIRST, SECOND)[:steps]:
        await person.has_open(*AT_SETTINGS, heading)
        await person.waits_for(lambda: person.focused == "primary")
        if heading != (FIRST, SECOND)[steps - 1]:
            await person.presses("enter")


async def test_a_flow_leads_back_to_its_page_which_says_how_it_ended(person: Person) -> None:
    await starts(person, 2)
    await person.presses("enter")
    await person.sees(DONE)
    await comes_to_rest_at_settings(person)


async def test_going_back_ends_a_flow_and_says_nothing(person: Person) -> None:
    await starts(person, 1)
    await person.presses("escape")
    await comes_to_rest_at_settings(person)
    assert str(person.screen.query_one("MessageLine").render()) == ""


async def test_a_flow_can_be_left_at_each_of_its_steps_for_any_page(person: Person) -> None:
    for steps, leave, then in (
        (1, person.chooses("Account Settings"), AT_SETTINGS),
        (2, person.picks("Security rules"), [*AT_SETTINGS, "SecurityRules"]),
        (1, person.picks("Administrators"), ["Home", "Administrators"]),
        (2, person.chooses("Log out"), AT_LOGIN),
    ):
        person.app.navigator.open(pages.account_settings)
        await comes_to_rest_at_settings(person)
        await starts(person, steps)
        await leave
        await person.has_open(*then)
        await person.waits_for(lambda: person.running() in ([], ["journey"]))
    assert person.running() == ["journey"]  # that of the login


async def test_an_error_that_ends_a_flow_is_said_on_its_page_or_at_the_login(person: Person) -> None:
    for error, then in (
        (SettingsChanged(), AT_SETTINGS),
        (SessionEnded("You were logged out."), AT_LOGIN),
        (AccountClosed(), AT_LOGIN),
    ):

        async def fails(
            wizard: Wizard, store: Store, session: LoggedIn, error: StoreError = error
        ) -> str | None:
            raise error

        if person.stack == AT_LOGIN:
            await person.logs_in()
        person.app.navigator.start(fails)
        await person.sees(str(error))
        await person.has_open(*then)


async def test_a_page_opened_twice_is_open_once(person: Person) -> None:
    for _ in range(2):
        await person.picks("Security rules")
        await person.waits_for(lambda: not person.running())
    assert person.stack == [*AT_SETTINGS, "SecurityRules"]
    for left in (AT_SETTINGS, ["Home"], ["Home"]):
        await person.presses("escape")
        await person.has_open(*left)


async def test_quick_navigation_never_hangs_and_never_undoes_a_log_out(
    person: Person,
) -> None:
    go = person.app.navigator
    for turns in AT_TURNS:
        settings, flow = partial(go.open, pages.account_settings), partial(go.start, two_steps)
        for way in (settings, flow, go.log_out, settings, flow):
            way()
            await turn(turns)
        await person.stands_on(LOGIN)
        await person.sees(LOGGED_OUT)
        assert person.stack == AT_LOGIN
        await person.logs_in()


async def test_a_step_left_while_it_is_being_laid_out(person: Person) -> None:
    for turns in AT_TURNS:
        await starts(person, 1)
        await person.presses("enter")
        await turn_until(lambda: person.stack[-1] == SECOND)
        await turn(turns)
        person.app.navigator.open(pages.account_settings)
        await turn(turns)
        person.app.navigator.open(pages.account_settings)  # also asked for again on the way there
        await comes_to_rest_at_settings(person)


@pytest.mark.parametrize("steps", [1, 2])
async def test_a_step_whose_answer_comes_after_it_was_left(person: Person, steps: int) -> None:
    for turns in AT_TURNS:
        await starts(person, steps)
        assert isinstance(person.screen, StepScreen)
        person.screen.submit()
        await turn(turns)
        person.app.navigator.open(pages.account_settings)
        await comes_to_rest_at_settings(person)


async def test_the_next_action_says_that_the_session_has_ended(person: Person, clock: MovableClock) -> None:
    await starts(person, 1)
    clock.advance(minutes=15)
    await person.presses("down")
    await person.sees("✗ You were logged out after 15 minutes of inactivity.", LOGIN)
    assert person.stack == AT_LOGIN
    await person.waits_for(lambda: person.running() == ["journey"])
    await person.logs_in()


async def test_the_next_action_says_that_the_account_was_deleted(store: Store, person: Person) -> None:
    await other_registered(store)
    await store.transactions.run(Administrator.delete().where(Administrator.login_address == ADDRESS).execute)
    await person.presses("escape")
    await person.sees("✗ You", LOGIN)
    assert person.stack == AT_LOGIN
    await person.logs_in(OTHER_ADDRESS)


@pytest.mark.parametrize("way", ["Log out", "ctrl+q"])
async def test_leaving_ends_the_session(store: Store, way: str) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        session = person.app.navigator.session
        assert session is not None
        person.app.navigator.start(two_steps)
        await person.stands_on(FIRST)
        if way == "ctrl+q":
            await person.presses(way)
        else:
            await person.picks(way)
            await person.sees(LOGGED_OUT)
    assert await store.transactions.run(lambda: Session.get_by_id(session.session_id).ended_at) is not None
