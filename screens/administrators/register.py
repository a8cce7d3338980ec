"""Registering more administrators."""

from collections.abc import Awaitable, Callable, Iterable

from textual.widget import Widget
from textual.widgets import Static

from kstore_tui.core.errors import StoreError
from kstore_tui.core.rules import RULES
from kstore_tui.core.times import length
from screens.base.step import Step
from screens.widgets.field import Field, LabelledField


class RegisterStep(Step[tuple[str, ...]]):
    """Asks for the addresses of new administrators; ends with those that were registered.

    Args:
        register: Takes what was typed.
    """

    HELP = (
        "Each address is mailed a registration code. Its owner opens the store, chooses “I have a "
        "registration code”, and enters the code and a password of their own: nobody chooses a password "
        "for somebody else.\n\n"
        f"A code is valid for {length(RULES.registration_validity)}. An address that was deleted can be "
        "registered again; two-step verification is off then."
    )
    PRIMARY = "Register"

    heading = "Register administrators"
    lead = "A registration code is mailed to each address."

    def __init__(self, register: Callable[[str], Awaitable[tuple[str, ...]]]) -> None:
        super().__init__()
        self._register = register

    def fields(self) -> Iterable[Widget]:
        """Ask for them."""
        yield LabelledField(
            "Email address",
            Field(enter="Register", id="addresses"),
            note=Static("Several at once: put commas or spaces between them."),
        )

    def submit(self) -> None:
        """Register them."""
        typed = self.value("addresses")
        self.attempt(lambda: self._register(typed), self.dismiss)

    def refused(self, refusal: StoreError) -> None:
        """Let the bad ones be mended; the good ones stay where they are."""
        self.query_one("#addresses").focus()
