"""Where verification codes shall go."""

from collections.abc import Awaitable, Callable, Iterable

from textual.widget import Widget
from textual.widgets import Static

from kstore_tui.core.errors import StoreError
from kstore_tui.core.results import CodeSent
from screens.base.step import Step
from screens.widgets.field import Field, LabelledField
from screens.widgets.text import plain


class AddressStep(Step[CodeSent]):
    """Asks for an email address, and mails a code to it.

    Args:
        send: Takes the address.
        login_address: What it must differ from.
        heading: The title of the step.
        position: Which step of how many this is.
        address: What stands in the field at first.
    """

    HELP = (
        "Codes go to this address at every login. It must be another mailbox than the login address, so that "
        "someone who reads that one does not get the codes as well. A code is mailed to it now: nothing "
        "changes until that is entered and saved."
    )
    PRIMARY = "Send"

    lead = "Where should the codes be sent?"

    def __init__(
        self,
        send: Callable[[str], Awaitable[CodeSent]],
        login_address: str,
        heading: str,
        position: str,
        address: str = "",
    ) -> None:
        super().__init__()
        self._send = send
        self._login_address = login_address
        self.heading = heading
        self.position = position
        self._address = address

    def fields(self) -> Iterable[Widget]:
        """Ask for it."""
        yield LabelledField(
            "Email address for verification codes",
            Field(self._address, enter="Send", id="address"),
            note=Static(plain(f"It must differ from {self._login_address}.")),
        )

    def submit(self) -> None:
        """Mail a code to it."""
        address = self.value("address")
        self.attempt(lambda: self._send(address), self.dismiss, meanwhile="Sending…")

    def refused(self, refusal: StoreError) -> None:
        """Let it be mended."""
        self.query_one("#address").focus()
