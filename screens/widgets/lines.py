"""The lines of a screen: the top one, the one that says how it went, and text that is shown as it is."""

from collections.abc import Iterable

from textual import events, on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kstore_tui.core.text import safe_text

ERROR_SIGN = "✗"


def plain(*lines: str) -> Content:
    """Return lines in which nothing is markup and nothing acts on a terminal.

    Addresses are checked when they are entered, but someone who runs the store can have imported anything.
    """
    return Content("\n".join(safe_text(line) for line in lines))


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


class MessageLine(Static):
    """A line of fixed height, so that nothing moves when it speaks."""

    def say(self, line: str) -> None:
        """Say something that is no error."""
        self.set_class(False, "error")
        self.update(plain(line))

    def refuse(self, line: str) -> None:
        """Say why not; a sign stands before it, so that no one needs to see the colour."""
        self.set_class(True, "error")
        self.update(plain(f"{ERROR_SIGN} {line}"))
