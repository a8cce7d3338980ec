"""The journeys lead through their steps in order, with the real store and real mails."""

import pytest

from kstore_tui.store import Store
from screens.flows import account as flows
from screens.login.login import LoginStep
from screens.two_step.address import AddressStep
from screens.widgets.field import Field
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import (
    ADDRESS,
    NEW_ADDRESS,
    PASSWORD,
    VERIFICATION_ADDRESS,
    another_code,
    registered,
    two_step_on,
)
from tests.screens.person import Person, at_terminal
from tests.screens.running import (
    AT_LOGIN,
    AT_SETTINGS,
    NOT_SENT,
    SENT,
    TOO_MANY,
    mail_server_down,
    starts,
    verification_address,
    walks,
)


async def log_in_with_code(person: Person, mailbox: Mailbox) -> None:
    await person.sees("Log in to the Kintone Store")
    await person.enters(ADDRESS, PASSWORD)
    await person.sees(SENT)
    await person.enters(mailbox.newest_code)
    await person.sees("Welcome.")


async def enter_wrong_codes(person: Person, mailbox: Mailbox) -> None:
    for left in ("4 tries are", "3 tries are", "2 tries are", "1 try is"):
        await person.enters(another_code(mailbox.newest_code))
        await person.sees(f"✗ That code is wrong. {left} left.")
    await person.enters(another_code(mailbox.newest_code))


async def test_the_first_administrator_registers_and_is_logged_in(store: Store) -> None:
    async with at_terminal(store) as person:
        await person.sees("Register the first administrator")
        await person.enters(ADDRESS, PASSWORD, PASSWORD)
        await person.sees("Welcome.", "This is your first login.")
        assert person.stack == ["Home"]


async def test_two_step_verification_is_on_after_save_and_not_before(store: Store, mailbox: Mailbox) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await walks(person, mailbox, "enable", 3)
        await person.sees(f"Every login will mail a code to {VERIFICATION_ADDRESS}.")
        assert await verification_address(store) is None
        await person.presses("enter")
        await person.sees(flows.ENABLED, f"On · codes go to {VERIFICATION_ADDRESS}")
        assert person.stack == AT_SETTINGS
        assert await verification_address(store) == VERIFICATION_ADDRESS
        assert mailbox.code_receivers == [VERIFICATION_ADDRESS]


async def test_the_address_is_changed_with_a_code_from_each_address(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    async with at_terminal(store) as person:
        await log_in_with_code(person, mailbox)
        await walks(person, mailbox, "change")
        await person.sees(flows.CHANGED, f"On · codes go to {NEW_ADDRESS}")
        assert await verification_address(store) == NEW_ADDRESS
        assert mailbox.code_receivers[-2:] == [VERIFICATION_ADDRESS, NEW_ADDRESS]


async def test_two_step_verification_is_disabled_with_a_code_from_the_address(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    async with at_terminal(store) as person:
        await log_in_with_code(person, mailbox)
        await walks(person, mailbox, "disable", 1)
        assert await verification_address(store) == VERIFICATION_ADDRESS
        await person.presses("enter")
        await person.sees(flows.DISABLED, "Enable Two-Step Verification")
        assert await verification_address(store) is None


async def test_five_wrong_codes_lead_back_to_the_login_screen(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    async with at_terminal(store) as person:
        await person.sees("Log in to the Kintone Store")
        await person.enters(ADDRESS, PASSWORD)
        await person.sees(SENT)
        await enter_wrong_codes(person, mailbox)
        await person.sees(TOO_MANY, "Log in to the Kintone Store")
        assert person.stack == AT_LOGIN
        assert person.screen.query_one("#address", Field).value == ADDRESS
        assert person.focused == "password"
        await person.enters(PASSWORD)
        await person.sees(SENT)
        assert TOO_MANY not in person.text
        await person.enters(mailbox.newest_code)
        await person.sees("Welcome.")


async def test_five_wrong_codes_lead_back_to_the_address(store: Store, mailbox: Mailbox) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await walks(person, mailbox, "enable", 2)
        await enter_wrong_codes(person, mailbox)
        await person.sees(TOO_MANY, "Where should the codes be sent?")
        assert person.screen.query_one("#address", Field).value == VERIFICATION_ADDRESS
        await person.presses("enter")
        await person.sees(SENT)
        await person.enters(mailbox.newest_code)
        await person.sees("Step 4 of 4")


@pytest.mark.parametrize("way", ["change", "disable"])
async def test_five_wrong_codes_from_the_present_address_lead_back_to_account_settings(
    store: Store, mailbox: Mailbox, way: str
) -> None:
    await two_step_on(store, mailbox)
    async with at_terminal(store) as person:
        await log_in_with_code(person, mailbox)
        await starts(person, way)
        await person.sees(SENT)
        await enter_wrong_codes(person, mailbox)
        await person.sees(TOO_MANY, "This terminal")
        assert person.stack == AT_SETTINGS


async def test_escape_goes_back_step_by_step_and_keeps_the_address(store: Store, mailbox: Mailbox) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await walks(person, mailbox, "enable", 3)
        await person.presses("escape")
        await person.stands_on(AddressStep)
        assert person.screen.query_one("#address", Field).value == VERIFICATION_ADDRESS
        await person.presses("escape")
        await person.sees("We recommend registering")
        await person.presses("escape")
        await person.sees("This terminal since")
        assert person.stack == AT_SETTINGS
        assert await verification_address(store) is None


async def test_escape_at_the_code_for_a_login_goes_back_to_it_with_the_address(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    async with at_terminal(store) as person:
        await person.sees("Log in to the Kintone Store")
        await person.enters(f" {ADDRESS}", PASSWORD)
        await person.sees(SENT)
        await person.presses("escape")
        await person.stands_on(LoginStep)
        assert person.screen.query_one("#address", Field).value == f" {ADDRESS}"
        assert person.screen.query_one("#password", Field).value == ""
        assert person.focused == "password"


async def test_a_mail_server_that_is_down_stops_a_change_only_as_long_as_it_is(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    async with at_terminal(store) as person:
        await log_in_with_code(person, mailbox)
        await walks(person, mailbox, "change", 1)
        with mail_server_down(store):
            await person.enters(NEW_ADDRESS)
            await person.sees(NOT_SENT)
            await person.stands_on(AddressStep)
        await person.presses("enter")
        await person.sees(f"{SENT} {NEW_ADDRESS}.")
        clock.advance(minutes=1)
        with mail_server_down(store):
            await person.clicks("#send-again")
            await person.sees(NOT_SENT)
        await person.presses("ctrl+r")
        await person.sees("A new code has been sent.")
        await person.enters(mailbox.newest_code)
        await person.sees("Step 4 of 4")
