"""Asking for the password again, before the account's security is changed."""

from collections.abc import Awaitable, Callable

from kstore_tui.core.rules import RULES
from kstore_tui.core.text import length
from screens.base.step import Secret, Step, done


def reauthentication_step(confirm: Callable[[str], Awaitable[None]]) -> Step[bool]:
    """Ask for a password that was given too long ago."""
    return Step(
        heading="Enter your password again",
        lead="Confirm that it's you to continue.",
        fields=(Secret("password", "Password"),),
        primary="Continue",
        calls=done(confirm),
        help=(
            f"You entered your password more than {length(RULES.password_fresh)} ago. We ask again so that "
            "nobody can change security settings from a terminal you left open."
        ),
    )
