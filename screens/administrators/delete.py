"""The last word before an account is deleted, or an invitation withdrawn."""

from collections.abc import Awaitable, Callable

from screens.base.step import Step


class DeleteStep(Step[bool]):
    """Names the account, and deletes it when the person says so; ends with True.

    Args:
        delete: Deletes it.
        address: Whose account it is.
        is_own: Whether it is the person's own.
    """

    HELP = (
        "A deleted account cannot log in any more, and where it is logged in it is logged out. Its "
        "address can be registered again; two-step verification is then off. That is how a fellow "
        "administrator who has lost the mailbox for the codes gets back in."
    )
    PRIMARY = "Delete account"

    def __init__(self, delete: Callable[[], Awaitable[None]], address: str, is_own: bool = False) -> None:
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


class WithdrawStep(DeleteStep):
    """Names who was invited, and takes the invitation back when the person says so; ends with True.

    Args:
        withdraw: Takes it back.
        address: Who was invited.
    """

    HELP = (
        "The invited administrator has not entered the registration code yet. Withdrawn, the invitation and "
        "its code are worth nothing; the address can be registered again."
    )
    PRIMARY = "Withdraw"

    def __init__(self, withdraw: Callable[[], Awaitable[None]], address: str) -> None:
        super().__init__(withdraw, address)
        self.heading = "Withdraw the invitation"
        self.lead = f"The registration code of {address} is then worth nothing."
