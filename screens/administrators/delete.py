"""The confirmation before an account is deleted, or an invitation withdrawn."""

from collections.abc import Awaitable, Callable

from screens.base.step import Step, done


def delete_step(do: Callable[[], Awaitable[None]], address: str, is_own: bool = False) -> Step[bool]:
    """Name the account, and ask whether to delete it."""
    who = "You" if is_own else address
    return Step(
        heading="Close this account" if is_own else "Delete account",
        lead=f"{who} will be logged out everywhere and can no longer log in.",
        primary="Delete account",
        calls=done(do),
        meanwhile="Deleting…",
        is_destructive=True,
        help=(
            "A deleted account is logged out everywhere and can no longer log in. Its email address can be "
            "registered again, with two-step verification off. This lets an administrator who has lost "
            "access to the mailbox for codes back in."
        ),
    )


def withdraw_step(do: Callable[[], Awaitable[None]], address: str) -> Step[bool]:
    """Name the invited administrator, and ask whether to take the invitation back."""
    return Step(
        heading="Withdraw invitation",
        lead=f"The registration code for {address} will stop working.",
        primary="Withdraw",
        calls=done(do),
        meanwhile="Withdrawing…",
        is_destructive=True,
        help=(
            "The invited administrator hasn't entered the registration code yet. If you withdraw the "
            "invitation, the code stops working. You can register the address again."
        ),
    )
