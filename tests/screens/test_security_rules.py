"""The security rules that are shown have their numbers from the one place that holds them."""

from dataclasses import fields, replace

import pytest

from kstore_tui.core.rules import RULES, Rules
from screens.account.security_rules import rules_in_words

TOO_FINE = {
    "password_warning_pause",
    "wrong_password_wait",
    "wrong_passwords_kept",
    "wrong_password_pause",
    "origin_known",
    "mail_tried",
}
"""What is not told there: how exactly a wait comes about, and how long a mail is tried."""


@pytest.mark.parametrize("rule", [field.name for field in fields(Rules) if field.name not in TOO_FINE])
def test_another_number_is_told(rule: str) -> None:
    number = getattr(RULES, rule)
    assert rules_in_words(replace(RULES, **{rule: number * 7})) != rules_in_words(RULES)


def test_registration_and_reset_codes_are_told() -> None:
    told = dict(rules_in_words())
    assert told["Registration code"] == "valid for 3 days, once"
    assert told["Wrong ones of these"] == "after 5 for an address a wait of 15 minutes"
