"""A page shows live data each time that it comes to the front; a screen appears whole, and ends once."""

import asyncio

import pytest
from textual.geometry import Offset

from kstore_tui.core.errors import StoreUnavailable
from kstore_tui.store import Store
from screens.account.home import Home
from screens.account.settings import AccountSettings
from screens.base.help import Help
from tests.screens.states import STATES, state_named
from tests.screens.states.pages import account
from tests.screens.states.state import CODES, State
from tests.screens.support.person import at_terminal
from tests.screens.support.stage import on_stage
from tests.screens.support.use_cases import UseCase

ONE_OF_EACH = {state.screen: state for state in STATES if not state.does and not state.busy}


async def test_a_page_that_comes_back_shows_what_changed(store: Store) -> None:
    load = UseCase(account())
    async with on_stage(store, Home(load, {})) as person:
        await person.sees("Two-step verification is off.")
        await person.presses("f1")
        load.outcome = account(codes=CODES)
        await person.presses("escape")
        await person.waits_for(lambda: person.focused == "administrators")
        assert "Two-step verification is off." not in person.text


async def test_an_unreadable_store_is_reported_until_it_can_be_read(store: Store) -> None:
    load = UseCase(StoreUnavailable("The store cannot be read."))
    async with on_stage(store, home := Home(load, {})) as person:
        await person.sees("✗ The store cannot be read.")
        load.outcome = account()
        home.reload()
        await person.sees("Two-step verification is off.")
        assert "cannot be read" not in person.text


async def test_a_page_that_is_reloaded_while_it_is_laid_out_shows_all_of_it(store: Store) -> None:
    async with on_stage(store, Home(UseCase(account()), {})) as person:
        page = AccountSettings(UseCase(account()), {})
        person.app.push_screen(page)
        while not page.is_mounted:
            page.reload()
            await asyncio.sleep(0)
        await person.sees("This terminal since")


async def test_arrow_keys_go_from_button_to_button(store: Store) -> None:
    async with on_stage(store, AccountSettings(UseCase(account(codes=CODES)), {})) as person:
        await person.waits_for(lambda: person.focused)
        seen = [person.focused]
        for key in ("down", "down", "down", "up"):
            await person.presses(key)
            seen.append(person.focused)
        assert seen == ["change", "disable", "change-appearance", "close", "change-appearance"]


@pytest.mark.parametrize("state", ONE_OF_EACH.values(), ids=lambda state: state.name)
async def test_nothing_moves_while_a_screen_appears(store: Store, state: State) -> None:
    async with on_stage(store, state_named("store, first login").page(), (60, 16)) as person:
        page = state.page()
        seen: list[list[Offset]] = []

        def look(_: object) -> None:
            seen.append([each.region.offset for each in page.query("#title-line, .heading, .label, Field")])

        page.screen_layout_refresh_signal.subscribe(person.app, look, immediate=True)
        await person.app.push_screen(page)
        await person.waits_for(lambda: seen)
        assert seen[0]
        assert all(places == seen[0] for places in seen)


@pytest.mark.parametrize("name", ["settings, two-step on", "recommendation"])
async def test_a_screen_left_twice_in_one_bunch_of_keys_closes_no_screen_but_its_own(
    store: Store, name: str
) -> None:
    async with on_stage(store, state_named("store, first login").page()) as person:
        page = state_named(name).page()
        await person.app.push_screen(page)
        await person.waits_for(lambda: page.focused)
        page.action_back()
        page.action_back()
        await person.has_open("Home")


async def test_help_that_was_opened_right_after_enter_closes_with_its_step(store: Store) -> None:
    async with on_stage(store, state_named("store, first login").page()) as person:
        page = state_named("recommendation").page()
        answers: list[object] = []
        person.app.push_screen(page, answers.append)
        await person.waits_for(lambda: page.focused)
        await person.presses("f1")
        await person.stands_on(Help)
        page.dismiss("answer")
        await person.has_open("Home")
        assert answers == ["answer"]


@pytest.mark.parametrize("state", ONE_OF_EACH.values(), ids=lambda state: state.name)
async def test_f1_explains_every_screen_but_the_settings_where_it_shows_the_rules(
    store: Store, state: State
) -> None:
    page = state.page()
    async with on_stage(store, page) as person:
        await person.waits_for(lambda: person.footer)
        if isinstance(page, AccountSettings):
            assert "Security rules" in person.footer
        else:
            await person.presses("f1")
            await person.stands_on(Help)
            await person.sees(page.heading, " ".join(page.help_text.split()[:5]), "Keys that work everywhere")
            await person.presses("f1")
            await person.waits_for(lambda: person.screen is page)


async def test_ctrl_c_says_how_to_quit(store: Store) -> None:
    page = state_named("save").page()
    async with on_stage(store, page) as person:
        await person.presses("ctrl+c")
        await person.sees("Press Ctrl+Q to quit.")
        assert person.screen is page


async def test_every_size_of_a_terminal_is_survived(store: Store) -> None:
    async with at_terminal(store) as person:
        for size in ((200, 60), (30, 8), (1, 1), (80, 24)):
            await person.pilot.resize_terminal(*size)
            await person.presses("tab", "f1", "escape")
        await person.sees("Register the first administrator")
