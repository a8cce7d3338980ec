"""The table of administrators: read by keys, from page to page, without losing the chosen row."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.widgets import Button

from kstore_tui.core.results import AdministratorRow, AdministratorsPage
from kstore_tui.store import Store
from screens.administrators.page import Administrators
from screens.administrators.table import AdministratorsTable
from screens.base.help import Help
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import (
    ADDRESS,
    OTHER_ADDRESS,
    kept_of,
    other_registered,
    set_account,
    two_step_on,
)
from tests.screens.states.administrators import administrator
from tests.screens.states.state import NOW
from tests.screens.support.person import Person, at_terminal
from tests.screens.support.stage import on_stage

SIZE = 20
"""Rows of a page in here: more than a screenful."""
N = [f"n{number:03}@example.com" for number in range(60)]


class Found:
    """Gives pages of these rows."""

    def __init__(self, *rows: AdministratorRow) -> None:
        self.rows = list(rows)

    async def __call__(self, search: str, start: int) -> AdministratorsPage:
        rows = [each for each in self.rows if search in each.login_address]
        return AdministratorsPage(tuple(rows[start : start + SIZE]), start, SIZE, len(rows), NOW)

    def delete(self, chosen: AdministratorRow) -> None:
        self.rows.remove(chosen)


@asynccontextmanager
async def among(store: Store, *rows: AdministratorRow) -> AsyncIterator[tuple[Person, Found]]:
    """Let a person stand in the table of these administrators, whom “Delete” deletes at once."""
    found = Found(*rows)
    page = Administrators(found, register=print, of_row={"delete": found.delete})
    async with on_stage(store, page) as person:
        await person.waits_for(lambda: person.focused == "administrators-table")
        yield person, found


def table(person: Person) -> AdministratorsTable:
    return person.screen.query_one(AdministratorsTable)


async def stands_on(person: Person, address: str, counted: str) -> None:
    """Wait until a row is chosen."""

    def chosen() -> bool:
        row = table(person).chosen
        return row is not None and row.login_address == address

    await person.waits_for(chosen)
    await person.sees(counted)
    await person.app.workers.wait_for_complete()
    await person.pilot.pause()
    assert chosen()


async def comes_back(person: Person) -> None:
    """Let the page come to the front again, as after a flow."""
    await person.presses("f1")
    await person.stands_on(Help)
    await person.presses("escape")
    await person.stands_on(Administrators)


async def test_page_down_and_page_up_lead_over_the_ends_of_pages(store: Store) -> None:
    async with among(store, *map(administrator, N[:50])) as (person, _):
        await person.presses("pagedown")
        assert 0 < table(person).cursor_row < SIZE - 1  # a screenful, not a page
        for counted, first in (("21–40 of 50", N[20]), ("41–50 of 50", N[40])):
            table(person).move_cursor(row=SIZE - 1)
            await person.presses("pagedown")
            await stands_on(person, first, counted)
        table(person).move_cursor(row=9)
        await person.presses("pagedown")
        await stands_on(person, N[49], "41–50 of 50")
        for counted, last in (("21–40 of 50", N[39]), ("1–20 of 50", N[19])):
            table(person).move_cursor(row=0)
            await person.presses("pageup")
            await stands_on(person, last, counted)


async def test_page_down_turns_one_page_pressed_twice_quickly_and_from_the_buttons_too(store: Store) -> None:
    async with among(store, *map(administrator, N)) as (person, _):
        table(person).move_cursor(row=SIZE - 1)
        table(person).action_page_down()
        table(person).action_page_down()
        await stands_on(person, N[20], "21–40 of 60")
        await person.presses("tab", "pagedown")
        await stands_on(person, N[40], "41–60 of 60")
        assert person.focused == "register"


async def test_a_search_begins_at_its_first_row_and_its_pages_are_its_own(store: Store) -> None:
    async with among(store, *map(administrator, [*N, *(f"x{address}" for address in N)])) as (person, _):
        table(person).move_cursor(row=9)
        await person.presses("slash")
        await person.enters("xn")
        await stands_on(person, f"x{N[0]}", "1–20 of 60")
        assert person.focused == "administrators-table"
        table(person).move_cursor(row=SIZE - 1)
        await person.presses("pagedown")
        await stands_on(person, f"x{N[20]}", "21–40 of 60")


@pytest.mark.parametrize(
    ("count", "deleted", "then", "counted"),
    [
        (60, 12, 13, "1–20 of 59"),  # the next row takes its place
        (20, 19, 18, "1–19 of 19"),  # the last row of all: the one before
        (21, 20, 19, "1–20 of 20"),  # alone on its page: the page before
    ],
)
async def test_after_a_delete_a_row_beside_it_is_chosen_and_no_button_is(
    store: Store, count: int, deleted: int, then: int, counted: str
) -> None:
    async with among(store, *map(administrator, N[:count])) as (person, _):
        for _ in range(deleted // SIZE):
            table(person).move_cursor(row=SIZE - 1)
            await person.presses("pagedown")
            await person.sees("21–21 of 21")
        table(person).move_cursor(row=deleted % SIZE)
        await person.pilot.pause()
        await person.clicks("#delete")
        await comes_back(person)
        await stands_on(person, N[then], counted)
        assert person.focused == "administrators-table"


async def test_search_row_and_focus_stay_when_the_page_comes_back_and_others_came_and_went(
    store: Store,
) -> None:
    async with among(store, *map(administrator, N)) as (person, found):
        await person.presses("slash")
        await person.enters("n01")
        await person.presses("down", "down", "down")
        await stands_on(person, N[13], "1–10 of 10")
        found.rows.insert(0, administrator("an01@example.com"))
        found.delete(found.rows[12])
        await comes_back(person)
        await stands_on(person, N[13], "1–10 of 10")
        assert person.focused == "administrators-table"


@pytest.mark.parametrize(
    ("of", "offered"),
    [
        ({}, ["Register", "Delete"]),
        ({"is_invited": True}, ["Register", "Withdraw", "Send again"]),
        ({"is_held": True}, ["Register", "Delete", "Release"]),
        ({"is_held": True, "is_own": True}, ["Register", "Delete"]),
    ],
    ids=str,
)
async def test_only_actions_for_the_selected_row_are_offered(
    store: Store, of: dict[str, bool], offered: list[str]
) -> None:
    async with among(
        store, administrator("first@example.com"), administrator("second@example.com", **of)
    ) as (person, _):
        await person.presses("down")
        await person.pilot.pause()
        shown = [str(button.label) for button in person.screen.query(Button) if button.display]
        assert shown == offered


async def test_an_account_on_hold_is_released_without_a_question(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    await other_registered(store)
    await set_account(store, held_at=store.clock(), wrong_codes_in_a_row=100)
    async with at_terminal(store) as person:
        await person.logs_in(OTHER_ADDRESS)
        await person.clicks("#administrators")
        await person.sees(ADDRESS, "Release")
        await person.clicks("#release")
        await person.sees(f"{ADDRESS} was released.")
        await person.waits_for(lambda: not person.screen.query_one("#release").display)
    assert not (await kept_of(store)).is_held


async def test_the_search_field_offers_enter_alone_to_find(store: Store) -> None:
    async with among(store, administrator(N[0])) as (person, _):
        assert person.footer.count("Find") == 1
        await person.presses("slash")
        await person.waits_for(lambda: person.focused == "search")
        assert person.footer.count("Find") == 1
