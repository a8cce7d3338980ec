"""Asking for the password again, before the account's security is changed."""

from collections.abc import Awaitable, Callable, Iterable

from textual.widget import Widget

from kstore_tui.core.errors import StoreError
from kstore_tui.core.rules import RULES
from kstore_tui.core.times import length
from screens.base.step import Step
from screens.widgets.field import Field, LabelledField


class ReauthenticationStep(Step[bool]):
    """Asks for the password that was given too long ago; ends with True.

    Args:
        confirm: Takes the password.
    """

    HELP = (
        f"You gave your password more than {length(RULES.password_fresh)} ago. It is asked for again, so "
        "that nobody can change your account's security from a terminal that you left open."
    )
    PRIMARY = "Continue"

    heading = "Enter your password again"
    lead = "It is needed for a change of security."

    def __init__(self, confirm: Callable[[str], Awaitable[None]]) -> None:
        super().__init__()
        self._confirm = confirm

    def fields(self) -> Iterable[Widget]:
        """Ask for it."""
        yield LabelledField("Password", Field(enter="Continue", secret=True, id="password"), reveals=True)

    def submit(self) -> None:
        """Give it."""
        password = self.value("password")
        self.attempt(lambda: self._confirm(password), lambda _: self.dismiss(True))

    def refused(self, refusal: StoreError) -> None:
        """Let it be typed anew."""
        self.ask_again("password")
