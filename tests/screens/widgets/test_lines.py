"""An address is shown as text wherever it appears, even one that is no address: a store may hold anything."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from kstore_tui.core.results import AdministratorsPage
from kstore_tui.store import Store
from screens.administrators.delete import delete_step
from screens.administrators.page import Administrators
from screens.base.screen import StoreScreen
from screens.base.step_screen import StepScreen
from screens.two_step.address import address_step
from tests.odd_addresses import ODD
from tests.screens.states.administrators import administrator
from tests.screens.states.pages import settings
from tests.screens.states.state import NOW
from tests.screens.support.stage import on_stage
from tests.screens.support.use_cases import UseCase, takes_long


def _administrators(address: str) -> StoreScreen[Any]:
    row = administrator(address, is_own=True, registered_by=address)
    page = Administrators(UseCase(AdministratorsPage((row,), 0, 100, 1, NOW)), print, {})
    page.account = address
    page.notice = f"{address} was deleted."
    return page


PLACES: dict[str, tuple[Callable[[str], StoreScreen[Any]], tuple[str, ...]]] = {
    "the top line, the table and a message": (_administrators, ("{} ▾", " {} off ", " {} was deleted.")),
    "Account Settings": (
        lambda address: settings(address=address, codes=address)(),
        ("Login address {}", "Codes go to {} "),
    ),
    "the step that deletes": (
        lambda address: StepScreen(delete_step(UseCase(), address)),
        ("{} will be logged out everywhere",),
    ),
    "the step that asks for another address": (
        lambda address: StepScreen(address_step(takes_long, address, "", "")),
        ("other than {}.",),
    ),
}
"""Where an address is shown: what shows it, and the words around it."""
AS_EVERYWHERE = ("an escape sequence", "markup")
"""Tried in every place; the other kinds are shown in the same way, and are tried in one."""


@pytest.mark.parametrize(
    ("odd", "place"),
    [(odd, place) for odd in ODD for place in PLACES if place == next(iter(PLACES)) or odd in AS_EVERYWHERE],
)
async def test_an_odd_address_is_shown_as_text(store: Store, odd: str, place: str) -> None:
    address, shown = ODD[odd]
    build, words = PLACES[place]
    async with on_stage(store, build(address), size=(120, 30)) as person:
        await person.sees(*(each.format(shown) for each in words))
        assert {c for c in person.text if unicodedata.category(c) in ("Cc", "Cf")} == set()
