"""The first run: a store without any administrator."""

from collections.abc import Awaitable, Callable

from kstore_tui.core.errors import StoreError
from kstore_tui.core.results import LoggedIn
from screens.base.new_password import PASSWORD_RULES, NewPasswordStep, new_password
from screens.base.step import Step, Text

HEADING = "Register the first administrator"
COMMAND = "kstore-tui administrators register EMAIL --password-stdin"


class NoAdministratorYet(StoreError):
    """The operator has not registered the first administrator yet."""

    line = "This store still has no administrator."


def first_registration_step(register: Callable[[str, str], Awaitable[LoggedIn]]) -> Step[LoggedIn]:
    """Ask who the first administrator is."""
    return NewPasswordStep(
        heading=HEADING,
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


def served_first_run_step(is_first_run: Callable[[], Awaitable[bool]]) -> Step[bool]:
    """Say what the operator does on the host: whoever comes first over SSH may be anyone."""

    async def look_again() -> bool:
        if await is_first_run():
            raise NoAdministratorYet
        return True

    return Step(
        heading=HEADING,
        lead="This store has no administrator yet. The operator registers the first one on the host:",
        paragraphs=(COMMAND,),
        primary="Check again",
        calls=look_again,
        can_go_back=False,
        help=(
            "Nobody can register as the first administrator over SSH, where anyone may be the first to "
            "connect. The operator runs this command on the host, with the same --config or --database "
            f"before “administrators”:\n\n{COMMAND}\n\nThen choose “Check again” to log in."
        ),
    )
