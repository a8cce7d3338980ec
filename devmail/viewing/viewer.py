"""The viewer: the mails as they come, and the chosen one."""

import asyncio
import signal
from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.driver import Driver
from textual.widgets import Footer, Static

from devmail.keeping.inbox import Inbox
from devmail.mail import Mail
from devmail.safe_text import one_line
from devmail.viewing.look import DARK
from devmail.viewing.mail_list import MailList
from devmail.viewing.reader import Reader


class Viewer(App[int]):
    """Shows an inbox, and what comes into it.

    Args:
        inbox: The mails.
        url: Where the mail server listens, as `smtp://127.0.0.1:1025`.
        warning: What is to be said about that; it stays on screen.
    """

    TITLE = "devmail"
    CSS_PATH = "viewer.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy_code", "Copy code"),
        Binding("f", "follow", "Follow"),
        Binding("q", "quit", "Quit"),
    ]

    def __init__(self, inbox: Inbox, url: str, warning: str = "") -> None:
        super().__init__()
        self.animation_level = "none"  # nothing moves and nothing is sent while no mail comes
        self.register_theme(DARK)
        self.theme = DARK.name
        self._inbox = inbox
        self._url = url
        self._warning = warning
        self._follows = True

    def get_driver_class(self) -> type[Driver]:
        """Return the driver that outlives its terminal, where Textual would take its like."""
        found = super().get_driver_class()
        if found.__name__ != "LinuxDriver":
            return found
        from devmail.viewing.driver import LastingDriver  # not for every system

        return LastingDriver

    def on_load(self) -> None:
        """Leave the terminal as it was when told to end: Textual by itself does not."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.exit, 128 + number)

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Static(id="title")
        if self._warning:
            yield Static(Content(self._warning), id="warning")
        with Container(id="split"):
            yield MailList(self._inbox.newest(), f"No mail yet.\nWhat is sent to {self._url} is shown here.")
            yield Reader()
        yield Static(id="message")
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        """Show what is there, and each mail that comes."""
        self._stop = self._inbox.subscribe(self._arrived)
        self._show()

    def on_unmount(self) -> None:
        """Listen no more."""
        self._stop()

    def _arrived(self, arrived: Sequence[Mail]) -> None:
        mails = self.query_one(MailList)
        had_one = mails.chosen is not None
        for mail in arrived:
            mails.add(mail, follow=self._follows)
        if self._follows or not had_one:
            self._show()
        else:
            self._show_title()

    @on(MailList.Chosen)
    def choose(self) -> None:
        """Show the mail that the person chose; who looks at an older one is not led away from it."""
        mails = self.query_one(MailList)
        newest = self._inbox.newest(1)
        self._follows = not newest or mails.chosen == newest[0]
        self._show()

    def _show(self) -> None:
        self._show_title()
        chosen = self.query_one(MailList).chosen
        self.query_one(Reader).show(chosen, self._inbox.raw(chosen.id) if chosen else b"")
        self.query_one("#message", Static).update(Content(""))
        self.refresh_bindings()

    def _show_title(self) -> None:
        count = self._inbox.count()
        mails = f"{count} mail{'' if count == 1 else 's'}"
        server = self._url.removeprefix("smtp://")
        title = f"devmail  {server}  {mails}  {'following' if self._follows else 'not following'}"
        self.query_one("#title", Static).update(Content(title))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        if action == "copy_code":
            lists = self.query(MailList)  # there is none yet when the footer is first laid out
            chosen = lists.first().chosen if lists else None
            return chosen is not None and chosen.code is not None
        return super().check_action(action, parameters)

    def action_copy_code(self) -> None:
        """Copy the chosen mail's code (OSC 52, so that it also works over SSH)."""
        chosen = self.query_one(MailList).chosen
        if chosen is not None and chosen.code is not None:
            self.copy_to_clipboard(chosen.code)
            self.query_one("#message", Static).update(Content(f"Copied {one_line(chosen.code)}."))

    def action_help_quit(self) -> None:
        """Tell who presses Ctrl+C how to quit, without a notification that comes and goes."""
        self.query_one("#message", Static).update(Content("Press q to quit."))

    def action_follow(self) -> None:
        """Show the newest mail from now on, or stay with the chosen one."""
        self._follows = not self._follows
        if self._follows:
            self.query_one(MailList).choose_newest()
        self._show()
