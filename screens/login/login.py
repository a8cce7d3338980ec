"""The login screen."""

from collections.abc import Awaitable, Callable, Iterable
from enum import Enum

from textual import on
from textual.containers import Container
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from kstore_tui.core.errors import StoreError
from kstore_tui.core.results import CodeSent, LoggedIn
from screens.base.step import Step
from screens.widgets.button import Link
from screens.widgets.field import Field, LabelledField


class Instead(Enum):
    """What the person chose instead of logging in."""

    FORGOTTEN_PASSWORD = "Forgot your password?"  # noqa: S105 - a line on the screen
    REGISTRATION_CODE = "I have a registration code"


LogIn = Callable[[str, str], Awaitable[LoggedIn | CodeSent]]


class LoginStep(Step[LoggedIn | CodeSent | Instead]):
    """Asks for email address and password.

    Args:
        log_in: Takes the two.
        address: What stands in the address field at first.
        hint: A line for who tries the program out.
    """

    HELP = (
        "Log in with the email address and password of your administrator account.\n\n"
        "With two-step verification on, a code is then mailed to the account's other email address. "
        "If you have lost that mailbox, a fellow administrator can help: they delete your account and "
        "register your email address again.\n\n"
        "Forgotten the password? A code for a new one can be mailed to you."
    )
    PRIMARY = "Login"
    CAN_GO_BACK = False

    heading = "Log in to the Kintone Store"
    lead = "Enter the email address and password of your account."

    def __init__(self, log_in: LogIn, address: str = "", hint: str = "") -> None:
        super().__init__()
        self._log_in = log_in
        self.address = address
        """What stood in the address field when the person went on."""
        self._hint = hint

    def fields(self) -> Iterable[Widget]:
        """Ask for the two."""
        yield LabelledField("Email address", Field(self.address, id="address"))
        yield LabelledField("Password", Field(enter="Login", secret=True, id="password"), reveals=True)

    def below(self) -> Iterable[Widget]:
        """Offer the other ways in, and tell who tries the program out."""
        with Container(id="other-ways"):
            yield Link(Instead.FORGOTTEN_PASSWORD.value, "forgotten")
            yield Link(Instead.REGISTRATION_CODE.value, "have-code")
        if self._hint:
            yield Static(Content(self._hint), id="hint")

    def on_mount(self) -> None:
        """Begin where something is missing."""
        self.query_one("#password" if self.address else "#address").focus()

    def submit(self) -> None:
        """Log in."""
        self.address, password = self.value("address"), self.value("password")
        self.attempt(lambda: self._log_in(self.address, password), self.dismiss)

    @on(Button.Pressed, "#forgotten")
    def reset_instead(self) -> None:
        """Go to where a reset code is asked for."""
        self._go_instead(Instead.FORGOTTEN_PASSWORD)

    @on(Button.Pressed, "#have-code")
    def register_instead(self) -> None:
        """Go to where a registration code is entered."""
        self._go_instead(Instead.REGISTRATION_CODE)

    def _go_instead(self, way: Instead) -> None:
        if not self.busy:
            self.address = self.value("address")
            self.dismiss(way)

    def refused(self, refusal: StoreError) -> None:
        """Let the password be typed anew."""
        self.ask_again("password")
