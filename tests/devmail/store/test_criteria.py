"""The mail that is meant: the first that fits, where a sure code goes before a likely one."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from devmail.model import Mail
from devmail.store.criteria import GRACE, Brings, Criteria, with_code
from tests.devmail.mails import code_mail, mail

NOW = datetime(2026, 3, 14, 9, tzinfo=UTC)
NONE = Mail(1, NOW, "a@example.com", ("Ada@example.com", "b@example.com"), "Your Log-in", None, None, 1)
LIKELY = replace(NONE, likely_code="4711")
SURE = replace(NONE, code="012345")
LINK = replace(NONE, link="https://shop.example/in")
CODE = Criteria("ada@EXAMPLE.com", brings=Brings.CODE)


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        (Criteria("ADA@example.com"), True),
        (Criteria("b@example.com", "log-IN"), True),
        (Criteria("a@example.com"), False),
        (Criteria("b@example.com", "log out"), False),
        (Criteria("b@example.com", since=NOW), True),
        (Criteria("b@example.com", since=NOW + timedelta(seconds=1)), False),
        (Criteria("b@example.com", brings=Brings.CODE), False),
        (Criteria("b@example.com", brings=Brings.LINK), False),
    ],
)
def test_address_subject_time_and_content_must_fit(wanted: Criteria, fits: bool) -> None:
    assert wanted.fits(NONE) == fits
    assert wanted.choose([NONE], NOW) == ((NONE, 0) if fits else None)


def test_the_first_sure_code_goes_before_any_likely_one() -> None:
    other = replace(SURE, code="999888")
    assert CODE.choose([NONE, LINK, LIKELY, SURE, other], NOW) == (SURE, 0)
    assert Criteria("b@example.com", brings=Brings.LINK).choose([SURE, LINK], NOW) == (LINK, 0)


@pytest.mark.parametrize(("age", "wait"), [(0, GRACE), (0.2, 0.3), (0.5, 0), (3600, 0), (-3600, GRACE)])
def test_a_likely_code_waits_a_moment_for_a_sure_one(age: float, wait: float) -> None:
    choice = CODE.choose([NONE, LIKELY, replace(LIKELY, id=2)], NOW + timedelta(seconds=age))
    assert choice is not None
    assert choice.mail == LIKELY
    assert choice.wait == pytest.approx(wait)
    assert Brings.CODE.of(choice.mail) == "4711"


def test_without_a_wanted_code_the_first_mail_is_taken_at_once() -> None:
    assert Criteria("b@example.com").choose([LIKELY, SURE], NOW) == (LIKELY, 0)


def test_with_a_pattern_nothing_else_is_a_code() -> None:
    pattern = re.compile(r"ref=(\w+)")
    assert with_code(SURE, mail("go to ?ref=AB12"), pattern).code == "AB12"
    none = with_code(replace(SURE, likely_code="1"), code_mail("012345"), pattern)
    assert (none.code, none.likely_code) == (None, None)
