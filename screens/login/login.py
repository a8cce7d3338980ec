"""The login."""

from collections.abc import Awaitable, Callable
from enum import Enum

from kstore_tui.core.results import CodeSent, LoggedIn
from screens.base.step import Action, Secret, Step, Text


class Instead(Enum):
    """What the person chose instead of logging in."""

    FORGOTTEN_PASSWORD = "Forgot your password?"  # noqa: S105 - a line on the screen
    REGISTRATION_CODE = "I have a registration code"


def login_step(
    log_in: Callable[[str, str], Awaitable[LoggedIn | CodeSent]], address: str = "", hint: str = ""
) -> Step[LoggedIn | CodeSent | Instead]:
    """Ask for email address and password, and offer the other ways in."""
    return Step(
        heading="Log in to the Kintone Store",
        lead="Enter your email address and password.",
        fields=(Text("address", "Email address", address), Secret("password", "Password")),
        primary="Login",
        calls=log_in,
        links=(
            Action(
                "forgotten",
                Instead.FORGOTTEN_PASSWORD.value,
                answer=Instead.FORGOTTEN_PASSWORD,
                explanation="Get a reset code by email",
            ),
            Action(
                "have-code",
                Instead.REGISTRATION_CODE.value,
                answer=Instead.REGISTRATION_CODE,
                explanation="Choose a password for your new account",
            ),
        ),
        hint=hint,
        can_go_back=False,
        asks_again="password",
        help=(
            "Log in with the email address and password of your administrator account.\n\n"
            "If two-step verification is on, we'll email a code to your verification address. If you lose "
            "access to that mailbox, another administrator can delete your account and register your email "
            "address again.\n\n"
            "Forgot your password? We can email you a reset code."
        ),
    )
