"""A journey that something comes between says so, and goes on where it can."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from kstore_tui.core.codes import Purpose
from kstore_tui.store import Store
from screens.account.reauthentication import ReauthenticationStep
from screens.base.step import Step
from screens.flows import account as flows
from screens.two_step.address import AddressStep
from screens.two_step.confirm import SaveStep
from screens.widgets.field import Field
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import (
    NEW_ADDRESS,
    PASSWORD,
    VERIFICATION_ADDRESS,
    enabled,
    new_address_proved,
    present_address_proved,
    registered,
    session_of,
)
from tests.screens.person import Person, at_terminal
from tests.screens.running import (
    AT_LOGIN,
    AT_SETTINGS,
    CHANGED_ELSEWHERE,
    ENDED_BY_CHANGE,
    SENT,
    session_at,
    starts,
    verification_address,
    walks,
)


async def disabled(store: Store, mailbox: Mailbox, session: str) -> None:
    proof = await present_address_proved(store, mailbox, session, Purpose.DISABLE)
    await store.two_step.disable(session, proof)


async def changed(store: Store, mailbox: Mailbox, session: str) -> None:
    old = await present_address_proved(store, mailbox, session, Purpose.CHANGE_OLD)
    new = await new_address_proved(store, mailbox, session, NEW_ADDRESS, old)
    await store.two_step.save(session, new, old)


async def on_from_here(person: Person, store: Store, mailbox: Mailbox) -> None:
    """Enable two-step verification from the session of the person at the terminal."""
    await enabled(store, mailbox, session_at(person).session_id)


@pytest.mark.parametrize("way", ["enable", "change", "disable"])
async def test_a_password_given_five_minutes_ago_is_asked_for_again_at_the_start(
    store: Store, mailbox: Mailbox, clock: MovableClock, way: str
) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        if way != "enable":
            await on_from_here(person, store, mailbox)
        clock.advance(minutes=5, seconds=1)
        await starts(person, way)
        await person.stands_on(ReauthenticationStep)
        await person.enters("wrong")
        await person.sees("✗ The password is wrong.")
        assert person.screen.query_one("#password", Field).value == ""
        await person.presses("escape")
        await person.sees("This terminal since")
        assert person.stack == AT_SETTINGS
        await person.clicks(f"#{way}")
        await person.stands_on(ReauthenticationStep)
        await person.enters(PASSWORD)
        await person.sees("Step 1 of ")


async def test_a_password_given_less_than_five_minutes_ago_is_not_asked_for(
    store: Store, clock: MovableClock
) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        clock.advance(minutes=5)
        await starts(person, "enable")
        await person.sees("Step 1 of 4")


@pytest.mark.parametrize(("steps", "step", "then"), [(1, AddressStep, SENT), (3, SaveStep, flows.ENABLED)])
async def test_the_password_is_asked_for_again_in_the_middle_of_a_journey(
    store: Store, mailbox: Mailbox, clock: MovableClock, steps: int, step: type[Step[Any]], then: str
) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await walks(person, mailbox, "enable", steps)
        clock.advance(minutes=6)
        await (person.enters(VERIFICATION_ADDRESS) if steps == 1 else person.presses("enter"))
        await person.stands_on(ReauthenticationStep)
        await person.presses("escape")
        await person.stands_on(step)
        await person.sees("✗ Enter your password again to go on.")
        assert len(mailbox.code_receivers) == (steps == 3)
        await person.presses("enter")
        await person.stands_on(ReauthenticationStep)
        await person.enters(PASSWORD)
        await person.sees(then)


@pytest.mark.parametrize("steps", [1, 3])
async def test_enabling_ends_at_account_settings_when_it_is_on_meanwhile(
    store: Store, mailbox: Mailbox, steps: int
) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await walks(person, mailbox, "enable", steps)
        await on_from_here(person, store, mailbox)
        await (person.enters(NEW_ADDRESS) if steps == 1 else person.presses("enter"))
        await person.sees(CHANGED_ELSEWHERE)
        assert person.stack == AT_SETTINGS
        await person.sees(f"On · codes go to {VERIFICATION_ADDRESS}")
        assert await verification_address(store) == VERIFICATION_ADDRESS


async def test_a_code_sent_before_it_was_on_elsewhere_is_worth_nothing(
    store: Store, mailbox: Mailbox
) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await walks(person, mailbox, "enable", 2)
        code = mailbox.newest_code
        await enabled(store, mailbox, session_at(person).session_id, NEW_ADDRESS)
        await person.enters(code)
        await person.stands_on(AddressStep)
        await person.sees("✗ That code is no longer asked for. Start again to get a new one.")
        await person.presses("enter")
        await person.sees(CHANGED_ELSEWHERE)
        assert person.stack == AT_SETTINGS


@pytest.mark.parametrize(
    ("way", "meanwhile"), [("change", changed), ("change", disabled), ("disable", changed)]
)
async def test_changing_and_disabling_end_at_account_settings_when_it_is_changed_meanwhile(
    store: Store,
    mailbox: Mailbox,
    way: str,
    meanwhile: Callable[[Store, Mailbox, str], Awaitable[None]],
) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await on_from_here(person, store, mailbox)
        await walks(person, mailbox, way, {"change": 3, "disable": 1}[way])
        await meanwhile(store, mailbox, session_at(person).session_id)
        kept = await verification_address(store)
        await person.presses("enter")
        await person.sees(CHANGED_ELSEWHERE)
        assert person.stack == AT_SETTINGS
        assert await verification_address(store) == kept


@pytest.mark.parametrize("steps", [0, 3])
async def test_a_change_from_another_terminal_ends_the_journey_with_the_session(
    store: Store, mailbox: Mailbox, steps: int
) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        other = await session_of(store)
        await person.logs_in()
        await walks(person, mailbox, "enable", steps)
        await enabled(store, mailbox, other.session_id, NEW_ADDRESS)
        if steps == 0:
            await person.presses("enter")
        await (person.enters(VERIFICATION_ADDRESS) if steps == 0 else person.presses("enter"))
        await person.sees(ENDED_BY_CHANGE, "Log in to the Kintone Store")
        assert person.stack == AT_LOGIN
        assert await verification_address(store) == NEW_ADDRESS


async def test_enabling_says_so_when_it_is_on_already(store: Store, mailbox: Mailbox) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await on_from_here(person, store, mailbox)
        await person.clicks("#set-up")
        await person.sees(flows.ALREADY_ON)
        assert person.stack == ["Home"]
