"""Security rules: every rule of the login with its numbers."""

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Static

from kstore_tui.core.rules import RULES, Rules
from kstore_tui.core.text import length
from screens.base.page import Page, Row


def rules_in_words(rules: Rules = RULES) -> dict[str, str]:
    """Return what each rule says, by its name."""
    return {
        "Verification code": f"{rules.code_digits} digits; works once, within {length(rules.code_validity)}",
        "Wrong codes per step": f"after {rules.tries}, start again",
        "Wrong codes in a row": (
            f"after {rules.wrong_codes_before_wait}, wait {length(rules.wrong_codes_wait)}; "
            f"after {rules.wrong_codes_before_hold}, put on hold"
        ),
        "Wrong codes in a day": f"after {rules.wrong_codes_a_day}, wait until the day ends (UTC)",
        "Send again": (
            f"after {length(rules.resend_pause)}, up to {rules.resends} times; the old code stops working"
        ),
        "Codes per hour": f"{rules.codes_an_hour} per account and per address",
        "Password": (
            f"{rules.password_shortest} to {rules.password_longest} characters; common ones are rejected"
        ),
        "Registration code": f"works once, within {length(rules.registration_validity)}",
        "Reset code": f"works once, within {length(rules.reset_validity)}; {rules.resets_a_day} in 24 hours",
        "Wrong registration or reset codes": (
            f"after {rules.token_tries} for an address, wait {length(rules.token_wait)}"
        ),
        "Wrong passwords": (
            f"after {rules.wrong_passwords_free} in a row, wait up to "
            f"{length(rules.wrong_password_longest_wait)}"
        ),
        "Wrong passwords in an hour": (
            f"after {rules.wrong_passwords_an_hour} for an address or "
            f"{rules.wrong_passwords_of_origin_an_hour} from an origin, further tries are slowed down"
        ),
        "Re-enter password": f"for security changes, after {length(rules.password_fresh)}",
        "Session": (
            f"ends after {length(rules.session_idle)} of inactivity, or after {length(rules.session_longest)}"
        ),
        "Other sessions": "end when password or two-step verification changes",
    }


class SecurityRules(Page[None]):
    """Shows the rules."""

    HELP = (
        "These rules are the same for everyone and can't be changed here.\n\n"
        "Changing or disabling two-step verification needs a code from the current address. If you have lost "
        "access to that mailbox, another administrator can delete your account and register your email "
        "address again.\n\n"
        "An account on hold gets no codes and accepts none until another administrator or the operator "
        "releases it, or its owner resets the password.\n\n"
        "A code by email is weaker than an authenticator app or a security key: NIST SP 800-63B-4 "
        "doesn't accept email as an out-of-band authenticator. It stops someone who knows only the password."
    )

    SCROLLS = True

    heading = "Security rules"

    def content(self) -> Iterable[Widget]:
        for number, name in enumerate(rules_in_words()):
            yield Row(name, f"rule-{number}")
        yield Static("A code by email stops someone who knows only the password.", classes="note")

    def show(self, state: None) -> None:
        for number, words in enumerate(rules_in_words().values()):
            self.query_one(f"#rule-{number}", Static).update(words)
