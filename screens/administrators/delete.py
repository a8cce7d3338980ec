"""The last word before an account is deleted."""

from collections.abc import Awaitable, Callable

from screens.step import Step


class DeleteStep(Step[bool]):
    """Names the account, and deletes it when the person says so; ends with True.

    Args:
        delete: Deletes it.
        address: Whose account it is.
        is_own: Whether it is the person's own.
    """

    EXPLANATION = (
        "A deleted account cannot log in any more, and where it is logged in it is logged out. Its "
        "address can be registered again; two-step verification is then off. That is how a fellow "
        "administrator who has lost the mailbox for the codes gets back in."
    )
    PRIMARY = "Delete account"

    def __init__(self, delete: Callable[[], Awaitable[None]], address: str, is_own: bool) -> None:
        super().__init__()
        self._delete = delete
        self.heading = "Close this account" if is_own else "Delete account"
        self.lead = f"{address} cannot log in any more, and is logged out everywhere."

    def on_mount(self) -> None:
        """Stand on the way back: this cannot be undone."""
        self.query_one("#back").focus()

    def submit(self) -> None:
        """Delete it."""
        self.attempt(self._delete, lambda _: self.dismiss(True), meanwhile="Deleting…")
