"""The confirmation before two-step verification changes: "Save" and "Disable"."""

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
            "You've confirmed that codes reach this address. When you press “Save”, we'll start emailing a "
            "code to it at every login, and you'll be logged out everywhere else."
        ),
    )


def disable_step(do: Callable[[], Awaitable[None]], heading: str, position: str) -> Step[bool]:
    """Ask whether two-step verification is to be off; only now is it."""
    return Step(
        heading=heading,
        position=position,
        lead="You'll log in with your password alone.",
        primary="Disable",
        calls=done(do),
        meanwhile="Saving…",
        help=(
            "“Disable” turns two-step verification off: you'll log in with your password alone, and you'll "
            "be logged out everywhere else. You can enable it again at any time."
        ),
    )
