"""Entering a registration code."""

from collections.abc import Awaitable, Callable

from kstore_tui.core.rules import RULES
from kstore_tui.core.text import length
from screens.base.new_password import NewPasswordStep, new_password
from screens.base.step import Step, Text, Token


def registration_code_step(redeem: Callable[[str, str, str], Awaitable[None]]) -> Step[str]:
    """Ask for the code that was mailed, and for a password; the answer is the email address."""

    async def register(address: str, code: str, password: str) -> str:
        await redeem(address, code, password)
        return address

    return NewPasswordStep(
        heading="Register with a registration code",
        lead="Enter the code we emailed you and choose a password.",
        fields=(
            Text("address", "Your email address"),
            Token("registration-code", "Registration code"),
            *new_password(),
        ),
        primary="Register",
        calls=register,
        asks_again="registration-code",
        help=(
            "Another administrator registered your email address, and we emailed you a code like "
            "XXXX-XXXX-XXXX. Type it in upper or lower case, with or without the dashes, and choose a "
            "password.\n\n"
            f"A code works once and expires after {length(RULES.registration_validity)}. After "
            f"{RULES.token_tries} wrong codes, wait {length(RULES.token_wait)}. If yours has "
            "expired, ask another administrator to send a new one."
        ),
    )
