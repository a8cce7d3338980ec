"""Activity as a person reads it: by keys, in pages, found by who, where and what."""

from textual.widgets import Select

from kstore_tui.core.errors import InvalidDate
from kstore_tui.core.events import EventKind
from kstore_tui.store import Store
from screens.account.home import Home
from screens.activity.page import Activity
from screens.activity.table import ActivityTable
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.steps import ADDRESS, ORIGIN, registered
from tests.screens.states.activity import MANY, SOME, page
from tests.screens.support.person import Person, at_terminal
from tests.screens.support.stage import on_stage
from tests.screens.support.use_cases import UseCase

NEWEST = ("", None, None, None)


async def _asks(person: Person, pages: UseCase, *wanted: object) -> None:
    """Wait until a page was asked for."""
    await person.waits_for(lambda: pages.calls and pages.calls[-1] == wanted)
    await person.app.workers.wait_for_complete()
    await person.pilot.pause()


def _shows(table: ActivityTable, rows: int) -> bool:
    return table.row_count == rows and table.cursor_row == 0


def _table(person: Person) -> ActivityTable:
    return person.screen.query_one(ActivityTable)


async def test_it_is_reached_from_home_and_from_the_palette_and_finds_what_happened_on_a_day(
    store: Store, clock: MovableClock
) -> None:
    await registered(store)
    clock.advance(days=1)
    async with at_terminal(store) as person:
        await person.logs_in()
        await person.clicks("#activity")
        await person.sees("Logged in", "Registered", ADDRESS, ORIGIN, "today 09:14", "yesterday 09:14")
        assert person.focused == "activity-table"
        await person.presses("slash")
        await person.enters("2026-11-25")
        await person.waits_for(lambda: _table(person).row_count == 1)
        await person.presses("slash", "end", "backspace", "backspace")
        await person.enters("31")
        await person.sees(f"✗ {InvalidDate('2026-11-31')}")
        await person.presses("escape")
        await person.stands_on(Home)
        await person.commands("What happened")
        await person.stands_on(Activity)


async def test_pages_turn_at_their_ends_and_only_where_there_is_another(store: Store) -> None:
    pages = UseCase(page(*MANY, older=True))
    async with on_stage(store, Activity(pages)) as person:
        await _asks(person, pages, *NEWEST)
        await person.presses("pageup")
        await person.presses("pagedown")
        assert 0 < _table(person).cursor_row < 49  # a screenful, not a page
        assert len(pages.calls) == 1
        _table(person).move_cursor(row=49)
        await person.presses("pagedown")
        await _asks(person, pages, "", None, MANY[-1].id, None)
        pages.outcome = page(*MANY, newer=True)
        _table(person).move_cursor(row=0)
        await person.presses("pageup")  # what is shown has nothing newer
        assert pages.calls[-1] == ("", None, MANY[-1].id, None)


async def test_going_back_a_page_selects_its_last_row_and_shows_all_of_it(store: Store) -> None:
    pages = UseCase(page(*SOME, newer=True))
    async with on_stage(store, Activity(pages)) as person:
        await _asks(person, pages, *NEWEST)
        pages.outcome = page(*MANY[1:11], older=True)
        await person.presses("pageup")
        await _asks(person, pages, "", None, None, SOME[0].id)
        assert _table(person).cursor_row == 9
        await person.sees(f"{MANY[10].who} · from {MANY[10].origin}")


async def test_tab_reaches_the_search_the_kinds_and_the_table_in_reading_order(store: Store) -> None:
    async with on_stage(store, Activity(UseCase(page(*SOME, newer=True, older=True)))) as person:
        await person.waits_for(lambda: person.focused == "activity-table")
        reached = []
        for _ in range(6):
            await person.presses("tab")
            reached.append(person.focused)
        assert reached == ["newer", "older", "search", "kind", "activity-table", "newer"]


async def test_a_search_and_a_kind_begin_at_the_newest_and_stay_with_the_pages(store: Store) -> None:
    pages = UseCase(page(*SOME, newer=True, older=True))
    async with on_stage(store, Activity(pages)) as person:
        await _asks(person, pages, *NEWEST)
        await person.clicks("#newer")
        await _asks(person, pages, "", None, None, SOME[0].id)
        await person.presses("slash")
        await person.enters("ada")
        await _asks(person, pages, "ada", None, None, None)
        assert person.focused == "activity-table"
        await person.presses("shift+tab", "enter", "down", "down", "enter")
        await _asks(person, pages, "ada", EventKind.LOGIN_REFUSED, None, None)
        await person.clicks("#older")
        await _asks(person, pages, "ada", EventKind.LOGIN_REFUSED, SOME[-1].id, None)


async def test_page_search_kind_row_and_focus_stay_when_it_is_shown_again(store: Store) -> None:
    pages = UseCase(page(*SOME, older=True))
    async with on_stage(store, Activity(pages)) as person:
        await _asks(person, pages, *NEWEST)
        await person.presses("slash")
        await person.enters("ada")
        await person.clicks("#older")
        _table(person).focus()
        await person.presses("down", "down")
        asked = len(pages.calls)
        pages.outcome = page(MANY[0], *SOME, newer=True)
        await person.presses("f1")
        await person.presses("escape")
        await person.waits_for(lambda: len(pages.calls) > asked)
        await person.app.workers.wait_for_complete()
        await person.waits_for(lambda: _table(person).row_count == len(SOME) + 1)
        assert pages.calls[-1] == ("ada", None, SOME[-1].id, None)
        assert _table(person).chosen == SOME[2]
        assert person.focused == "activity-table"


async def test_every_kind_can_be_chosen(store: Store) -> None:
    async with on_stage(store, Activity(UseCase(page(*SOME)))) as person:
        await person.waits_for(lambda: person.focused == "activity-table")
        choices = person.screen.query_one("#kind", Select)
        assert [value for _, value in choices._options] == ["", *EventKind]
