"""Before two-step verification is set up: what the article recommends."""

from collections.abc import Iterable
from enum import Enum

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from screens.base.step import Step
from screens.widgets.button import FormButton


class Next(Enum):
    """What the person does about the recommendation."""

    CONTINUE = "Continue"
    REGISTER_ANOTHER = "Register another"


class RecommendationStep(Step[Next]):
    """Says what to have in place first; ends with what the person does about it.

    Args:
        administrators: How many there are now.
        position: Which step of how many this is.
    """

    HELP = (
        "With two-step verification on, every login mails a code to a second email address, and the code "
        "must be entered. Nobody gets in with the password alone.\n\n"
        "The other side of it: who loses that mailbox cannot log in and cannot disable it. Another "
        "administrator can then delete the account and register its email address again. With only one "
        "administrator, it needs whoever runs this host."
    )
    PRIMARY = Next.CONTINUE.value

    heading = "Enable two-step verification"
    lead = (
        "We recommend registering more than one administrator account before setting up "
        "two-step verification."
    )

    def __init__(self, administrators: int, position: str) -> None:
        super().__init__()
        self._administrators = administrators
        self.position = position

    def fields(self) -> Iterable[Widget]:
        """Tell how many there are and what losing the mailbox means."""
        number = "is 1 account" if self._administrators == 1 else f"are {self._administrators} accounts"
        yield Static(Content(f"There {number} now."), id="administrators")
        yield Static(
            "If you lose access to the email address for the codes, you cannot log in and cannot disable "
            "two-step verification. Only a fellow administrator can then help: they delete your account and "
            "register your email address again.",
            id="warning",
        )

    def more_buttons(self) -> Iterable[Widget]:
        """Offer to follow it."""
        yield FormButton(Next.REGISTER_ANOTHER.value, "register-another")

    @on(Button.Pressed, "#register-another")
    def register_another(self) -> None:
        """Follow it."""
        self.dismiss(Next.REGISTER_ANOTHER)

    def on_mount(self) -> None:
        """Stand on what goes on."""
        self.query_one("#primary").focus()

    def submit(self) -> None:
        """Go on."""
        self.dismiss(Next.CONTINUE)
