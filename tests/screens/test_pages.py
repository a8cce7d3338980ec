"""A page appears whole, and ends once."""

import pytest
from textual import events
from textual.geometry import Offset

from kstore_tui.store import Store
from screens.account.home import Home
from screens.base.screen import StoreScreen
from tests.screens.stage import Stage, on_stage
from tests.screens.states import STATES, state_named
from tests.screens.states.state import State
from tests.screens.waiting import until

OF_PAGES = list({state.screen: state for state in STATES if issubclass(state.screen, StoreScreen)}.values())


@pytest.mark.parametrize("state", OF_PAGES, ids=lambda state: state.screen.__name__)
async def test_nothing_moves_while_a_page_appears(store: Store, state: State) -> None:
    stage = Stage(store, state_named("store, first login").page())
    async with stage.run_test(size=(60, 16)) as pilot:
        await until(pilot, lambda: isinstance(stage.screen, Home))
        page = state.page()
        seen: list[list[Offset]] = []

        def look(_: object) -> None:
            seen.append(
                [widget.region.offset for widget in page.query("#title-line, .heading, .label, Field")]
            )

        page.screen_layout_refresh_signal.subscribe(stage, look, immediate=True)
        await stage.push_screen(page)
        await until(pilot, lambda: seen)
        assert seen[0]
        assert all(places == seen[0] for places in seen)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("escape", "address for codes, empty"),
        ("escape", "settings, two-step on"),
        ("enter", "recommendation"),
    ],
)
async def test_a_key_pressed_twice_in_one_bunch_closes_no_page_but_its_own(
    store: Store, key: str, name: str
) -> None:
    async with on_stage(store, state_named("store, first login").page()) as person:
        page = state_named(name).page()
        await person.app.push_screen(page)
        await until(person.pilot, lambda: page.focused)
        person.app.post_message(events.Key(key, None))
        person.app.post_message(events.Key(key, None))
        await until(person.pilot, lambda: not page.is_open)
        assert person.stack == ["Home"]
