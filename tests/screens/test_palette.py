"""The command palette offers what the program can do now, and nothing of Textual's own."""

from collections.abc import AsyncIterator

import pytest

from kstore_tui.database.models import Session
from kstore_tui.store import Store
from screens.account.security_rules import SecurityRules
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import ADDRESS, PASSWORD, other_registered, registered, two_step_on
from tests.screens.person import LOGIN, Person, at_terminal
from tests.screens.waiting import until

ALWAYS = ["Change appearance", "Quit"]
LOGGED_IN = [
    "Account Settings",
    "Activity",
    "Administrators",
    "Change Password",
    "Log out",
    "Register administrators",
    "Security rules",
    *ALWAYS,
]
ENABLE = "Enable Two-Step Verification"
CHANGE = "Change Address"
DISABLE = "Disable Two-Step Verification"
ELSEWHERE = "Log out everywhere else"
CLOSE = "Close this account"


@pytest.fixture
async def person(store: Store) -> AsyncIterator[Person]:
    """Someone who is logged in, without two-step verification and alone."""
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        yield person


async def test_at_the_first_run_it_offers_the_look_and_the_way_out(store: Store) -> None:
    async with at_terminal(store) as person:
        await person.sees("Register the first administrator")
        assert sorted(await person.offered()) == ALWAYS


async def test_at_the_login_it_offers_the_other_ways_in_too(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.sees("Log in to the Kintone Store")
        ways_in = ["Forgot your password?", "I have a registration code"]
        assert sorted(await person.offered()) == sorted([*ways_in, *ALWAYS])
        await person.presses("escape")
        await person.has_open(LOGIN)
        await person.commands("choose a new one")
        await person.stands_on("Forgot your password?")
        assert sorted(await person.offered()) == ALWAYS
        await person.presses("escape")
        await person.stands_on("Forgot your password?")
        await person.presses("escape")
        await person.stands_on(LOGIN)
        await person.commands("registration")
        await person.stands_on("Register with a registration code")


async def test_after_the_login_it_offers_every_place_and_what_can_be_done_now(store: Store) -> None:
    session = (await registered(store)).session_id
    async with at_terminal(store) as person:
        await person.logs_in()
        assert sorted(await person.offered()) == sorted([*LOGGED_IN, ENABLE, ELSEWHERE])
        await person.presses("escape")
        await store.sessions.log_out(session)
        await person.has_open("Home")
        assert sorted(await person.offered()) == sorted([*LOGGED_IN, ENABLE])
        await person.presses("escape")
        await until(person.pilot, lambda: person.stack == ["Home"])


async def test_with_two_step_verification_and_a_fellow_it_offers_what_goes_then(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    await other_registered(store)
    async with at_terminal(store) as person:
        await person.sees("Log in to the Kintone Store")
        await person.enters(ADDRESS, PASSWORD)
        await person.sees("Enter the verification code")
        await person.enters(mailbox.newest_code)
        await person.sees("Welcome.")
        assert sorted(await person.offered()) == sorted([*LOGGED_IN, CHANGE, DISABLE, ELSEWHERE, CLOSE])
        await person.presses("escape")
        await person.commands("without codes")
        await person.sees("Step 1 of 2")
        await person.commands("Close this")
        await person.sees("will be logged out everywhere")


async def test_two_step_verification_is_enabled_from_it(person: Person) -> None:
    await person.commands("code at login")
    await person.sees("Step 1 of 4")


async def test_a_session_that_is_over_is_told_by_the_next_command(store: Store, person: Person) -> None:
    for session in await store.transactions.run(lambda: [each.id for each in Session.select()]):
        await store.sessions.log_out(session)
    assert sorted(await person.offered()) == sorted(LOGGED_IN)
    await person.presses("escape")
    await person.sees("✗ You are logged out.")


async def test_a_command_is_found_by_what_it_does(person: Person) -> None:
    await person.commands("its numbers")
    await person.stands_on(SecurityRules)


async def test_security_rules_open_once_only(person: Person) -> None:
    for _ in range(2):
        await person.commands("Security rules")
        await person.stands_on(SecurityRules)
    assert person.stack == ["Home", "SecurityRules"]


async def test_the_look_changes_before_the_login_too(store: Store) -> None:
    async with at_terminal(store) as person:
        await person.sees("Register the first administrator")
        await person.commands("Change appearance")
        await until(person.pilot, lambda: person.app.theme == "kintone-light")


async def test_quit_ends_the_program(person: Person) -> None:
    await person.runs("Quit")
    await until(person.pilot, lambda: person.app._exit)
