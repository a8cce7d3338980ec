"""A mail server that is down is told in the step, and the second try works once it is up again."""

import pytest

from kstore_tui.store import Store
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import ADDRESS, PASSWORD, VERIFICATION_ADDRESS, registered, two_step_on
from tests.screens.person import Person, at_terminal
from tests.screens.running import NOT_SENT, SENT, mail_server_down, starts, walks


async def logged_in_with_code(person: Person, mailbox: Mailbox) -> None:
    await person.sees("Log in to the Kintone Store")
    await person.enters(ADDRESS, PASSWORD)
    await person.sees(SENT)
    await person.enters(mailbox.newest_code)
    await person.sees("Welcome.")


async def test_at_the_login(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    async with at_terminal(store) as person:
        await person.sees("Log in to the Kintone Store")
        with mail_server_down(store):
            await person.enters(ADDRESS, PASSWORD)
            await person.sees(NOT_SENT, "cannot be reached.")
            assert person.stack == ["LoginStep"]
        await person.enters(PASSWORD)
        await person.sees(SENT)


async def test_when_a_code_is_sent_again(store: Store, mailbox: Mailbox, clock: MovableClock) -> None:
    await two_step_on(store, mailbox)
    async with at_terminal(store) as person:
        await person.sees("Log in to the Kintone Store")
        await person.enters(ADDRESS, PASSWORD)
        await person.sees(SENT)
        clock.advance(seconds=60)
        with mail_server_down(store):
            await person.presses("ctrl+r")
            await person.sees(NOT_SENT, "cannot be reached.")
            assert person.stack == ["CodeStep"]
        await person.presses("ctrl+r")
        await person.sees("A new code has been sent.")
        await person.enters(mailbox.newest_code)
        await person.sees("Welcome.")


async def test_at_the_address_for_codes(store: Store, mailbox: Mailbox) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await walks(person, mailbox, "enable", 1)
        with mail_server_down(store):
            await person.enters(VERIFICATION_ADDRESS)
            await person.sees(NOT_SENT, "cannot be reached.")
            assert person.stack[-1] == "AddressStep"
        await person.presses("enter")
        await person.sees(f"{SENT} {VERIFICATION_ADDRESS}.")


@pytest.mark.parametrize("way", ["change", "disable"])
async def test_at_the_present_address(store: Store, mailbox: Mailbox, way: str) -> None:
    await two_step_on(store, mailbox)
    async with at_terminal(store) as person:
        await logged_in_with_code(person, mailbox)
        with mail_server_down(store):
            await starts(person, way)
            await person.sees(NOT_SENT, "cannot be reached.")
            assert person.stack[-1] == "CodeStep"
        await person.presses("ctrl+r")
        await person.sees(SENT)
        await person.enters(mailbox.newest_code)
        await person.sees("Step 2 of ")
