"""Registering more administrators."""

from collections.abc import Awaitable, Callable

from kstore_tui.core.rules import RULES
from kstore_tui.core.times import length
from screens.base.step import Step, Text


def register_step(register: Callable[[str], Awaitable[tuple[str, ...]]]) -> Step[tuple[str, ...]]:
    """Ask for the addresses of new administrators; the answer is those that were registered."""
    return Step(
        heading="Register administrators",
        lead="We'll email a registration code to each address.",
        fields=(Text("addresses", "Email address", note="For several, put commas or spaces between them."),),
        primary="Register",
        calls=register,
        help=(
            "We'll email a registration code to each address. Its owner opens the store, chooses “I have a "
            "registration code”, and enters the code and a password of their own: nobody chooses a password "
            "for somebody else.\n\n"
            f"A code is valid for {length(RULES.registration_validity)}. You can register a deleted address "
            "again; two-step verification is then off."
        ),
    )
