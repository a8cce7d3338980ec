"""Asking for a reset code."""

from collections.abc import Awaitable, Callable

from kstore_tui.core.rules import RULES
from screens.base.step import Step, Text


def forgotten_password_step(ask: Callable[[str], Awaitable[str]], address: str = "") -> Step[str]:
    """Ask whose password it is; the answer is the address, whether or not it has an account."""
    return Step(
        heading="Forgot your password?",
        lead="We'll email a reset code to your login address.",
        fields=(Text("address", "Email address", address),),
        primary="Send reset code",
        calls=ask,
        help=(
            "The reset code lets you choose a new password. Then log in as usual. If two-step verification "
            "is on, you'll still need a verification code.\n\n"
            f"An account gets at most {RULES.resets_a_day} reset codes a day. The answer is the same for "
            "every address, so nobody can find out who has an account.\n\n"
            "If you've lost access to that mailbox, ask another administrator to delete your account and "
            "register a different address for you."
        ),
    )
