"""The app: what is shown on one terminal to one person."""

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePath
from typing import ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.dom import DOMNode
from textual.driver import Driver
from textual.widget import MountError
from textual.widgets import OptionList
from textual.worker import WorkerFailed

from kstore_tui.store import Store
from screens import pages
from screens.account.menu import AccountMenu, MenuChoice
from screens.base.page import Page
from screens.base.palette import Command, Palette
from screens.base.screen import StoreScreen
from screens.commands import commands_inside, commands_outside
from screens.crash_log import report
from screens.navigator import Navigator
from screens.terminal.driver import TerminalDriver
from screens.themes import DARK, THEMES


class KstoreApp(App[int]):
    """The Kintone Store in a terminal.

    Args:
        store: The store.
        origin: Where the person comes from.
        theme: `dark` or `light`.
        log_folder: Where unexpected errors are logged.
        hint: A line on the login screen, for someone who tries the program out.
        address: The email address to log in with, if the person has given it already.
        served: Whether the person comes over SSH and has no account on the host.
        driver_class: Draws on the terminal.
    """

    TITLE = "Kintone Store"
    STYLES = Path(__file__).parent / "kstore.tcss"
    CSS_PATH: ClassVar[list[str | PurePath]] = [STYLES]
    ENABLE_COMMAND_PALETTE = False  # ours opens at once and sends nothing while nobody types
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f10", "menu", "Menu"),
        Binding("ctrl+p", "commands", "Commands", priority=True),
        Binding("ctrl+l", "redraw", "Redraw", show=False),
        Binding("ctrl+q", "quit", "Quit", priority=True),
    ]

    def __init__(
        self,
        store: Store,
        origin: str,
        theme: str,
        log_folder: Path,
        hint: str = "",
        *,
        address: str = "",
        served: bool = False,
        driver_class: type[Driver] = TerminalDriver,
    ) -> None:
        super().__init__(driver_class=driver_class)
        self.animation_level = "none"  # on a slow line, what moves is in the way
        for own in THEMES.values():
            self.register_theme(own)
        # Not `self.theme = …`: that would parse every style sheet twice before anything is shown.
        self.set_reactive(App.theme, THEMES[theme].name)
        self.stylesheet.set_variables(self.get_css_variables())
        self._store = store
        self._log_folder = log_folder
        self._served = served
        self.navigator = Navigator(self, store, origin, hint, address=address, served=served)

    async def run_program(self, mouse: bool) -> int:
        """Run until the person quits, and send mails meanwhile; return the exit code.

        The mail worker stops last: what the end of the session puts into the outbox still goes out.
        """
        self._store.mail_worker.start()
        try:
            code = await self.run_async(mouse=mouse) or self.return_code or 0
        finally:
            await self._store.mail_worker.stop()
        failure = self._store.mail_worker.failure
        if failure is None or code != 0:
            return code
        print(report(failure, self._log_folder, self._store.clock()), file=sys.stderr)
        return 1

    def on_mount(self) -> None:
        if self.no_color:
            self.theme = DARK.name  # the driver tells things apart by its brightness
        self.navigator.enter()
        self._store.mail_worker.on_sent.append(self._mails_sent)
        if self._store.mail_worker.failure is not None:  # before this app was told
            self._mails_sent()

    async def on_unmount(self) -> None:
        """End the session with the terminal, which may go before anything was shown."""
        with suppress(ValueError):
            self._store.mail_worker.on_sent.remove(self._mails_sent)
        await self.navigator.hang_up()

    async def on_event(self, event: events.Event) -> None:
        """Note that the person is there."""
        if isinstance(event, events.Key | events.MouseDown | events.Paste):
            self.navigator.acted()
        await super().on_event(event)

    def _mails_sent(self) -> None:
        """Show what has changed now that mails were sent: in the app's turn, as the worker is of no app."""
        self.call_later(self._reload)

    def _reload(self) -> None:
        if self._store.mail_worker.failure is not None:
            raise self._store.mail_worker.failure
        if isinstance(self.screen, Page):
            self.screen.reload()

    def on_page_logged_out(self, message: Page.LoggedOut) -> None:
        self.navigator.session_over(message.over)

    @property
    def _may_leave(self) -> bool:
        """Whether the person may go elsewhere: not from a busy step, and not out of a dialog."""
        return isinstance(self.screen, StoreScreen) and not self.screen.busy

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "menu":
            return self.navigator.session is not None and self._may_leave
        if action == "commands":
            return self._may_leave
        return super().check_action(action, parameters)

    async def run_action(
        self,
        action: str | tuple[str, str, tuple[object, ...]],
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Leave out the keys of a list that the terminal has no room for: Textual fails at them."""
        if isinstance(default_namespace, OptionList) and not default_namespace.scrollable_content_region.area:
            return False
        return await super().run_action(action, default_namespace, namespaces)

    def action_menu(self) -> None:
        self.push_screen(AccountMenu(), self._leave_by_menu)

    def _leave_by_menu(self, choice: MenuChoice | None) -> None:
        match choice:
            case MenuChoice.ACCOUNT_SETTINGS:
                self.navigator.open(pages.account_settings)
            case MenuChoice.LOG_OUT:
                self.navigator.log_out()

    async def action_commands(self) -> None:
        self.push_screen(Palette(await self._commands()), self._run_command)

    async def _commands(self) -> Sequence[Command]:
        """Return what can be done now."""
        if self.navigator.session is None:
            here = commands_outside(self.screen)
        else:
            here = commands_inside(self.navigator, await self.navigator.account())
        return (
            *here,
            Command("Change appearance", "Switch between dark and light", self.navigator.change_appearance),
            Command("Quit", "Log out and quit", self.exit),
        )

    def _run_command(self, command: Command | None) -> None:
        if command is not None:
            command.run()

    def action_redraw(self) -> None:
        """Draw the screen again, after another program has written over it."""
        self.refresh(repaint=True, layout=True)

    def action_help_quit(self) -> None:
        """Say how to quit: many people try Ctrl+C."""
        if isinstance(self.screen, StoreScreen):
            self.screen.say("Press Ctrl+Q to quit.")

    def _handle_exception(self, error: Exception) -> None:
        """Quit with one line and a reference.

        No public hook replaces Textual's own report, which shows local variables, passwords among them.
        """
        cause = error.error if isinstance(error, WorkerFailed) else error
        is_closed = self.return_code is not None and isinstance(
            cause, NoMatches | MountError
        )  # before it was laid out
        if self.return_code != 1 and not is_closed:  # one line is enough
            super()._handle_exception(
                report(cause, self._log_folder, self._store.clock(), served=self._served)
            )
