"""Administrators: the page that shows them."""

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, DataTable, Static

from kstore_tui.core.results import AdministratorRow, AdministratorsPage
from kstore_tui.core.rules import RULES
from screens.administrators.table import AdministratorsTable
from screens.base.page import Page
from screens.widgets.button import Link
from screens.widgets.field import Field


class Administrators(Page[AdministratorsPage]):
    """Shows administrators in pages, found by a part of their address.

    Args:
        load: Gives the rows, by what is searched for and the first row.
        register: Starts registering more.
        of_row: What can be started for the chosen row: `delete`, `withdraw`, `send-again` and `release`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Find"),
        Binding("pagedown", "turn(1)", "Next page", show=False),
        Binding("pageup", "turn(-1)", "Previous page", show=False),
    ]
    HELP = (
        "Every administrator of this store. “Register” emails a registration code to new ones. “Delete” "
        "deletes the selected account, and “Withdraw” cancels a pending invitation. The last administrator "
        "who can log in can't be deleted.\n\n"
        "If an administrator loses access to the mailbox for codes, delete their account and register their "
        "email address again.\n\n"
        f"An account goes on hold after {RULES.wrong_codes_before_hold} wrong codes in a row. Someone else "
        "may know its password, so ask the owner to choose a new one before you press “Release”.\n\n"
        "Press / to search by address, and Page Up or Page Down to change pages."
    )

    BEGINS_AT = "AdministratorsTable"

    heading = "Administrators"

    def __init__(
        self,
        load: Callable[[str, int], Awaitable[AdministratorsPage]],
        register: Callable[[], object],
        of_row: dict[str, Callable[[AdministratorRow], object]],
    ) -> None:
        of_chosen = {name: partial(self._with_chosen, begin) for name, begin in of_row.items()}
        super().__init__(lambda: load(self._search, self._start), {"register": register, **of_chosen})
        self._search = ""
        self._start = 0
        self._stand: int | None = None
        self._page: AdministratorsPage | None = None

    def content(self) -> Iterable[Widget]:
        yield Field(enter="Find", hint="Search by address", id="search")
        yield AdministratorsTable()
        with Horizontal(id="administrators-actions"):
            yield Link("Register", "register")
            yield Link("Delete", "delete")
            yield Link("Withdraw", "withdraw")
            yield Link("Send again", "send-again")
            yield Link("Release", "release")
            yield Static(id="counted")

    def show(self, state: AdministratorsPage) -> None:
        """Show a page, or the last one when those after it are gone."""
        if state.start > 0 and not state.rows:
            self._show_from(max(state.found - 1, 0) // state.size * state.size, stand=-1)
            return
        self._page = state
        self._table.show(state, self._stand)
        self._stand = None
        last = state.start + len(state.rows)
        counted = f"{state.start + 1}–{last} of {state.found}" if state.rows else "No administrators found"
        self.query_one("#counted", Static).update(Content(counted))
        self._offer()

    @on(events.Mount)
    @on(DataTable.RowHighlighted)
    def _offer(self) -> None:
        """Offer only what can be done with the chosen row."""
        chosen = self._table.chosen
        invited = chosen is not None and chosen.is_invited
        held = chosen is not None and chosen.is_held and not chosen.is_own
        offered = {
            "delete": chosen is not None and not invited,
            "withdraw": invited,
            "send-again": invited,
            "release": held,
        }
        for name, is_offered in offered.items():
            self.query_one(f"#{name}", Button).display = is_offered

    @on(Field.Submitted, "#search")
    def search(self, event: Field.Submitted) -> None:
        self._search = event.value
        self._show_from(0, stand=0)
        self._table.focus()

    @on(AdministratorsTable.TurnedFrom)
    def turn(self, event: AdministratorsTable.TurnedFrom) -> None:
        self.action_turn(1 if event.onward else -1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "search" and isinstance(self.focused, Field):  # `/` is a letter there
            return False
        return super().check_action(action, parameters)

    def action_search(self) -> None:
        self.query_one("#search", Field).focus()

    def action_turn(self, by: int) -> None:
        page = self._page
        if page is None:
            return
        if by > 0 and page.start + len(page.rows) < page.found:
            self._show_from(page.start + len(page.rows), stand=0)
        elif by < 0 and page.start > 0:
            self._show_from(max(page.start - page.size, 0), stand=-1)

    def _show_from(self, start: int, stand: int) -> None:
        self._start, self._stand = start, stand
        self.reload()

    @property
    def _table(self) -> AdministratorsTable:
        return self.query_one(AdministratorsTable)

    def _with_chosen(self, begin: Callable[[AdministratorRow], object]) -> None:
        chosen = self._table.chosen
        if chosen is not None:
            self.set_focus(self._table)  # afterwards, the button may be for another administrator
            begin(chosen)
