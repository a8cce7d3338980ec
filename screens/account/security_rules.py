"""Security rules: every rule of the login with its numbers."""

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Static

from kstore_tui.core.rules import RULES, Rules
from kstore_tui.core.times import length
from screens.base.page import Page, Row


def rules_in_words(rules: Rules = RULES) -> tuple[tuple[str, str], ...]:
    """Return each rule's name and what it says.

    Args:
        rules: The numbers.
    """
    return (
        ("Verification code", f"{rules.code_digits} digits, valid for {length(rules.code_validity)}, once"),
        ("Wrong codes", f"after {rules.tries} the step starts over"),
        (
            "In a row",
            f"after {rules.wrong_codes_before_wait} a wait of {length(rules.wrong_codes_wait)}, "
            f"after {rules.wrong_codes_before_hold} a hold",
        ),
        ("In a day", f"after {rules.wrong_codes_a_day} the account waits till the day is over"),
        (
            "Send again",
            f"after {length(rules.resend_pause)}, {rules.resends} times; the old code is then dead",
        ),
        ("Codes an hour", f"{rules.codes_an_hour} for an account and for an address"),
        (
            "Password",
            f"{rules.password_shortest} to {rules.password_longest} characters, none of the most common",
        ),
        ("Registration code", f"valid for {length(rules.registration_validity)}, once"),
        (
            "Reset code",
            f"valid for {length(rules.reset_validity)}, once; {rules.resets_a_day} in 24 hours",
        ),
        (
            "Wrong ones of these",
            f"after {rules.mailed_code_tries} for an address a wait of {length(rules.mailed_code_wait)}",
        ),
        (
            "Wrong passwords",
            f"after {rules.wrong_passwords_free} in a row a wait, up to "
            f"{length(rules.wrong_password_longest_wait)}",
        ),
        (
            "In an hour",
            f"{rules.wrong_passwords_an_hour} for an address, "
            f"{rules.wrong_passwords_of_origin_an_hour} from one place; then it is slow",
        ),
        ("Asked again", f"for a change of security, after {length(rules.password_fresh)}"),
        ("Session", f"ends after {length(rules.session_idle)} idle, {length(rules.session_longest)} at most"),
        ("Other sessions", "end when the password or two-step verification changes"),
    )


class SecurityRules(Page[None]):
    """Shows the rules."""

    HELP = (
        "These rules hold for everyone and cannot be changed here.\n\n"
        "Changing or disabling two-step verification asks for a code from the present address. If you have "
        "lost that mailbox, neither is possible: a fellow administrator can delete your account and register "
        "your email address again.\n\n"
        "An account that is held neither mails nor takes codes until a fellow administrator or the operator "
        "releases it, or its owner has a new password.\n\n"
        "A code by mail is weaker than an authenticator app or a security key: NIST SP 800-63B-4 does not "
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
