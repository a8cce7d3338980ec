"""The last word before two-step verification changes: "Save" and "Disable"."""

from collections.abc import Awaitable, Callable

from screens.base.step import Step, done


def save_step(do: Callable[[], Awaitable[None]], address: str, heading: str, position: str) -> Step[bool]:
    """Ask whether codes are to go to a proved address; only now do they."""
    return Step(
        heading=heading,
        position=position,
        lead=f"At every login, we'll email a code to {address}.",
        primary="Save",
        calls=done(do),
        meanwhile="Saving…",
        help=(
            "You have shown that codes reach this address. “Save” puts it into effect: we'll email a code to "
            "it at every login, and you will be logged out everywhere else."
        ),
    )


def disable_step(do: Callable[[], Awaitable[None]], heading: str, position: str) -> Step[bool]:
    """Ask whether two-step verification is to be off; only now is it."""
    return Step(
        heading=heading,
        position=position,
        lead="Without it, your password alone opens the store.",
        primary="Disable",
        calls=done(do),
        meanwhile="Saving…",
        help=(
            "“Disable” turns two-step verification off: your password alone will open the store, and you "
            "will be logged out everywhere else. You can enable it again at any time."
        ),
    )
