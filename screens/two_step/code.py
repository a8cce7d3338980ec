"""Entering a verification code."""

from collections.abc import Awaitable, Callable, Iterable
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Button, Static

from kstore_tui.core.errors import StoreError
from kstore_tui.core.results import CodeSent
from kstore_tui.core.rules import RULES
from kstore_tui.core.times import length, time_of_day
from screens.base.step import Step
from screens.widgets.button import FormButton
from screens.widgets.code_field import CodeField
from screens.widgets.field import LabelledField
from screens.widgets.text import plain

R = TypeVar("R")


class CodeStep(Step[R], Generic[R]):
    """Asks for the code that was mailed.

    Args:
        sent: What was sent; None when the step itself is to send the first code.
        send: Sends a code, the first or a fresh one.
        verify: Takes what was typed.
        sent_to: Where the codes go, to be told as long as none was sent.
        heading: The title of the step.
        position: Which step of how many this is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+r", "send_again", "Send again")]
    WHEN_IDLE = Step.WHEN_IDLE | {"send_again"}

    HELP = (
        f"The code has {RULES.code_digits} digits and is valid for {length(RULES.code_validity)}. Type it, "
        f"or paste it with or without the mail around it. After {RULES.tries} wrong codes you start "
        "again.\n\n"
        f"No mail? It may take a minute, or lie with the spam. From {length(RULES.resend_pause)} after the "
        f"last one on, “Send again” mails a new code, up to {RULES.resends} times; the old one is then worth "
        "nothing.\n\n"
        "Lost the mailbox? Then nobody but a fellow administrator can help: they delete your account and "
        "register your email address again."
    )
    PRIMARY = "Verify"

    def __init__(
        self,
        sent: CodeSent | None,
        send: Callable[[], Awaitable[CodeSent]],
        verify: Callable[[str], Awaitable[R]],
        sent_to: str = "",
        heading: str = "Enter the verification code",
        position: str = "",
    ) -> None:
        super().__init__()
        self._sent = sent
        self._send = send
        self._verify = verify
        self.heading = heading
        self.position = position
        self.lead = self._told() if sent else f"The code goes to {sent_to}."

    def fields(self) -> Iterable[Widget]:
        """Ask for the code."""
        yield LabelledField(
            "Verification Code",
            CodeField(enter="Verify", id="code"),
            note=Static(plain(self._validity()), id="validity"),
        )

    def more_buttons(self) -> Iterable[Widget]:
        """Offer another code."""
        yield FormButton("Send again", "send-again")

    def on_mount(self) -> None:
        """Send the first code where that is this step's part."""
        if self._sent is None:
            self._mail_code()

    @on(Button.Pressed, "#send-again")
    def action_send_again(self) -> None:
        """Mail another code."""
        self._mail_code()

    def _mail_code(self) -> None:
        self.attempt(self._send, self._code_sent, meanwhile="Sending…")

    def _code_sent(self, sent: CodeSent) -> None:
        again = self._sent is not None
        self._sent = sent
        self.query_one("#lead", Static).update(plain(self._told()))
        self.query_one("#validity", Static).update(plain(self._validity()))
        self.say("A new code has been sent. The one before is worth nothing now." if again else "")
        self.ask_again("code")

    def submit(self) -> None:
        """Check the code."""
        if self._sent is None:
            self.refuse("No code has been sent yet. Press “Send again”.")
            self.ask_again("code")
            return
        typed = self.value("code")
        self.attempt(lambda: self._verify(typed), self.dismiss)

    def refused(self, refusal: StoreError) -> None:
        """Let the code be typed anew."""
        self.ask_again("code")

    def _told(self) -> str:
        return (
            f"An email containing the verification code has been sent to {self._sent.sent_to}."
            if self._sent
            else ""
        )

    def _validity(self) -> str:
        if self._sent is None:
            return ""
        return f"Valid for {length(RULES.code_validity)}, until {time_of_day(self._sent.valid_until)}."
