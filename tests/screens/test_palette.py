"""The command palette offers what the program can do now, and nothing of Textual's own."""

from kstore_tui.store import Store
from screens.security_rules import SecurityRules
from tests.kstore_tui.steps import registered
from tests.screens.person import at_terminal
from tests.screens.waiting import until

ALWAYS = ["Change appearance", "Quit"]


async def test_before_the_login_it_offers_the_look_and_the_way_out(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.sees("Log in to the Kintone Store")
        assert sorted(await person.offered()) == ALWAYS


async def test_after_the_login_it_offers_every_place_and_the_log_out(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        assert sorted(await person.offered()) == sorted(
            [
                "Account Settings",
                "Activity",
                "Administrators",
                "Change Password",
                "Log out",
                "Log out everywhere else",
                "Register administrators",
                "Security rules",
                *ALWAYS,
            ]
        )
        await person.presses("escape")
        await until(person.pilot, lambda: person.stack == ["Home"])


async def test_a_command_is_found_by_what_it_does(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await person.commands("its numbers")
        await person.stands_on(SecurityRules)


async def test_security_rules_open_once_only(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        for _ in range(2):
            await person.commands("Security rules")
            await person.stands_on(SecurityRules)
        assert person.stack == ["Home", "SecurityRules"]


async def test_the_look_changes_before_the_login_too(store: Store) -> None:
    async with at_terminal(store) as person:
        await person.sees("Register the first administrator")
        await person.commands("Change appearance")
        await until(person.pilot, lambda: person.app.theme == "kintone-light")


async def test_quit_ends_the_program(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await person.runs("Quit")
        await until(person.pilot, lambda: person.app._exit)
