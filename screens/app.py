"""The app: what is shown on one terminal to one person."""

import asyncio
import signal
from datetime import datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.worker import WorkerFailed

import screens
from kstore_tui.mail.rounds import Rounds
from kstore_tui.store import Store
from screens.base.page import Page
from screens.base.screen import StoreScreen
from screens.commands import Command, Commands, commands_inside, commands_outside
from screens.crash_log import log_fault
from screens.navigator import Navigator
from screens.themes import THEMES
from screens.widgets.palette import Palette

if TYPE_CHECKING:
    from screens.account.menu import MenuChoice


class KstoreApp(App[int]):
    """The Kintone Store in a terminal.

    Args:
        store: All that may happen.
        origin: Where the person comes from.
        theme: `dark` or `light`.
        log_folder: Where what was not expected is logged.
        hint: A line on the login screen for who tries the program out.
    """

    TITLE = "Kintone Store"
    STYLES = Path(screens.__file__).parent / "kstore.tcss"
    CSS_PATH: ClassVar[list[str | PurePath]] = [STYLES]
    COMMANDS = {Commands}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10", "menu", "Menu"),
        Binding("ctrl+p", "command_palette", "Commands", priority=True),
        Binding("ctrl+l", "redraw", "Draw again", show=False),
        Binding("ctrl+q", "quit", "Quit", priority=True),
    ]

    def __init__(self, store: Store, origin: str, theme: str, log_folder: Path, hint: str = "") -> None:
        super().__init__()
        self.animation_level = "none"  # on a slow line, what moves is in the way
        for own in THEMES.values():
            self.register_theme(own)
        # Watched, it would have all style sheets read a second time before anything is drawn.
        self.set_reactive(KstoreApp.theme, THEMES[theme].name)
        self.stylesheet.set_variables(self.get_css_variables())
        self._store = store
        self._log_folder = log_folder
        self._rounds = Rounds(store.mail_worker, store.clock, self._refresh)
        self.navigator = Navigator(self, store, origin, hint)
        """Who knows where the person is."""

    def on_load(self) -> None:
        """Leave the terminal as it was when told to end: Textual by itself does not."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.exit, 128 + number)

    def on_mount(self) -> None:
        """Open the front door; send what waits in the outbox."""
        self.navigator.enter()
        self._rounds.begin()

    async def on_unmount(self) -> None:
        """End the session with the terminal. What is still in the outbox waits there for the next program."""
        login_given_up = await self.navigator.hang_up()
        await self._rounds.end(once_more=login_given_up)

    async def on_event(self, event: events.Event) -> None:
        """Take note that the person is there."""
        if isinstance(event, events.Key | events.MouseDown | events.Paste):
            self.navigator.acted()
        await super().on_event(event)

    def _refresh(self) -> None:
        """Show how things are after mails were sent."""
        if isinstance(self.screen, Page):
            self.screen.reload()

    def on_page_session_ended(self, message: Page.SessionEnded) -> None:
        """Leave a place whose session is over."""
        self.navigator.session_over(message.over)

    @property
    def may_leave(self) -> bool:
        """Whether the person may go elsewhere now: not from a busy step, and not out of a dialog."""
        return isinstance(self.screen, StoreScreen) and not self.screen.busy

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done now."""
        if action == "menu":
            return self.navigator.session is not None and self.may_leave
        if action == "command_palette":
            return self.may_leave
        return super().check_action(action, parameters)

    def action_menu(self) -> None:
        """Open the account's menu."""
        from screens.account.menu import AccountMenu  # no start need wait for it

        self.push_screen(AccountMenu(), self._leave_by_menu)

    def _leave_by_menu(self, choice: "MenuChoice | None") -> None:
        from screens.account.menu import MenuChoice

        match choice:
            case MenuChoice.ACCOUNT_SETTINGS:
                self.navigator.account_settings()
            case MenuChoice.LOG_OUT:
                self.navigator.log_out()

    def action_command_palette(self) -> None:
        """Open the commands."""
        self.push_screen(Palette(id="--command-palette"))

    async def commands(self) -> tuple[Command, ...]:
        """Return what can be done now, for the command palette."""
        page = next(page for page in reversed(self.screen_stack) if not isinstance(page, Palette))
        if self.navigator.session is None:
            here = commands_outside(page)
        else:
            here = commands_inside(self.navigator, await self.navigator.account())
        look = Command("Change appearance", "From dark to light, or back", self.navigator.change_appearance)
        return (*here, look, Command("Quit", "Log out and leave the program", self.exit))

    def action_redraw(self) -> None:
        """Draw the screen again, after something else has written over it."""
        self.refresh(repaint=True, layout=True)

    def action_help_quit(self) -> None:
        """Say how to quit: Ctrl+C has another meaning to many."""
        if isinstance(self.screen, StoreScreen):
            self.screen.say("Press Ctrl+Q to quit.")

    def _handle_exception(self, error: Exception) -> None:
        """End with one line and a reference instead of Textual's report, which shows local variables."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        cause = error.error if isinstance(error, WorkerFailed) else error
        now: datetime = self._store.clock()
        reference = f"{now:%Y%m%d-%H%M%S}"
        line = f"Something unexpected happened; you are logged out. Its reference is {reference}"
        try:
            log_fault(cause, self._log_folder, now, reference)
            line += f", its trace in {self._log_folder / 'faults.log'}."
        except OSError:
            line += "; it could not be logged."
        self._exit_renderables.append(Text(line))
        self._close_messages_no_wait()
