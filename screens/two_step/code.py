"""Entering a verification code."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from kstore_tui.core.errors import StoreError
from kstore_tui.core.results import CodeSent
from kstore_tui.core.rules import RULES
from kstore_tui.core.text import length, time_of_day
from screens.base.step import Action, Code, Step

R = TypeVar("R")

NEW_CODE_SENT = "New code sent. The previous one no longer works."
_SEND_AGAIN = "send-again"


class CodeStep(Step[R]):
    """Asks for the code that was mailed, says until when it is valid, and sends another one.

    Args:
        sent: What was sent; None when the step itself is to send the first code.
        send: Sends a code, the first or a new one.
        verify: Takes what was typed.
        sent_to: Where the code goes, to be said until it has been sent.
    """

    def __init__(
        self,
        sent: CodeSent | None,
        send: Callable[[], Awaitable[CodeSent]],
        verify: Callable[[str], Awaitable[R]],
        *,
        sent_to: str = "",
        heading: str = "Enter the verification code",
        position: str = "",
    ) -> None:
        super().__init__(
            heading=heading,
            position=position,
            lead=f"We'll email the code to {sent_to}.",
            fields=(Code("code", "Verification Code", note=""),),
            primary="Verify",
            calls=verify,
            actions=(Action(_SEND_AGAIN, "Send again", run=self._send_code),),
            help=_HELP,
            at_once="" if sent else _SEND_AGAIN,
        )
        self._send = send
        self._sent = sent
        self._say_what_was_sent()

    async def submit(self) -> R:
        if self._sent is None:
            raise StoreError("No code has been sent yet. Press “Send again”.")
        return await super().submit()

    async def _send_code(self) -> str:
        is_first = self._sent is None
        self._sent = await self._send()
        self._say_what_was_sent()
        return "" if is_first else NEW_CODE_SENT

    def _say_what_was_sent(self) -> None:
        if self._sent is not None:
            self.lead = f"An email containing the verification code has been sent to {self._sent.sent_to}."
            until = time_of_day(self._sent.valid_until)
            note = f"Valid for {length(RULES.code_validity)}, until {until}."
            self.fields = (replace(self.fields[0], note=note),)


_HELP = (
    "Type the code, or paste the code or the whole email. After "
    f"{RULES.tries} wrong codes, you have to start again.\n\n"
    "No email? It can take a minute; check your spam folder too. After "
    f"{length(RULES.resend_pause)}, press “Send again” for a new code (up to {RULES.resends} times). The "
    "previous code stops working.\n\n"
    "If you've lost access to the mailbox, only another administrator can help: they can delete your account "
    "and register your email address again."
)
