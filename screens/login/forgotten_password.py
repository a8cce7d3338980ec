"""Asking for a reset code."""

from collections.abc import Awaitable, Callable, Iterable

from textual.widget import Widget

from kstore_tui.core.errors import StoreError
from kstore_tui.core.rules import RULES
from screens.base.step import Step
from screens.widgets.field import Field, LabelledField


class ForgottenPasswordStep(Step[str]):
    """Asks whose password it is; ends with the email address, whether or not it has an account.

    Args:
        ask: Takes the email address; gives it back in its normal form.
        address: What stands in the field at first.
    """

    HELP = (
        "A reset code is mailed to the email address that you log in with. With it you choose a new "
        "password, and then log in as always: two-step verification still asks for its own code.\n\n"
        f"An account is mailed at most {RULES.resets_a_day} reset codes a day. The answer is the same "
        "for every address, so that nobody learns who has an account.\n\n"
        "If you cannot read the mails of that address either, ask a fellow administrator to delete your "
        "account and to register another address of yours."
    )
    PRIMARY = "Send a reset code"

    heading = "Forgot your password?"
    lead = "A reset code is mailed to the email address of your account."

    def __init__(self, ask: Callable[[str], Awaitable[str]], address: str = "") -> None:
        super().__init__()
        self._ask = ask
        self._address = address

    def fields(self) -> Iterable[Widget]:
        """Ask for the address."""
        yield LabelledField("Email address", Field(self._address, enter="Send", id="address"))

    def submit(self) -> None:
        """Have a code sent."""
        address = self.value("address")
        self.attempt(lambda: self._ask(address), self.dismiss)

    def refused(self, refusal: StoreError) -> None:
        """Let the address be mended."""
        self.query_one("#address").focus()
