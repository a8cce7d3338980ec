"""What the steps share in which a new password is chosen."""

from collections.abc import Iterable
from typing import Generic, TypeVar

from textual.widget import Widget

from kstore_tui.core.errors import InvalidPassword, StoreError
from screens.base.step import Step
from screens.widgets.field import Field, LabelledField

R = TypeVar("R")


class NewPasswordStep(Step[R], Generic[R]):
    """Asks for a new password twice, among other things."""

    def password_fields(self, label: str, enter: str, reveals: bool = True) -> Iterable[Widget]:
        """Return the two fields.

        Args:
            label: What the first one is called.
            enter: What Enter does in the last one, for the footer.
            reveals: Whether the word that shows the passwords stands here.
        """
        yield LabelledField(label, Field(secret=True, id="password"), reveals=reveals)
        yield LabelledField("Confirm password", Field(enter=enter, secret=True, id="confirmation"))

    def submit(self) -> None:
        """Go on when the two are the same."""
        password = self.value("password")
        if password == self.value("confirmation"):
            self.submit_password(password)
        else:
            self.refuse("The two passwords are not the same.")
            self.ask_again("confirmation")

    def submit_password(self, password: str) -> None:
        """Go on with the new password."""

    def refused(self, refusal: StoreError) -> None:
        """Go back to the password when that is what was refused."""
        if isinstance(refusal, InvalidPassword):
            self.ask_again("confirmation")
            self.ask_again("password")
        else:
            self.refused_otherwise(refusal)

    def refused_otherwise(self, refusal: StoreError) -> None:
        """Go back to the field that another refusal is about."""
