"""Entering a reset code and a new password."""

from collections.abc import Awaitable, Callable, Iterable

from textual.widget import Widget

from kstore_tui.core.errors import StoreError
from kstore_tui.core.rules import RULES
from kstore_tui.core.times import length
from screens.base.new_password import NewPasswordStep
from screens.widgets.field import Field, LabelledField


class ResetPasswordStep(NewPasswordStep[bool]):
    """Asks for the code that was mailed, and for a new password; ends with True.

    Args:
        redeem: Takes code and password.
    """

    HELP = (
        "The reset code looks like XXXX-XXXX-XXXX. Type it in any case, with or without the dashes, and "
        "choose a new password. Everywhere this account is logged in now, it is logged out.\n\n"
        f"A code is valid for {length(RULES.reset_validity)}, once; a newer one takes its place. After "
        f"{RULES.mailed_code_tries} wrong ones there is a wait of {length(RULES.mailed_code_wait)}.\n\n"
        "No mail? Look at the address: go back, and ask again. It may also be one that has no account: this "
        "screen does not tell."
    )
    PRIMARY = "Change Password"

    heading = "Choose a new password"
    lead = "If this address has an account, a reset code has been mailed to it."

    def __init__(self, redeem: Callable[[str, str], Awaitable[None]]) -> None:
        super().__init__()
        self._redeem = redeem

    def fields(self) -> Iterable[Widget]:
        """Ask for all of it."""
        yield LabelledField("Reset code", Field(id="reset-code"))
        yield from self.password_fields("New password", "Change")

    def submit_password(self, password: str) -> None:
        """Change the password."""
        code = self.value("reset-code")
        self.attempt(lambda: self._redeem(code, password), lambda _: self.dismiss(True))

    def refused_otherwise(self, refusal: StoreError) -> None:
        """Go back to the code."""
        self.ask_again("reset-code")
