"""Every number of the rules is the one that was decided."""

from datetime import timedelta
from typing import Any

import pytest

from kstore_tui.core.rules import RULES, Rules

DECIDED: dict[str, Any] = {
    "code_digits": 6,
    "code_validity": timedelta(minutes=10),
    "tries": 5,
    "resend_pause": timedelta(seconds=60),
    "resends": 3,
    "codes_an_hour": 10,
    "wrong_codes_before_wait": 10,
    "wrong_codes_wait": timedelta(minutes=15),
    "wrong_codes_a_day": 50,
    "wrong_codes_before_hold": 100,
    "password_warning_pause": timedelta(hours=1),
    "wrong_passwords_free": 5,
    "wrong_password_wait": timedelta(seconds=30),
    "wrong_password_longest_wait": timedelta(minutes=15),
    "wrong_passwords_kept": timedelta(days=1),
    "wrong_passwords_an_hour": 30,
    "wrong_password_pause": timedelta(minutes=1),
    "wrong_passwords_of_origin_an_hour": 60,
    "origin_known": timedelta(days=30),
    "password_shortest": 8,
    "password_longest": 256,
    "password_fresh": timedelta(minutes=5),
    "registration_validity": timedelta(days=3),
    "reset_validity": timedelta(minutes=30),
    "resets_a_day": 5,
    "mailed_code_tries": 5,
    "mailed_code_wait": timedelta(minutes=15),
    "mail_tried": timedelta(days=3),
    "session_idle": timedelta(minutes=15),
    "session_longest": timedelta(hours=12),
}


@pytest.mark.parametrize("name", DECIDED)
def test_each_rule_has_its_number(name: str) -> None:
    assert getattr(RULES, name) == DECIDED[name]


def test_no_rule_is_without_a_decided_number() -> None:
    assert set(Rules._fields) == set(DECIDED)
