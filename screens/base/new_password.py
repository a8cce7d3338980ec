"""What the steps share in which a new password is chosen."""

from typing import TypeVar

from kstore_tui.core.errors import InvalidPassword, StoreError
from kstore_tui.core.rules import RULES
from screens.base.step import Secret, Step

R = TypeVar("R")

PASSWORD_RULES = (
    f"Use {RULES.password_shortest} to {RULES.password_longest} characters of any kind. Very common "
    "passwords and those made from your email address are rejected. A few unrelated words make a good "
    "password."
)


class PasswordsDiffer(StoreError):
    """The password was not entered the same way twice."""

    def __init__(self) -> None:
        super().__init__("The passwords don't match.")


class NewPasswordStep(Step[R]):
    """Asks for a new password twice, in the last two fields, and calls its use case with one of them."""

    async def submit(self) -> R:
        *before, password, confirmation = self.values.values()
        if password != confirmation:
            raise PasswordsDiffer
        return await self.calls(*before, password)

    def again_after(self, error: StoreError | None) -> tuple[str, ...]:
        if isinstance(error, PasswordsDiffer):
            return ("confirmation",)
        if isinstance(error, InvalidPassword):
            return ("password", "confirmation")
        return super().again_after(error)


def new_password(label: str = "New password") -> tuple[Secret, Secret]:
    """Return the two fields."""
    return Secret("password", label), Secret("confirmation", "Confirm password")
