"""An address is text wherever it is shown, also one that is none: somebody can have imported anything."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kstore_tui.core.results import AdministratorRow, AdministratorsPage
from kstore_tui.store import Store
from screens.account.settings import AccountSettings
from screens.administrators.delete import delete_step
from screens.administrators.page import Administrators
from screens.base.screen import StoreScreen
from screens.base.step_screen import StepScreen
from screens.two_step.address import address_step
from tests.odd_addresses import ODD
from tests.screens.stage import on_stage
from tests.screens.states.places import account
from tests.screens.states.state import NOW, gives, takes_long
from tests.screens.waiting import until


def _administrators(address: str) -> StoreScreen[Any]:
    row = AdministratorRow(
        id="1",
        login_address=address,
        is_own=True,
        is_invited=False,
        is_held=False,
        two_step_is_on=False,
        registered_at=NOW,
        registered_by=address,
        last_login_at=None,
        code_until=None,
    )
    page = AdministratorsPage((row,), 0, 100, 1, NOW)
    return Administrators(gives(page), print, {})


def _account_settings(address: str) -> StoreScreen[Any]:
    return AccountSettings(gives(replace(account(address=address), verification_address=address)), {})


def _delete(address: str) -> StoreScreen[Any]:
    return StepScreen(delete_step(gives(None), address, False))


def _address_step(address: str) -> StoreScreen[Any]:
    return StepScreen(address_step(takes_long, address, "Enable two-step verification", "Step 2 of 4"))


PLACES = {
    "the top line, the table and a message": (_administrators, ("{} ▾", " {} off ", " {} was deleted.")),
    "Account Settings": (_account_settings, ("Login address {}", "codes go to {} ")),
    "the step that deletes": (_delete, ("{} will be logged out everywhere",)),
    "the step that asks for another address": (_address_step, ("must differ from {}.",)),
}
"""Where an address is shown: the page of an address, and what stands there."""


THE_TABLE = next(iter(PLACES))
AS_EVERYWHERE = ("an escape sequence", "markup")
"""What is odd in every place; the other kinds go the same way, and are tried in one."""


@pytest.mark.parametrize(
    ("odd", "place"),
    [(odd, place) for odd in ODD for place in PLACES if place == THE_TABLE or odd in AS_EVERYWHERE],
)
async def test_an_odd_address_is_shown_as_text(store: Store, odd: str, place: str) -> None:
    address, shown = ODD[odd]
    build: Callable[[str], StoreScreen[Any]]
    build, words = PLACES[place]
    page = build(address)
    page.account = address
    page.notice = f"{address} was deleted."
    async with on_stage(store, page, size=(120, 30)) as person:
        await person.app.workers.wait_for_complete()
        await until(person.pilot, lambda: not person.busy)
        await person.sees(*(each.format(shown) for each in words))
        assert {c for c in person.text if unicodedata.category(c) in ("Cc", "Cf")} == set()
