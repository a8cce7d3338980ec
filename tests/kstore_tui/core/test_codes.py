"""Codes of 6 digits, read however a person types them, kept as a digest; and tokens."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kstore_tui.core.codes import Purpose, code_digest, make_code, read_code
from kstore_tui.core.errors import NoCodeEntered
from kstore_tui.verification.tokens import ALPHABET, make_token, token_digest
from tests.kstore_tui.support.fakes import FixedCodes

CODES = st.text("0123456789", min_size=6, max_size=6)
DIGIT_FORMS = ["0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"]
GAPS = ["", " ", "-", "  ", "\u00a0", "\u3000", "–", "－", "−", "\u200b", "\t", "\n"]


@pytest.mark.parametrize("number", ["000000", "012345", "999999"])
def test_a_code_is_6_random_digits_and_keeps_its_zeros(number: str) -> None:
    asked = []

    class Asked(FixedCodes):
        def randbelow(self, exclusive_upper_bound: int, /) -> int:
            asked.append(exclusive_upper_bound)
            return super().randbelow(exclusive_upper_bound)

    assert make_code(Asked(number)) == number
    assert asked == [10**6]


@pytest.mark.parametrize(
    "typed",
    [
        "012345",
        "012 345",
        "0 1 2 3 4 5",
        "０１２３４５",
        "012−345",
        "\u200b012\u00ad345\u200e",
        "Your code: 012345.",
        "012345 is your code, 012345!",
        "code\r\n012 345\r\nvalid until 14:32 UTC on 2026-11-24, from 2001:db8::1234:5678 or 203.0.113.117",
    ],
)
def test_a_code_is_read_in_any_form(typed: str) -> None:
    assert read_code(typed) == "012345"


@pytest.mark.parametrize(
    "typed", ["", "1234 5678", "a123456", "012345 or 543210", "2026-11-24 09:14:30 UTC", "①②③④⑤⑥"]
)
def test_anything_else_is_not_a_code(typed: str) -> None:
    with pytest.raises(NoCodeEntered, match=r"^Enter the 6-digit code from the email\.$"):
        read_code(typed)


@given(CODES, st.lists(st.sampled_from(DIGIT_FORMS), min_size=6, max_size=6), st.data())
def test_every_code_in_every_form_is_read_as_it_is(code: str, forms: list[str], data: st.DataObject) -> None:
    gap = st.sampled_from(GAPS)
    typed = "".join(data.draw(gap) + form[int(digit)] for digit, form in zip(code, forms, strict=True))
    assert read_code(typed + data.draw(gap)) == code


@given(st.text())
@example("\ud800")
@example("123\u200d456")
def test_any_text_holds_one_code_or_none(typed: str) -> None:
    try:
        code = read_code(typed)
    except NoCodeEntered:
        return
    assert len(code) == 6
    assert code.isascii()
    assert code.isdecimal()


BOUND = {"purpose": Purpose.LOG_IN, "challenge": "c1", "administrator": "a1", "code": "012345", "key": "k1"}
OTHERS = {"purpose": Purpose.ENABLE, "challenge": "c2", "administrator": "a2", "code": "012346", "key": "k2"}


def _digest(bound: dict[str, str]) -> str:
    return code_digest(
        bound["key"].encode(),
        Purpose(bound["purpose"]),
        bound["challenge"],
        bound["administrator"],
        bound["code"],
    )


@pytest.mark.parametrize("part", BOUND)
def test_a_digest_is_bound_to_each_part(part: str) -> None:
    assert _digest(BOUND) == _digest(dict(BOUND))
    assert _digest(BOUND) != _digest(BOUND | {part: OTHERS[part]})


def test_the_parts_of_a_digest_cannot_run_into_each_other() -> None:
    left = _digest(BOUND | {"challenge": "c1a", "administrator": "1"})
    assert left != _digest(BOUND | {"challenge": "c1", "administrator": "a1"})


def test_a_token_has_three_groups_of_characters_that_cannot_be_mistaken() -> None:
    assert [len(group) for group in make_token(FixedCodes()).split("-")] == [4, 4, 4]
    assert len(set(ALPHABET) - set("IO01")) == 32


@pytest.mark.parametrize(
    "typed", ["ABCDEFGH2345", "abcd-efgh-2345", " ABCD EFGH 2345 ", "ＡＢＣＤ-efgh-２３４５"]
)
def test_a_token_is_the_same_in_any_form(typed: str) -> None:
    assert token_digest(typed) == token_digest("ABCD-EFGH-2345") != token_digest("ABCD-EFGH-2346")
