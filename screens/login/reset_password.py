"""Entering a reset code and a new password."""

from collections.abc import Awaitable, Callable

from kstore_tui.core.rules import RULES
from kstore_tui.core.text import length
from screens.base.new_password import NewPasswordStep, new_password
from screens.base.step import Step, Token, done


def reset_password_step(redeem: Callable[[str, str], Awaitable[None]]) -> Step[bool]:
    """Ask for the code that was mailed, and for a new password."""
    return NewPasswordStep(
        heading="Choose a new password",
        lead="If the account exists, you'll get a reset code by email.",
        fields=(Token("reset-code", "Reset code"), *new_password()),
        primary="Change Password",
        calls=done(redeem),
        help=(
            "The reset code looks like XXXX-XXXX-XXXX. Type it in upper or lower case, with or without the "
            "dashes, and choose a new password. You'll be logged out everywhere.\n\n"
            f"A code works once and expires after {length(RULES.reset_validity)}, or when you request a "
            f"newer one. After {RULES.token_tries} wrong codes, wait "
            f"{length(RULES.token_wait)}.\n\n"
            "No email? Go back, check the address and try again. The address may not have an account; for "
            "security, we don't say."
        ),
    )
