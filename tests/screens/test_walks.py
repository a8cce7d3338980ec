"""Four whole walks through the real store, on the real screens, with the keyboard alone."""

from kstore_tui.store import Store
from screens.flows.login import REGISTERED, RESET
from screens.flows.two_step import CHANGED, DISABLED, ENABLED
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import (
    ADDRESS,
    NEW_ADDRESS,
    OTHER_ADDRESS,
    PASSWORD,
    VERIFICATION_ADDRESS,
    other_registered,
    two_step_on,
)
from tests.screens.support.person import LOGIN, SENT, Person, at_terminal

NEW_PASSWORD = "eleven quiet lamps"


async def logs_in(person: Person, mailbox: Mailbox, password: str = PASSWORD) -> None:
    """Log in with a code."""
    await person.sees(LOGIN)
    await person.enters(ADDRESS, password)
    await person.sees(SENT)
    await person.enters(mailbox.newest_code)
    await person.sees("Welcome.")


async def enters_code(person: Person, mailbox: Mailbox, position: str) -> None:
    await person.sees(SENT, position)
    await person.enters(mailbox.newest_code)


async def test_from_the_first_run_to_a_login_with_a_code(store: Store, mailbox: Mailbox) -> None:
    async with at_terminal(store) as person:
        await person.sees("Register the first administrator")
        await person.enters(ADDRESS, PASSWORD, PASSWORD)
        await person.sees("This is your first login.", "You are the only administrator.")
        await person.chooses("Account Settings")
        await person.sees("Enable Two-Step Verification")
        await person.presses("enter")
        await person.sees("We recommend registering", "Step 1 of 4")
        await person.presses("enter")
        await person.sees("Step 2 of 4")
        await person.enters(VERIFICATION_ADDRESS)
        await enters_code(person, mailbox, "Step 3 of 4")
        await person.sees("Step 4 of 4")
        await person.presses("enter")
        await person.sees(ENABLED, f"On · Codes go to {VERIFICATION_ADDRESS}")
        await person.chooses("Log out")
        await logs_in(person, mailbox)


async def test_the_address_is_changed_and_two_step_verification_disabled(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    async with at_terminal(store) as person:
        await logs_in(person, mailbox)
        await person.chooses("Account Settings")
        await person.sees("Change Address")
        clock.advance(minutes=6)
        await person.presses("enter")
        await person.stands_on("Enter your password again")
        await person.enters(PASSWORD)
        await enters_code(person, mailbox, "Step 1 of 4")
        await person.sees("Step 2 of 4")
        await person.enters(NEW_ADDRESS)
        await enters_code(person, mailbox, "Step 3 of 4")
        await person.sees("Step 4 of 4")
        await person.presses("enter")
        await person.sees(CHANGED, f"Codes go to {NEW_ADDRESS}")
        await person.presses("down", "enter")
        await enters_code(person, mailbox, "Step 1 of 2")
        await person.sees("Step 2 of 2")
        await person.presses("enter")
        await person.sees(DISABLED, "Off · ")


async def test_a_password_reset_does_not_skip_the_second_step(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    async with at_terminal(store) as person:
        await person.sees(LOGIN)
        sent = len(mailbox.codes)
        await person.picks("Forgot your password?")
        await person.stands_on("Forgot your password?")
        await person.enters(ADDRESS)
        await person.sees("Reset code")
        await person.waits_for(lambda: len(mailbox.codes) > sent)
        await person.enters(mailbox.newest_code, NEW_PASSWORD, NEW_PASSWORD)
        await person.sees(RESET)
        await person.enters(NEW_PASSWORD)
        await enters_code(person, mailbox, "")
        await person.sees("Welcome.")


async def test_an_administrator_who_lost_the_mailbox_is_deleted_registered_again_and_gets_in(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    await other_registered(store)
    async with at_terminal(store) as person:
        await person.logs_in(OTHER_ADDRESS)
        await person.picks("Administrators")
        await person.sees(ADDRESS, "1–2 of 2")
        await person.clicks("#delete")
        await person.stands_on("Delete account")
        await person.presses("shift+tab", "enter")
        await person.sees(f"{ADDRESS} was deleted.", "1–1 of 1")
        await person.clicks("#register")
        await person.stands_on("Register administrators")
        sent = len(mailbox.codes)
        await person.enters(ADDRESS)
        await person.sees("invited", "1–2 of 2")
        await person.waits_for(lambda: len(mailbox.codes) > sent)
        await person.chooses("Log out")
        await person.sees(LOGIN)
        await person.picks("I have a registration code")
        await person.sees("Registration code")
        await person.enters(ADDRESS, mailbox.newest_code, NEW_PASSWORD, NEW_PASSWORD)
        await person.sees(REGISTERED)
        await person.enters(NEW_PASSWORD)
        await person.sees("This is your first login.", "Two-step verification is off.")
