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
                note=f"Use an address other than {login_address}.",
            ),
        ),
        primary="Send",
        calls=send,
        meanwhile="Sending…",
        help=(
            "Use a different mailbox from your login address, so that someone who can read one can't read "
            "both. “Send” emails you the first code. Nothing changes until you enter it and save."
        ),
    )
