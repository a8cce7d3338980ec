"""The menu and the command palette offer what can be done now, and nothing of Textual's own."""

from collections.abc import AsyncIterator

import pytest

from kstore_tui.database.models import Session
from kstore_tui.store import Store
from screens.account.menu import AccountMenu
from screens.account.security_rules import SecurityRules
from screens.base.palette import CommandList, Palette
from screens.base.step_screen import StepScreen
from screens.login.login import Instead
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import ADDRESS, PASSWORD, other_registered, registered, two_step_on
from tests.screens.support.person import AT_LOGIN, AT_SETTINGS, LOGIN, SENT, Person, at_terminal

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
    """Someone who is logged in here and elsewhere, without two-step verification and alone."""
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        yield person


async def test_a_click_on_the_address_opens_the_menu_and_a_click_chooses(person: Person) -> None:
    for chosen, then in ((1, AT_SETTINGS), (2, AT_LOGIN)):
        await person.clicks("#account")
        await person.stands_on(AccountMenu)
        await person.sees("Account Settings", "Log out")
        await person.clicks("#account-menu", row=chosen)
        await person.has_open(*then)


async def test_the_menu_closes_and_until_then_nothing_opens_over_it(person: Person) -> None:
    for way in ("escape", "f10", "a click beside it"):
        await person.presses("f10")
        await person.stands_on(AccountMenu)
        await person.presses("f1", "ctrl+p")
        assert person.stack == ["Home", "AccountMenu"]
        await (person.presses(way) if "click" not in way else person.pilot.click(offset=(10, 12)))
        await person.has_open("Home")


async def test_at_the_first_run_there_is_no_menu_and_the_palette_offers_appearance_and_the_way_out(
    store: Store,
) -> None:
    async with at_terminal(store) as person:
        await person.sees("Register the first administrator")
        await person.presses("f10")
        assert person.stack == ["Register the first administrator"]
        assert sorted(await person.offered()) == ALWAYS
        await person.presses("escape")
        await person.commands("Change appearance")
        await person.waits_for(lambda: person.app.theme == "kintone-light")


async def test_over_ssh_no_key_and_no_command_leads_to_the_host(store: Store) -> None:
    async with at_terminal(store, served=True) as person:
        await person.sees("Register the first administrator", "Check again")
        assert sorted(await person.offered()) == ALWAYS
        await person.presses("escape")
        await registered(store)
        await person.presses("enter")
        await person.sees(LOGIN)
        bound = {key.binding.action for key in person.screen.active_bindings.values()}
        assert not {action for action in bound if action.startswith(("screenshot", "suspend", "app.s"))}
        await person.presses("ctrl+z", "ctrl+s")
        assert person.stack == AT_LOGIN
        assert person.app.is_running


async def test_at_the_login_the_palette_offers_the_other_ways_in_too(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.sees(LOGIN)
        ways_in = [way.value for way in Instead]
        assert sorted(await person.offered()) == sorted([*ways_in, *ALWAYS])
        await person.presses("escape")
        await person.commands("reset code by email")
        await person.stands_on(Instead.FORGOTTEN_PASSWORD.value)
        assert sorted(await person.offered()) == ALWAYS


async def test_after_the_login_it_offers_what_can_be_done_now(store: Store, person: Person) -> None:
    assert sorted(await person.offered()) == sorted([*LOGGED_IN, ENABLE, ELSEWHERE])
    await person.presses("escape")
    for session in await store.transactions.run(lambda: [each.id for each in Session.select()]):
        await store.sessions.log_out(session)
    assert sorted(await person.offered()) == sorted(LOGGED_IN)
    await person.presses("escape")
    await person.has_open(LOGIN)


async def test_with_two_step_verification_and_another_administrator_it_offers_more(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    await other_registered(store)
    async with at_terminal(store) as person:
        await person.sees(LOGIN)
        await person.enters(ADDRESS, PASSWORD)
        await person.sees("Enter the verification code")
        await person.enters(mailbox.newest_code)
        await person.sees("Welcome.")
        assert sorted(await person.offered()) == sorted([*LOGGED_IN, CHANGE, DISABLE, ELSEWHERE, CLOSE])
        await person.presses("escape")
        await person.commands("without codes")
        await person.sees("Step 1 of 2", SENT)  # nothing can be chosen while the code is being sent
        await person.commands("Close this")
        await person.sees("Close this account")


async def test_commands_are_chosen_by_the_arrow_keys_and_by_the_mouse(person: Person) -> None:
    offered = await person.offered()
    commands = person.screen.query_one(CommandList)
    await person.presses("down", "down", "up")
    assert commands.chosen == 1
    await person.presses("pagedown", "pagedown", "pagedown")
    assert commands.chosen == len(offered) - 1
    await person.presses("pageup", "pageup", "pageup")
    assert commands.chosen == 0
    await person.clicks("CommandList", row=offered.index("Security rules"))
    await person.stands_on(SecurityRules)


async def test_what_matches_nothing_says_so_and_enter_and_a_click_do_nothing(person: Person) -> None:
    await person.offered()
    await person.presses("x", "q", "z")
    await person.sees("No command matches.")
    await person.presses("enter")
    await person.clicks("CommandList")
    await person.stands_on(Palette)
    await person.presses("backspace", "backspace", "backspace")
    await person.sees("Account Settings")
    await person.presses("escape")
    await person.has_open("Home")


async def test_a_command_that_comes_after_its_step_was_left_does_nothing(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.sees(LOGIN)
        step = person.screen
        assert isinstance(step, StepScreen)
        forgotten = step.step.links[0]
        step.act(forgotten)
        await person.stands_on(Instead.FORGOTTEN_PASSWORD.value)
        step.act(forgotten)
        await person.presses("escape")
        await person.has_open(LOGIN)


async def test_keys_that_come_twice_in_one_bunch_close_the_palette_once(person: Person) -> None:
    for twice in ("escape", "enter"):
        await person.offered()
        person.app.simulate_key(twice)
        person.app.simulate_key(twice)
        await person.waits_for(lambda: not isinstance(person.screen, Palette))
        assert person.app.is_running
        assert person.stack[0] == "Home"
