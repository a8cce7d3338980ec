"""The top line: the store's name, and the account with its menu."""

from collections.abc import Iterable

from textual import events, on
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from screens.widgets.text import plain


class TopBar(Horizontal):
    """The top line of every screen; without an account, nobody is logged in."""

    def __init__(self, account: str | None) -> None:
        super().__init__()
        self._account = account

    def compose(self) -> Iterable[Widget]:
        yield Static("Kintone Store", id="product")
        if self._account is not None:
            yield AccountButton(self._account)


class AccountButton(Static):
    """The administrator's email address; a click opens the menu, as its key does."""

    def __init__(self, account: str) -> None:
        super().__init__(plain(f"{account} ▾"), id="account")

    @on(events.Click)
    async def open_menu(self) -> None:
        await self.app.run_action("menu")
