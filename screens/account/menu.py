"""The menu under the administrator's email address."""

from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import OptionList

from screens.base.dialog import Dialog
from screens.widgets.footer import Footer


class MenuChoice(StrEnum):
    """What the menu offers, as it says it."""

    ACCOUNT_SETTINGS = "Account Settings"
    LOG_OUT = "Log out"


class AccountMenu(Dialog[MenuChoice]):
    """Asks where to go; ends with the choice, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f10", "dismiss(None)", "Close", show=False)]

    def compose(self) -> Iterable[Widget]:
        yield OptionList(*MenuChoice, id="account-menu", compact=True)
        yield Footer()

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(list(MenuChoice)[event.option_index])

    @on(events.Click)
    def close_on_click_beside(self, event: events.Click) -> None:
        if event.widget is self:
            self.dismiss(None)
