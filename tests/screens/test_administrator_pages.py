"""Administrators as a person goes through them: by keys, from page to page, without losing the place."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest

from kstore_tui.database.models import Administrator
from kstore_tui.store import Store
from screens.account.security_rules import SecurityRules
from screens.administrators.page import Administrators
from screens.administrators.table import AdministratorsTable
from screens.base.help import Help
from tests.kstore_tui.many import accounts, numbered
from tests.kstore_tui.steps import registered
from tests.screens.person import Person, at_terminal
from tests.screens.running import of_the_database
from tests.screens.waiting import until

N = numbered(250)
"""Behind the person's own account, which is the first row."""


@asynccontextmanager
async def _among(store: Store, *addresses: str) -> AsyncIterator[Person]:
    """Let a person stand in Administrators, among others."""
    await registered(store)
    await accounts(store, *addresses)
    async with at_terminal(store) as person:
        await person.logs_in()
        await person.clicks("#administrators")
        await person.sees(f"of {len(addresses) + 1}")
        assert person.focused == "administrators-table"
        yield person


def _table(person: Person) -> AdministratorsTable:
    return person.screen.query_one(AdministratorsTable)


def _chosen(person: Person) -> str:
    """Return whose row is chosen; empty where another screen is on top or nothing is chosen."""
    if not isinstance(person.screen, Administrators):
        return ""
    chosen = _table(person).chosen
    return "" if chosen is None else chosen.login_address


async def _stands_on(person: Person, address: str) -> None:
    await until(person.pilot, lambda: _chosen(person) == address)
    await person.app.workers.wait_for_complete()
    await person.pilot.pause()
    assert _chosen(person) == address


async def _chooses(person: Person, address: str) -> None:
    table = _table(person)
    table.move_cursor(row=next(i for i in range(table.row_count) if _at(table, i) == address))
    await person.pilot.pause()
    assert _chosen(person) == address


def _at(table: AdministratorsTable, row: int) -> str:
    return table.get_row_at(row)[0].plain


async def _searches(person: Person, words: str, found: str) -> None:
    await person.presses("slash")
    await person.enters(words)
    await person.sees(found)


async def _deletes(person: Person) -> None:
    await person.clicks("#delete")
    await person.sees("will be logged out everywhere")
    await person.presses("shift+tab", "enter")


async def test_a_person_goes_to_the_last_page_and_back_by_page_down_and_page_up(store: Store) -> None:
    async with _among(store, *N) as person:
        await person.presses("pagedown")
        assert 0 < _table(person).cursor_row < 99  # a screenful, not a page
        await person.sees("1–100 of 251")
        for counted, first in (("101–200 of 251", N[99]), ("201–251 of 251", N[199])):
            _table(person).move_cursor(row=99)
            await person.presses("pagedown")
            await person.sees(counted)
            await _stands_on(person, first)
        _table(person).move_cursor(row=50)
        await person.presses("pagedown")
        await _stands_on(person, N[249])
        for counted, last in (("101–200 of 251", N[198]), ("1–100 of 251", N[98])):
            _table(person).move_cursor(row=0)
            await person.presses("pageup")
            await person.sees(counted)
            await _stands_on(person, last)
        _table(person).move_cursor(row=0)
        await person.presses("pageup")
        await _stands_on(person, "ami@example.com")


async def test_page_down_alone_leads_over_the_end_of_a_page_to_the_last_row(store: Store) -> None:
    async with _among(store, *numbered(120)) as person:
        seen = [_chosen(person)]
        while seen[-1] != N[119]:
            await person.presses("pagedown")
            await until(person.pilot, lambda: _chosen(person) not in seen)
            seen.append(_chosen(person))
        assert N[98] in seen
        assert N[99] in seen


async def test_two_quick_presses_turn_one_page(store: Store) -> None:
    async with _among(store, *N) as person:
        table = _table(person)
        table.move_cursor(row=99)
        table.action_page_down()
        table.action_page_down()
        await _stands_on(person, N[99])
        await person.sees("101–200 of 251")


async def test_page_down_turns_the_page_from_the_words_below_too(store: Store) -> None:
    async with _among(store, *N) as person:
        await person.presses("tab")
        assert person.focused == "register"
        await person.presses("pagedown")
        await _stands_on(person, N[99])
        assert person.focused == "register"


async def test_a_search_begins_at_its_first_row_and_its_pages_are_its_own(store: Store) -> None:
    async with _among(store, *N) as person:
        await _chooses(person, N[40])
        await _searches(person, "n1", "1–100 of 100")
        await _stands_on(person, N[100])
        assert person.focused == "administrators-table"
        _table(person).move_cursor(row=99)
        await person.presses("pagedown")
        await _stands_on(person, N[199])


async def test_after_a_delete_the_search_and_the_focus_stay_and_the_next_row_is_chosen(store: Store) -> None:
    async with _among(store, *N) as person:
        await _searches(person, "n1", "1–100 of 100")
        await _chooses(person, N[150])
        await _deletes(person)
        await person.sees(f"{N[150]} was deleted.", "1–99 of 99")
        await _stands_on(person, N[151])
        assert person.focused == "delete"
        assert _table(person).scroll_y > 0


async def test_after_the_last_row_was_deleted_the_one_before_is_chosen(store: Store) -> None:
    async with _among(store, *numbered(3)) as person:
        await _chooses(person, N[2])
        await _deletes(person)
        await person.sees(f"{N[2]} was deleted.")
        await _stands_on(person, N[1])


async def test_where_the_whole_page_is_gone_the_one_before_is_shown(store: Store) -> None:
    async with _among(store, *numbered(100)) as person:
        _table(person).move_cursor(row=99)
        await person.presses("pagedown")
        await _stands_on(person, N[99])
        await _deletes(person)
        await person.sees(f"{N[99]} was deleted.", "1–100 of 100")
        await _stands_on(person, N[98])


async def test_after_a_register_the_page_the_row_and_the_focus_stay(store: Store) -> None:
    async with _among(store, *N) as person:
        await person.presses("tab", "pagedown")
        await _stands_on(person, N[99])
        await _chooses(person, N[120])
        await person.presses("enter")
        await person.sees("Register administrators")
        await person.enters("bob@example.com")
        await person.sees("We'll email a registration code to bob@example.com", "101–200 of 252")
        await _stands_on(person, N[120])
        assert person.focused == "register"


@pytest.mark.parametrize("how", ["register", "delete"])
async def test_who_thinks_better_of_it_stands_where_they_stood(store: Store, how: str) -> None:
    async with _among(store, *N) as person:
        await _searches(person, "n0", "1–100 of 100")
        await _chooses(person, N[60])
        await person.clicks(f"#{how}")
        await until(person.pilot, lambda: not isinstance(person.screen, Administrators))
        await person.presses("escape")
        await _stands_on(person, N[60])
        await person.sees("1–100 of 100")
        assert person.focused == how


async def test_search_row_and_focus_are_there_again_after_help_and_the_rules(store: Store) -> None:
    async with _among(store, *N) as person:
        await _searches(person, "n2", "1–50 of 50")
        await _chooses(person, N[230])
        for goes, kind in (
            (partial(person.presses, "f1"), Help),
            (partial(person.commands, "Security rules"), SecurityRules),
        ):
            await goes()
            await person.stands_on(kind)
            await person.presses("escape")
            await _stands_on(person, N[230])
            await person.sees("1–50 of 50")
            assert person.focused == "administrators-table"


async def test_the_row_stays_chosen_when_others_come_and_go_before_it(store: Store) -> None:
    async with _among(store, *numbered(30)) as person:
        await _chooses(person, N[20])
        await accounts(store, "bob@example.com", "cy@example.com")
        await of_the_database(
            store, lambda: Administrator.delete().where(Administrator.login_address == N[3]).execute()
        )
        await person.presses("f1", "escape")
        await person.sees("1–32 of 32")
        await _stands_on(person, N[20])
