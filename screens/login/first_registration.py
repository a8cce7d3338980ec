"""The first run: a store without any administrator."""

from collections.abc import Awaitable, Callable, Iterable

from textual.widget import Widget

from kstore_tui.core.errors import StoreError
from kstore_tui.core.results import LoggedIn
from kstore_tui.core.rules import RULES
from screens.base.new_password import NewPasswordStep
from screens.widgets.field import Field, LabelledField

Register = Callable[[str, str], Awaitable[LoggedIn]]


class RegisterFirstStep(NewPasswordStep[LoggedIn]):
    """Asks who the first administrator is.

    Args:
        register: Takes email address and password.
    """

    HELP = (
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
        yield from self.password_fields("Password", "Register")

    def submit_password(self, password: str) -> None:
        """Register."""
        address = self.value("address")
        self.attempt(lambda: self._register(address, password), self.dismiss)

    def refused_otherwise(self, refusal: StoreError) -> None:
        """Go back to the address."""
        self.query_one("#address").focus()
