"""Entering a registration code."""

from collections.abc import Awaitable, Callable, Iterable

from textual.widget import Widget

from kstore_tui.moments import length
from kstore_tui.refusals import PasswordRefused, Refusal
from kstore_tui.rules import RULES
from screens.step import Step
from screens.widgets.field import Field, LabelledField


class RegistrationCodeStep(Step[str]):
    """Asks for the code that was mailed, and for a password; ends with the email address.

    Args:
        redeem: Takes email address, code and password.
    """

    EXPLANATION = (
        "A fellow administrator has registered your email address, and a code like XXXX-XXXX-XXXX was "
        "mailed to it. Type it in any case, with or without the dashes, and choose a password.\n\n"
        f"A code is valid for {length(RULES.registration_validity)}, once. After "
        f"{RULES.registration_tries} wrong ones there is a wait of {length(RULES.registration_wait)}. "
        "Expired? Ask for another."
    )
    PRIMARY = "Register"

    heading = "Register with a registration code"
    lead = "Enter the code that was mailed to you, and choose a password."

    def __init__(self, redeem: Callable[[str, str, str], Awaitable[None]]) -> None:
        super().__init__()
        self._redeem = redeem

    def fields(self) -> Iterable[Widget]:
        """Ask for all of it."""
        yield LabelledField("Your email address", Field(id="address"))
        yield LabelledField("Registration code", Field(id="registration-code"))
        yield LabelledField("New password", Field(secret=True, id="password"), reveals=True)
        yield LabelledField("Confirm password", Field(enter="Register", secret=True, id="confirmation"))

    def submit(self) -> None:
        """Register."""
        address, code, password = (
            self.value(field) for field in ("address", "registration-code", "password")
        )
        if password != self.value("confirmation"):
            self.refuse("The two passwords are not the same.")
            self.ask_again("confirmation")
            return
        self.attempt(lambda: self._redeem(address, code, password), lambda _: self.dismiss(address))

    def refused(self, refusal: Refusal) -> None:
        """Go back to the field that the refusal is about."""
        if isinstance(refusal, PasswordRefused):
            self.ask_again("confirmation")
            self.ask_again("password")
        else:
            self.ask_again("registration-code")
