"""Where verification codes are to be sent."""

from collections.abc import Awaitable, Callable

from kstore_tui.core.results import CodeSent
from screens.base.step import Step, Text


def address_step(
    send: Callable[[str], Awaitable[CodeSent]],
    login_address: str,
    heading: str,
    position: str,
    address: str = "",
) -> Step[CodeSent]:
    """Ask for an email address other than the login address, and send a code to it."""
    return Step(
        heading=heading,
        position=position,
        lead="Where should the codes be sent?",
        fields=(
            Text(
                "address",
                "Email address for verification codes",
                address,
                note=f"It must differ from {login_address}.",
            ),
        ),
        primary="Send",
        calls=send,
        meanwhile="Sending…",
        help=(
            "We'll send a code to this address at every login. It must be a different mailbox from your "
            "login address, so that someone who can read that one doesn't get the codes as well. “Send” "
            "sends a first code now: nothing changes until you have entered it and saved."
        ),
    )
