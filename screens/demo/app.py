"""The demo's app: the real one, with a key that opens and closes the mails."""

from pathlib import Path, PurePath
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.screen import Screen

from devmail.store.inbox import Inbox
from kstore_tui.store import Store
from screens.app import KstoreApp
from screens.base.screen import StoreScreen
from screens.demo.panel import MailPanel
from screens.demo.using import code_field, mail_for


class DemoApp(KstoreApp):
    """The Kintone Store with its mails beside it.

    It alone can use a code without anybody's reading it: the mails are those of its own mail server,
    and the store is thrown away at the end.

    Args:
        store: The demo's store.
        inbox: Where its mails arrive.
        server: The address at which they arrive.
        origin: Where the person comes from.
        theme: `dark` or `light`.
        log_folder: Where what was not expected is logged.
        hint: With what to log in.
    """

    CSS_PATH: ClassVar[list[str | PurePath]] = [KstoreApp.STYLES, Path(__file__).parent / "panel.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "mails", "Mails"),
        Binding("f4", "use_code", "Use code", show=False),  # named beside the code itself
    ]

    def __init__(
        self, store: Store, inbox: Inbox, server: str, *, origin: str, theme: str, log_folder: Path, hint: str
    ) -> None:
        super().__init__(store, origin, theme, log_folder, hint)
        self._inbox = inbox
        self._server = server
        self._mails_are_open = False

    def on_mount(self) -> None:
        """Keep the mails beside every screen while they are open."""
        self.screen_change_signal.subscribe(self, self._dress)

    def action_mails(self) -> None:
        """Open or close the mails."""
        self._mails_are_open = not self._mails_are_open
        self._dress(self.screen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a code only where one can be entered."""
        if action == "use_code":
            return code_field(self.screen) is not None
        return super().check_action(action, parameters)

    def action_use_code(self) -> None:
        """Write the newest mailed code into the field for it; to submit it is left to the person."""
        screen = self.screen
        field = code_field(screen)
        if field is None or not isinstance(screen, StoreScreen) or screen.busy:
            return
        mail = mail_for(field, self._inbox)
        if mail is None or mail.code is None:
            screen.refuse("No mail has come with a code for this field.")
            return
        field.value = mail.code
        field.cursor_position = len(field.value)
        screen.set_focus(field)

    def _dress(self, screen: Screen[Any]) -> None:
        """Give the screen the panel, or take it away."""
        if not isinstance(screen, StoreScreen):
            return
        try:
            panel = screen.query_one(MailPanel)
        except NoMatches:
            if self._mails_are_open:
                screen.mount(MailPanel(self._inbox, self._server))
        else:
            if not self._mails_are_open:
                panel.remove()
