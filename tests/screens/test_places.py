"""A place shows how things are each time that it comes to the front, and leads where its words say."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kstore_tui.core.errors import StoreUnavailable
from kstore_tui.core.results import Account
from kstore_tui.store import Store
from screens.account.home import Home
from screens.account.settings import AccountSettings
from screens.base.help import Help
from tests.kstore_tui.steps import registered
from tests.screens.person import at_terminal
from tests.screens.stage import on_stage
from tests.screens.states.places import account
from tests.screens.states.state import CODES, MARKUP
from tests.screens.use_cases import UseCase
from tests.screens.waiting import until


class Changing:
    """An account that changes."""

    def __init__(self, now: Account) -> None:
        self.now = now

    async def __call__(self) -> Account:
        return self.now


async def test_what_changed_meanwhile_is_shown_when_the_place_comes_back(store: Store) -> None:
    load = Changing(account())
    async with on_stage(store, Home(load, {})) as person:
        await person.sees("Two-step verification is off.")
        await person.presses("f1")
        load.now = replace(load.now, verification_address=CODES)
        await person.presses("escape")
        await until(person.pilot, lambda: person.focused == "administrators")
        assert "Two-step verification is off." not in person.text


async def test_mails_sent_while_a_place_is_laid_out_are_shown_when_it_is(store: Store) -> None:
    async with on_stage(store, Home(UseCase(account()), {})) as person:
        page = AccountSettings(UseCase(account()), {})
        person.app.push_screen(page)
        while not page.is_mounted:
            person.app._refresh()
            await asyncio.sleep(0)
        await person.sees("This terminal since")


@pytest.mark.parametrize(
    ("events", "words"),
    [(1, "1 event this"), (12, "12 events this week"), (None, "more than 999 events this week")],
)
async def test_the_store_tells_how_much_happened(store: Store, events: int | None, words: str) -> None:
    async with on_stage(store, Home(UseCase(account(events=events)), {})) as person:
        await person.sees(f"Activity {words}")


@pytest.mark.parametrize(
    ("codes", "offered", "hidden"),
    [
        (None, ["Off · ", "Enable Two-Step Verification"], ["Change Address", "Disable"]),
        (CODES, [f"On · codes go to {CODES}", "Change Address", "Disable Two-Step Verification"], ["Enable"]),
    ],
)
async def test_only_what_can_be_done_is_offered(
    store: Store, codes: str | None, offered: list[str], hidden: list[str]
) -> None:
    async with on_stage(store, AccountSettings(UseCase(account(codes=codes)), {})) as person:
        await person.sees(*offered)
        assert not [word for word in hidden if word in person.text]


@pytest.mark.parametrize(
    "way", ["enable", "change", "disable", "change-appearance", "change-password", "close"]
)
async def test_each_word_leads_one_way_by_key_and_by_mouse(store: Store, way: str) -> None:
    gone: list[str] = []
    codes = None if way == "enable" else CODES
    ways: dict[str, Callable[[], object]] = {way: lambda: gone.append(way)}
    async with on_stage(store, AccountSettings(UseCase(account(codes=codes)), ways)) as person:
        await person.sees("This terminal since")
        await person.clicks(f"#{way}")
        await until(person.pilot, lambda: gone == [way])
        person.screen.query_one(f"#{way}").focus()
        await person.presses("enter")
        await until(person.pilot, lambda: gone == [way, way])


async def test_arrow_keys_go_from_word_to_word(store: Store) -> None:
    async with on_stage(store, AccountSettings(UseCase(account(codes=CODES)), {})) as person:
        await person.sees("This terminal since")
        seen = [person.focused]
        for key in ("down", "down", "down", "up"):
            await person.presses(key)
            seen.append(person.focused)
        assert seen == ["change", "disable", "change-appearance", "close", "change-appearance"]


async def test_a_store_that_cannot_be_read_is_told(store: Store) -> None:
    load = UseCase(StoreUnavailable("The store cannot be read."))
    async with on_stage(store, Home(load, {})) as person:
        await person.sees("✗ The store cannot be read.")


async def test_an_address_is_shown_as_it_is(store: Store) -> None:
    page: AccountSettings = AccountSettings(UseCase(account(address=MARKUP, codes=f"c{MARKUP}")), {})
    page.account = MARKUP
    page.notice = "[bold]said[/bold] [/b]"
    async with on_stage(store, page) as person:
        await person.sees(f"{MARKUP} ▾", f"Login address {MARKUP}", f"codes go to c{MARKUP}", page.notice)


async def test_escape_leads_from_place_to_place_but_not_out_of_the_store(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await person.opens_settings()
        await person.presses("f1")
        await person.sees("Verification code", "6 digits, valid for 10 minutes")
        assert person.stack == ["Home", "AccountSettings", "SecurityRules"]
        for left in (["Home", "AccountSettings"], ["Home"], ["Home"]):
            await person.presses("escape")
            await person.has_open(*left)


async def test_the_first_login_and_the_one_before_are_told(store: Store, clock: Any) -> None:
    await store.registration.register_first("ada@example.com", "seven green bicycles", "198.51.100.4")
    clock.advance(days=1)
    async with at_terminal(store) as person:
        await person.logs_in("ada@example.com")
        await person.sees("Last login: yesterday 09:14 UTC, from 198.51.100.4")


async def test_help_opens_over_a_place_and_closes_by_the_same_key(store: Store) -> None:
    page = Home(UseCase(account()), {})
    async with on_stage(store, page) as person:
        await person.presses("f1")
        await person.stands_on(Help)
        await person.sees("This is the Kintone Store.", "Keys that work everywhere")
        await person.presses("f1")
        await until(person.pilot, lambda: person.screen is page)


async def test_the_look_changes_and_the_settings_say_so(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await person.opens_settings()
        await person.sees("Appearance kintone dark")
        await person.clicks("#change-appearance")
        await person.sees("Appearance kintone light")
        assert person.app.theme == "kintone-light"
        await person.clicks("#change-appearance")
        await person.sees("Appearance kintone dark")
