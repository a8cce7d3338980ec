"""The first run: a store without any administrator."""

from collections.abc import Awaitable, Callable, Iterable

from textual.widget import Widget

from kstore_tui.outcomes import LoggedIn
from kstore_tui.refusals import AddressRefused, Refusal
from kstore_tui.rules import RULES
from screens.step import Step
from screens.widgets.field import Field, LabelledField

Register = Callable[[str, str], Awaitable[LoggedIn]]


class RegisterFirstStep(Step[LoggedIn]):
    """Asks who the first administrator is.

    Args:
        register: Takes email address and password.
    """

    EXPLANATION = (
        "This store has no administrator yet: whoever registers now is the first, and is logged in.\n\n"
        f"The password has {RULES.password_shortest} to {RULES.password_longest} characters of any kind. "
        "It is refused when it is among the most common ones or made of the email address. "
        "A few unrelated words make a good one."
    )
    PRIMARY = "Register"
    CAN_GO_BACK = False

    heading = "Register the first administrator"
    lead = "This store has no administrator yet."

    def __init__(self, register: Register) -> None:
        super().__init__()
        self._register = register

    def fields(self) -> Iterable[Widget]:
        """Ask for an address, and twice for a password."""
        yield LabelledField("Email address", Field(id="address"))
        yield LabelledField("Password", Field(secret=True, id="password"), reveals=True)
        yield LabelledField("Confirm password", Field(enter="Register", secret=True, id="confirmation"))

    def submit(self) -> None:
        """Register."""
        address, password = self.value("address"), self.value("password")
        if password != self.value("confirmation"):
            self.refuse("The two passwords are not the same.")
            self.ask_again("confirmation")
            return
        self.attempt(lambda: self._register(address, password), self.dismiss)

    def refused(self, refusal: Refusal) -> None:
        """Go back to the field that the refusal is about."""
        if isinstance(refusal, AddressRefused):
            self.query_one("#address").focus()
        else:
            self.ask_again("confirmation")
            self.ask_again("password")
