"""Changing the password."""

from collections.abc import Awaitable, Callable, Iterable

from textual.widget import Widget

from kstore_tui.refusals import Refusal, WrongPassword
from kstore_tui.rules import RULES
from screens.step import Step
from screens.widgets.field import Field, LabelledField


class ChangePasswordStep(Step[bool]):
    """Asks for the present password and a new one; ends with True.

    Args:
        change: Takes the two.
    """

    EXPLANATION = (
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
        yield LabelledField("New password", Field(secret=True, id="password"))
        yield LabelledField("Confirm password", Field(enter="Change", secret=True, id="confirmation"))

    def submit(self) -> None:
        """Change it."""
        present, new = self.value("present"), self.value("password")
        if new != self.value("confirmation"):
            self.refuse("The two passwords are not the same.")
            self.ask_again("confirmation")
            return
        self.attempt(lambda: self._change(present, new), lambda _: self.dismiss(True))

    def refused(self, refusal: Refusal) -> None:
        """Go back to the field that the refusal is about."""
        if isinstance(refusal, WrongPassword):
            self.ask_again("present")
        else:
            self.ask_again("confirmation")
            self.ask_again("password")
