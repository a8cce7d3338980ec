"""Passwords: which are taken, and that the whole of one counts."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kstore_tui.core.errors import InvalidPassword
from kstore_tui.core.passwords import (
    check_new_password,
    hash_of_nobody,
    hash_password,
    needs_rehash,
    password_matches,
)

ADDRESS = "jane.doe@kintone.example.com"


@pytest.mark.parametrize(
    "password",
    [
        "8 pines!",
        "x" * 255 + "y",
        "8203 5571 9046",
        "ですとあわせてはは",
        "jane.doe likes pineapples",
        "👍🏽👍🏿👎🏽👎🏿",
    ],
)
def test_a_password_of_8_to_256_characters_is_taken(password: str) -> None:
    check_new_password(password, ADDRESS)


@pytest.mark.parametrize("password", ["", "7 pines", "ｶﾞｶﾞｶﾞｶﾞ", "👍🏽👍🏿👎🏽👎"])
def test_fewer_than_8_characters_are_too_short(password: str) -> None:
    with pytest.raises(InvalidPassword, match=r"^Use at least 8 characters\.$"):
        check_new_password(password, ADDRESS)


@pytest.mark.parametrize("password", ["ab" * 128 + "c", "ﷺ" * 15])
def test_more_than_256_characters_are_too_long(password: str) -> None:
    with pytest.raises(InvalidPassword, match=r"^Use at most 256 characters\.$"):
        check_new_password(password, ADDRESS)


@pytest.mark.parametrize("password", ["password", "PassWord1", "iloveyou", "１２３４５６７８", "qwertyuiop"])
def test_the_most_common_passwords_are_refused(password: str) -> None:
    with pytest.raises(InvalidPassword, match=r"^This is one of the most common passwords\."):
        check_new_password(password, ADDRESS)


@pytest.mark.parametrize(
    "password", [ADDRESS, "jane.doe123", "ｊａｎｅ．ｄｏｅ", "kintone!!", "kintone.example.com"]
)
def test_a_password_made_of_the_address_is_refused(password: str) -> None:
    with pytest.raises(InvalidPassword, match=r"^This password is too similar to the email address\."):
        check_new_password(password, ADDRESS)


def test_a_password_matches_what_is_kept_and_no_other_does() -> None:
    kept = hash_password("seven green bicycles", 4)
    assert password_matches("seven green bicycles", kept)
    assert not password_matches("seven green bicycle", kept)
    assert not password_matches("Seven green bicycles", kept)
    assert hash_password("seven green bicycles", 4) != kept


def test_nothing_is_cut_at_72_bytes_or_at_a_zero_byte() -> None:
    kept = hash_password("x" * 100 + "a", 4)
    assert password_matches("x" * 100 + "a", kept)
    assert not password_matches("x" * 100 + "b", kept)
    assert not password_matches("seven\0green", hash_password("seven\0bicycles", 4))


def test_the_same_keys_give_the_same_password_on_any_terminal() -> None:
    assert password_matches("cafe\u0301 au lait", hash_password("caf\u00e9 au lait", 4))
    assert password_matches("ｓｅｖｅｎ ｇｒｅｅｎ", hash_password("seven green", 4))


@given(st.text(st.characters(), max_size=300))
@example("\ud800 from a broken terminal")
@settings(max_examples=30)
def test_every_text_can_be_a_password_and_none_matches_the_hash_of_nobody(password: str) -> None:
    assert password_matches(password, hash_password(password, 4))
    assert not password_matches(password, hash_of_nobody(4))


@pytest.mark.parametrize("cost", [4, 5, 6])
def test_a_hash_contains_its_cost(cost: int) -> None:
    kept = hash_password("seven green bicycles", cost)
    assert kept.startswith(f"$2b$0{cost}$")
    assert [needs_rehash(kept, wanted) for wanted in (4, 5, 6)] == [cost < wanted for wanted in (4, 5, 6)]
    assert hash_of_nobody(cost).startswith(f"$2b$0{cost}$")
    assert len(hash_of_nobody(cost)) == len(kept)
