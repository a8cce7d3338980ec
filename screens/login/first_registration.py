"""The first run: a store without any administrator."""

from collections.abc import Awaitable, Callable

from kstore_tui.core.results import LoggedIn
from screens.base.new_password import PASSWORD_RULES, NewPasswordStep, new_password
from screens.base.step import Step, Text


def first_registration_step(register: Callable[[str, str], Awaitable[LoggedIn]]) -> Step[LoggedIn]:
    """Ask who the first administrator is."""
    return NewPasswordStep(
        heading="Register the first administrator",
        lead="This store has no administrator yet.",
        fields=(Text("address", "Email address"), *new_password("Password")),
        primary="Register",
        calls=register,
        can_go_back=False,
        help=(
            "This store has no administrator yet. Register to become the first one. You'll be logged in "
            f"right away.\n\n{PASSWORD_RULES}"
        ),
    )
