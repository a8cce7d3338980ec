"""Activity: the page that shows what happened."""

from collections.abc import Awaitable, Callable, Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Button, DataTable, Select, Static

from kstore_tui.core.events import EventKind
from kstore_tui.core.results import ActivityPage, ActivityRow
from kstore_tui.core.text import time_to_the_second
from screens.activity.table import ActivityTable
from screens.base.page import Page
from screens.widgets.button import Link
from screens.widgets.field import Field
from screens.widgets.lines import plain

Load = Callable[[str, EventKind | None, int | None, int | None], Awaitable[ActivityPage]]
"""Gives the rows by what is searched for, the kind, and the row that they are older or newer than."""

_EVERYTHING = ""


class Activity(Page[ActivityPage]):
    """Shows what happened in pages, newest first, found by who, from where and what."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("slash", "search", "Find")]
    HELP = (
        "What happened in this store, newest first. Nothing here can be changed or removed.\n\n"
        "Press / to search: enter the start of an email address or origin, a day such as 2026-11-20, a month "
        "such as 2026-11, or a combination. Use the list beside it to show one kind of event. Press Page Up "
        "or Page Down to change pages.\n\n"
        "If someone tries to log in with an unknown address, we don't record what they entered."
    )

    BEGINS_AT = "ActivityTable"

    heading = "Activity"

    def __init__(self, load: Load) -> None:
        super().__init__(
            lambda: load(self._search, self._kind, self._before, self._after),
            {"newer": lambda: self._turn(older=False), "older": lambda: self._turn(older=True)},
        )
        self._search = ""
        self._kind: EventKind | None = None
        self._before: int | None = None
        self._after: int | None = None
        self._page: ActivityPage | None = None

    def content(self) -> Iterable[Widget]:
        with Horizontal(id="activity-filters"):
            yield Field(enter="Find", hint="Address, origin or day", id="search")
            yield Select(
                [("All events", _EVERYTHING), *((what.words, what.value) for what in EventKind)],
                value=_EVERYTHING,
                allow_blank=False,
                compact=True,
                id="kind",
            )
        yield ActivityTable()
        yield Static(id="chosen")
        with Horizontal(id="activity-actions"):
            for label in ("Newer", "Older"):
                link = Link(label, label.lower())
                link.disabled = True  # until there are rows
                yield link
            yield Static(id="counted")

    def show(self, state: ActivityPage) -> None:
        self._page = state
        self._table.show(state, otherwise=0 if self._after is None else -1)
        self.query_one("#newer", Button).disabled = not state.newer
        self.query_one("#older", Button).disabled = not state.older
        self.query_one("#counted", Static).update("" if state.rows else "No events found")
        self._show_chosen()

    @on(DataTable.RowHighlighted)
    def _show_chosen(self) -> None:
        """Show the whole of the chosen row: in the table, long addresses are cut."""
        chosen = self._table.chosen
        self.query_one("#chosen", Static).update(plain("" if chosen is None else _sentence(chosen)))

    @on(Field.Submitted, "#search")
    def search(self, event: Field.Submitted) -> None:
        self._search = event.value
        self._from_the_newest()
        self._table.focus()

    @on(Select.Changed, "#kind")
    def filter(self, event: Select.Changed) -> None:
        """Show one kind alone, or everything."""
        kind = None if event.value == _EVERYTHING else EventKind(str(event.value))
        if kind is not self._kind:
            self._kind = kind
            self._from_the_newest()

    @on(ActivityTable.TurnedFrom)
    def turn(self, event: ActivityTable.TurnedFrom) -> None:
        self._turn(older=event.onward)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "search" and isinstance(self.focused, Field):  # `/` is a letter there
            return False
        return super().check_action(action, parameters)

    def action_search(self) -> None:
        self.query_one("#search", Field).focus()

    def _from_the_newest(self) -> None:
        self._before = self._after = None
        self.reload()

    def _turn(self, *, older: bool) -> None:
        page = self._page
        if page is None or not (page.older if older else page.newer):
            return
        self._before = page.rows[-1].id if older else None
        self._after = None if older else page.rows[0].id
        self.reload()

    @property
    def _table(self) -> ActivityTable:
        return self.query_one(ActivityTable)


def _sentence(row: ActivityRow) -> str:
    who = (row.about, f"by {row.who}") if row.about else (row.who,)
    origin = (f"from {row.origin}",) if row.origin else ()
    when = f"{row.at:%Y-%m-%d} {time_to_the_second(row.at)}"
    return " · ".join((when, row.what.words, *who, *origin))
