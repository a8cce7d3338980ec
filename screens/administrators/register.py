"""Registering more administrators."""

from collections.abc import Awaitable, Callable

from kstore_tui.core.rules import RULES
from kstore_tui.core.text import length
from screens.base.step import Step, Text


def register_step(register: Callable[[str], Awaitable[tuple[str, ...]]]) -> Step[tuple[str, ...]]:
    """Ask for the addresses of new administrators; the answer is those that were registered."""
    return Step(
        heading="Register administrators",
        lead="We'll email a registration code to each address.",
        fields=(
            Text("addresses", "Email address", note="Separate multiple addresses with commas or spaces."),
        ),
        primary="Register",
        calls=register,
        help=(
            "We'll email a registration code to each address. Its owner opens the store, chooses “I have a "
            "registration code”, enters the code and chooses a password. Nobody can choose a password for "
            "someone else.\n\n"
            f"A code is valid for {length(RULES.registration_validity)}. You can register a deleted address "
            "again; it starts with two-step verification off."
        ),
    )
