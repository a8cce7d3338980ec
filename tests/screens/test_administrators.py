"""Administrators are registered, invited again, withdrawn and deleted from the place that shows them."""

import pytest

from kstore_tui.store import Store
from screens.administrators.delete import DeleteStep, WithdrawStep
from screens.administrators.page import Administrators
from screens.administrators.register import RegisterStep
from screens.login.login import LoginStep
from screens.widgets.field import Field
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import ADDRESS, OTHER_ADDRESS, PASSWORD, other_registered, registered
from tests.screens.person import Person, at_terminal
from tests.screens.waiting import until

INVITED = "new@example.com"


async def opens_administrators(person: Person) -> None:
    await person.logs_in()
    await person.clicks("#administrators")
    await person.stands_on(Administrators)
    await person.sees(ADDRESS, "Search by address")


async def test_bad_addresses_are_named_and_good_ones_stay_in_the_field_until_all_are_right(
    store: Store, mailbox: Mailbox
) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await opens_administrators(person)
        await person.clicks("#register")
        await person.stands_on(RegisterStep)
        typed = f"{INVITED}, nonsense {ADDRESS}"
        await person.enters(typed)
        await person.sees("nonsense is not an email address.", f"{ADDRESS} is registered already.")
        assert person.screen.query_one("#addresses", Field).value == typed
        person.screen.query_one("#addresses", Field).value = INVITED
        await person.presses("enter")
        await person.sees(f"A registration code is on its way to {INVITED}.", "1–2 of 2", "invited")
        await until(person.pilot, lambda: mailbox.receivers == [INVITED])


async def test_an_open_invitation_is_sent_again_or_withdrawn(store: Store, mailbox: Mailbox) -> None:
    session = await registered(store)
    await store.administrators.register(session.session_id, INVITED)
    async with at_terminal(store) as person:
        await opens_administrators(person)
        assert not person.screen.query_one("#withdraw").display
        await person.presses("down")
        await person.sees("Withdraw", "Send again")
        assert not person.screen.query_one("#delete").display
        await person.clicks("#send-again")
        await until(person.pilot, lambda: mailbox.receivers == [INVITED, INVITED])
        await person.clicks("#withdraw")
        await person.stands_on(WithdrawStep)
        await person.sees(f"The registration code of {INVITED} is then worth nothing.")
        await person.clicks("#primary")
        await person.sees(f"The invitation of {INVITED} is withdrawn.", "1–1 of 1")


async def test_deleting_names_the_account_and_asks_for_a_fresh_password(
    store: Store, clock: MovableClock
) -> None:
    await registered(store)
    await other_registered(store)
    async with at_terminal(store) as person:
        await opens_administrators(person)
        await person.presses("down")
        clock.advance(minutes=6)
        await person.clicks("#delete")
        await person.enters(PASSWORD)
        await person.stands_on(DeleteStep)
        await person.sees(f"{OTHER_ADDRESS} cannot log in any more")
        assert person.focused == "back"
        await person.clicks("#primary")
        await person.sees(f"{OTHER_ADDRESS} was deleted.", "1–1 of 1")
        await person.clicks("#delete")
        await person.clicks("#primary")
        await person.sees("✗ This is the last administrator who can log in. Register another one first.")


@pytest.mark.parametrize("way", ["Account Settings", "Administrators"])
async def test_ones_own_account_is_closed_while_another_remains(store: Store, way: str) -> None:
    await registered(store)
    await other_registered(store)
    async with at_terminal(store) as person:
        if way == "Administrators":
            await opens_administrators(person)
            await person.clicks("#delete")
        else:
            await person.logs_in()
            await person.opens_settings()
            person.screen.query_one("#close").focus()
            await person.presses("enter")
        await person.stands_on(DeleteStep)
        await person.sees("Close this account")
        await person.clicks("#primary")
        await person.stands_on(LoginStep)
        await person.sees("Your account is closed.")
        assert "✗" not in person.text
        await person.logs_in(OTHER_ADDRESS)
