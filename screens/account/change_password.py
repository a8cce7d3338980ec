"""Changing the password."""

from collections.abc import Awaitable, Callable

from screens.base.new_password import PASSWORD_RULES, NewPasswordStep, new_password
from screens.base.step import Secret, Step, done


def change_password_step(change: Callable[[str, str], Awaitable[None]]) -> Step[bool]:
    """Ask for the current password and a new one."""
    return NewPasswordStep(
        heading="Change your password",
        lead="You'll be logged out everywhere else.",
        fields=(Secret("current", "Current password"), *new_password()),
        primary="Change Password",
        calls=done(change),
        help=f"{PASSWORD_RULES}\n\nYou'll be logged out everywhere else.",
    )
