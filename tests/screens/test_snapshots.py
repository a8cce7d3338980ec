"""Every state in `states` looks as its picture does, and every screen has one.

After a change of the look that is meant: `make snapshots`, then look at the pictures that changed.
"""

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

import screens
from kstore_tui.store import Store
from screens.base.dialog import Dialog
from screens.base.page import Page
from screens.base.screen import StoreScreen
from tests.screens.states import STATES
from tests.screens.states.state import Look, State
from tests.screens.support.stage import Stage, reach

SCREENS_ARE_MADE_OF = {StoreScreen, Page, Dialog}
"""What only lays the ground for screens and is never shown itself."""


PICTURES = {f"{state.name} - {look}": (state, look) for state in STATES for look in state.looks}


@pytest.mark.parametrize(("state", "look"), PICTURES.values(), ids=PICTURES)
def test_picture(state: State, look: Look, store: Store, snap_compare: Callable[..., bool]) -> None:
    async def reached(pilot: Pilot[Any]) -> None:
        await reach(pilot, state)

    stage = Stage(store, state.page(), look.theme)
    assert snap_compare(stage, terminal_size=(look.width, look.height), run_before=reached)


def screens_of_the_program() -> set[type[Screen[Any]]]:
    for module in pkgutil.walk_packages(screens.__path__, "screens."):
        importlib.import_module(module.name)
    found: set[type[Screen[Any]]] = set()
    unseen: list[type[Screen[Any]]] = [Screen]
    while unseen:
        kind = unseen.pop()
        unseen += kind.__subclasses__()
        if kind.__module__.split(".")[0] == "screens":
            found.add(kind)
    return found - SCREENS_ARE_MADE_OF


@pytest.mark.parametrize("screen", sorted(screens_of_the_program(), key=str))
def test_every_screen_has_a_picture(screen: type[Screen[Any]]) -> None:
    assert screen in {state.screen for state in STATES}


def test_no_two_states_have_one_name() -> None:
    assert len({state.name for state in STATES}) == len(STATES)


def test_no_picture_is_left_of_a_removed_state() -> None:
    pictures = (Path(__file__).parent / "__snapshots__" / "test_snapshots").glob("*.svg")
    assert {picture.stem for picture in pictures} == {f"test_picture[{name}]" for name in PICTURES}
