"""The demo's app: the real one, with keys that show the mails and use their codes."""

from pathlib import Path, PurePath
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from devmail.store.inbox import Inbox
from kstore_tui.store import Store
from screens.app import KstoreApp
from screens.base.screen import StoreScreen
from screens.demo.panel import MailPanel, code_field, mail_for


class DemoApp(KstoreApp):
    """The Kintone Store with its mails beside it.

    Only the demo can use a code that nobody has read: the mails are those of its own mail server, and the
    store is thrown away at the end.
    """

    CSS_PATH: ClassVar[list[str | PurePath]] = [KstoreApp.STYLES, Path(__file__).parent / "panel.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "mails", "Emails"),
        Binding("f4", "use_code", "Use code", show=False),  # the panel names it beside the code
    ]

    def __init__(
        self, store: Store, inbox: Inbox, server: str, *, origin: str, theme: str, log_folder: Path, hint: str
    ) -> None:
        super().__init__(store, origin, theme, log_folder, hint)
        self.inbox = inbox
        self._server = server
        self._mails_are_open = False

    def on_mount(self) -> None:
        self.screen_change_signal.subscribe(self, self._place_panel)

    def action_mails(self) -> None:
        self._mails_are_open = not self._mails_are_open
        self._place_panel(self.screen)

    def action_use_code(self) -> None:
        """Write the newest mailed code into its field; submitting it is left to the person."""
        screen = self.screen
        field = code_field(screen)
        if field is None or not isinstance(screen, StoreScreen) or screen.busy:
            return
        mail = mail_for(field, self.inbox)
        if mail is None or mail.code is None:
            screen.refuse("No email with a code for this field has arrived.")
            return
        field.value = mail.code
        field.cursor_position = len(field.value)
        screen.set_focus(field)

    def _place_panel(self, screen: Screen[Any]) -> None:
        """Keep the mails beside every screen while they are open."""
        panels = screen.query(MailPanel)
        if not self._mails_are_open:
            panels.remove()
        elif isinstance(screen, StoreScreen) and not panels:
            screen.mount(MailPanel(self.inbox, self._server))
