"""Security rules: every rule of the login with its numbers."""

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Static

from kstore_tui.moments import length
from kstore_tui.rules import RULES, Rules
from screens.place import Place, Row


def rules_in_words(rules: Rules = RULES) -> tuple[tuple[str, str], ...]:
    """Return each rule's name and what it says.

    Args:
        rules: The numbers.
    """
    return (
        ("Verification code", f"{rules.code_digits} digits, valid for {length(rules.code_validity)}, once"),
        ("Wrong codes", f"after {rules.tries} the step starts over"),
        (
            "Send again",
            f"after {length(rules.resend_pause)}, {rules.resends} times; the old code is then dead",
        ),
        ("Codes an hour", f"{rules.codes_an_hour} for an account and for an address"),
        (
            "Password",
            f"{rules.password_shortest} to {rules.password_longest} characters, none of the most common",
        ),
        (
            "Reset code",
            f"valid for {length(rules.reset_validity)}, once; {rules.resets_a_day} in 24 hours",
        ),
        ("Asked again", f"for a change of security, after {length(rules.password_fresh)}"),
        ("Session", f"ends after {length(rules.session_idle)} idle, {length(rules.session_longest)} at most"),
        ("Other sessions", "end when the password or two-step verification changes"),
    )


class SecurityRules(Place[None]):
    """Shows the rules."""

    EXPLANATION = (
        "These rules hold for everyone and cannot be changed here.\n\n"
        "Changing or disabling two-step verification asks for a code from the present address. If you have "
        "lost that mailbox, neither is possible: a fellow administrator can delete your account and register "
        "your email address again.\n\n"
        "A code by mail is weaker than an authenticator app or a security key: NIST SP 800-63B does not "
        "count email as a second channel. It stops who knows only the password."
    )

    SCROLLS = True

    heading = "Security rules"

    def content(self) -> Iterable[Widget]:
        """Lay them out."""
        for name, _ in rules_in_words():
            yield Row(name, _id_of(name))
        yield Static("A code by mail stops who knows only the password.", classes="note")

    def show(self, state: None) -> None:
        """Fill them in."""
        for name, words in rules_in_words():
            self.query_one(f"#{_id_of(name)}", Static).update(words)


def _id_of(name: str) -> str:
    return name.lower().replace(" ", "-")
