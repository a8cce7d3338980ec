"""Asking for a reset code."""

from collections.abc import Awaitable, Callable

from kstore_tui.core.rules import RULES
from screens.base.step import Step, Text


def forgotten_password_step(ask: Callable[[str], Awaitable[str]], address: str = "") -> Step[str]:
    """Ask whose password it is; the answer is the address, whether or not it has an account."""
    return Step(
        heading="Forgot your password?",
        lead="We'll email a reset code to the address that you log in with.",
        fields=(Text("address", "Email address", address),),
        primary="Send a reset code",
        calls=ask,
        help=(
            "The reset code lets you choose a new password. Then you log in as usual: two-step verification "
            "still asks for its own code.\n\n"
            f"An account gets at most {RULES.resets_a_day} reset codes a day. The answer is the same for "
            "every address, so nobody can find out who has an account.\n\n"
            "If you can't read mail at that address, ask a fellow administrator to delete your account and "
            "register another address of yours."
        ),
    )
