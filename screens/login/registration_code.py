"""Entering a registration code."""

from collections.abc import Awaitable, Callable, Iterable

from textual.widget import Widget

from kstore_tui.core.errors import StoreError
from kstore_tui.core.rules import RULES
from kstore_tui.core.times import length
from screens.base.new_password import NewPasswordStep
from screens.widgets.field import Field, LabelledField


class RegistrationCodeStep(NewPasswordStep[str]):
    """Asks for the code that was mailed, and for a password; ends with the email address.

    Args:
        redeem: Takes email address, code and password.
    """

    HELP = (
        "A fellow administrator has registered your email address, and a code like XXXX-XXXX-XXXX was "
        "mailed to it. Type it in any case, with or without the dashes, and choose a password.\n\n"
        f"A code is valid for {length(RULES.registration_validity)}, once. After "
        f"{RULES.mailed_code_tries} wrong ones there is a wait of {length(RULES.mailed_code_wait)}. "
        "Expired? Ask for another."
    )
    PRIMARY = "Register"

    heading = "Register with a registration code"
    lead = "The code was mailed to you; the password is your choice."

    def __init__(self, redeem: Callable[[str, str, str], Awaitable[None]]) -> None:
        super().__init__()
        self._redeem = redeem

    def fields(self) -> Iterable[Widget]:
        """Ask for all of it."""
        yield LabelledField("Your email address", Field(id="address"))
        yield LabelledField("Registration code", Field(id="registration-code"))
        yield from self.password_fields("New password", "Register")

    def submit_password(self, password: str) -> None:
        """Register."""
        address, code = self.value("address"), self.value("registration-code")
        self.attempt(lambda: self._redeem(address, code, password), lambda _: self.dismiss(address))

    def refused_otherwise(self, refusal: StoreError) -> None:
        """Go back to the code."""
        self.ask_again("registration-code")
