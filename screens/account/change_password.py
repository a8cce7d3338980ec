"""Changing the password."""

from collections.abc import Awaitable, Callable, Iterable

from textual.widget import Widget

from kstore_tui.core.errors import StoreError
from kstore_tui.core.rules import RULES
from screens.base.new_password import NewPasswordStep
from screens.widgets.field import Field, LabelledField


class ChangePasswordStep(NewPasswordStep[bool]):
    """Asks for the present password and a new one; ends with True.

    Args:
        change: Takes the two.
    """

    HELP = (
        f"The new password has {RULES.password_shortest} to {RULES.password_longest} characters of any "
        "kind. It is refused when it is among the most common ones or made of the email address. A few "
        "unrelated words make a good one.\n\n"
        "Everywhere else this account is logged out."
    )
    PRIMARY = "Change Password"

    heading = "Change the password"
    lead = "This account is then logged out everywhere else."

    def __init__(self, change: Callable[[str, str], Awaitable[None]]) -> None:
        super().__init__()
        self._change = change

    def fields(self) -> Iterable[Widget]:
        """Ask for the present one, and twice for the new one."""
        yield LabelledField("Present password", Field(secret=True, id="present"), reveals=True)
        yield from self.password_fields("New password", "Change", reveals=False)

    def submit_password(self, password: str) -> None:
        """Change it."""
        present = self.value("present")
        self.attempt(lambda: self._change(present, password), lambda _: self.dismiss(True))

    def refused_otherwise(self, refusal: StoreError) -> None:
        """Go back to the present password."""
        self.ask_again("present")
