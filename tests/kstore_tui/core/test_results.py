"""Results, errors and rules: what a caller relies on."""

import copy
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta

import pytest

from kstore_tui.core.errors import ResendTooEarly, WrongCode
from kstore_tui.core.results import LoggedIn, Proof
from kstore_tui.core.rules import RULES


def test_results_of_different_kinds_are_never_equal() -> None:
    assert LoggedIn("a", "b") == LoggedIn("a", "b")
    of_another_kind: object = Proof("a", "b")
    assert LoggedIn("a", "b") != of_another_kind


def test_the_id_of_a_session_is_in_no_repr() -> None:
    assert "secret" not in repr(LoggedIn("secret", "ami@example.com"))


def test_neither_results_nor_rules_can_be_changed() -> None:
    for frozen, name in ((LoggedIn("a", "b"), "session_id"), (copy.copy(RULES), "tries")):
        with pytest.raises(FrozenInstanceError):
            setattr(frozen, name, 99)


def test_an_error_says_what_to_do_next() -> None:
    now = datetime(2026, 11, 30, 23, 25, 51, tzinfo=UTC)
    early = ResendTooEarly(now + timedelta(seconds=42), now)
    assert str(early) == "You can send another code in 42 seconds (23:26:33 UTC)."
    assert [str(WrongCode(left)) for left in (2, 1)] == [
        "That code is wrong. You have 2 tries left.",
        "That code is wrong. You have 1 try left.",
    ]
