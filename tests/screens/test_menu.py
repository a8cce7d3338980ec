"""The account's menu opens by key and by mouse, over every page of a person who is logged in."""

import pytest

from kstore_tui.store import Store
from screens.account.menu import AccountMenu
from screens.account.settings import AccountSettings
from tests.kstore_tui.steps import registered
from tests.screens.person import LOGIN, Person, at_terminal
from tests.screens.waiting import until


async def opened(person: Person) -> None:
    """Log in and open the menu."""
    await person.logs_in()
    await person.presses("f10")
    await person.stands_on(AccountMenu)


async def test_there_is_none_before_the_login(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.sees("Log in to the Kintone Store")
        await person.presses("f10")
        assert person.stack == [LOGIN]
        assert "Menu" not in person.footer


async def test_a_click_on_the_address_opens_it_and_a_click_chooses(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        assert "Menu" in person.footer
        await person.clicks("#account")
        await person.stands_on(AccountMenu)
        await person.sees("Account Settings", "Log out")
        await person.clicks("#account-menu", row=1)
        await person.has_open("Home", "AccountSettings")
        await person.clicks("#account")
        await person.stands_on(AccountMenu)
        await person.clicks("#account-menu", row=2)
        await person.has_open(LOGIN)


@pytest.mark.parametrize("key", ["escape", "f10"])
async def test_a_key_closes_it(store: Store, key: str) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await opened(person)
        await person.presses(key)
        await person.has_open("Home")


async def test_a_click_beside_it_closes_it(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await opened(person)
        await person.pilot.click(offset=(10, 12))
        await person.has_open("Home")


@pytest.mark.parametrize("key", ["f1", "ctrl+p"])
async def test_nothing_opens_over_it(store: Store, key: str) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await opened(person)
        await person.presses(key)
        assert person.stack == ["Home", "AccountMenu"]


async def test_account_settings_open_once_only(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        for _ in range(2):
            await person.chooses("Account Settings")
            await person.stands_on(AccountSettings)
            await until(person.pilot, lambda: not person.running() or person.running() == ["idle"])
        assert person.stack == ["Home", "AccountSettings"]
