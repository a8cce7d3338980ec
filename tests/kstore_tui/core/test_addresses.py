"""Addresses: valid ones, one mailbox in several spellings, and what a stranger sees."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kstore_tui.core.addresses import as_mailed, check_verification_address, fold, mask, read_address
from kstore_tui.core.errors import InvalidAddress


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("  ami@EXAMPLE.com\n", "ami@example.com"),
        ("Ami.Ono+codes@example.com", "Ami.Ono+codes@example.com"),
        ("ami@xn--bcher-kva.example.com", "ami@bücher.example.com"),
        ("亜美@例え.jp", "亜美@例え.jp"),
        ("ami@ｅｘａｍｐｌｅ.com", "ami@example.com"),
    ],
)
def test_an_address_is_read_in_its_normal_form(typed: str, address: str) -> None:
    assert read_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    ["ami", "ami@example..com", "a@b\ud800.com", "ami@example.com\nBcc: ken@example.com", "a\0@example.com"],
)
def test_an_invalid_address_is_refused_in_one_line(typed: str) -> None:
    with pytest.raises(InvalidAddress, match=r"^This isn't an email address: [a-z].+\.$") as refusal:
        read_address(typed)
    assert "\n" not in str(refusal.value)
    with pytest.raises(InvalidAddress, match=r"^Enter an email address\.$"):
        read_address("  \t")


@pytest.mark.parametrize(
    "other",
    [
        "ami@bücher.example.com",
        "AMI@BÜCHER.example.com",
        "ａｍｉ@bücher.example.com",
        "ami@bu\u0308cher.example.com",
        "ami@XN--BCHER-KVA.Example.Com",
        "ami@bücher。example.com",
    ],
)
def test_the_login_address_in_another_spelling_is_not_a_verification_address(other: str) -> None:
    assert fold(other) == fold("ami@bücher.example.com")
    with pytest.raises(InvalidAddress, match=r"^Use an address other than your login address\.$"):
        check_verification_address(other, "ami@bücher.example.com")


@pytest.mark.parametrize(
    ("address", "login_address"),
    [
        ("ami+codes@example.com", "ami@example.com"),
        ("AMI+x@Example.com", "ami@example.com"),
        ("ami@example.com", "ami+login@example.com"),
        ("ami+a@example.com", "ami+b@example.com"),
    ],
)
def test_a_plus_alias_is_the_same_mailbox(address: str, login_address: str) -> None:
    with pytest.raises(
        InvalidAddress, match=r"^This is the same mailbox as your login address\. Use another"
    ):
        check_verification_address(address, login_address)


@pytest.mark.parametrize(
    "other", ["ami@example.net", "ami2@example.com", "am.i@example.com", "kami@example.com"]
)
def test_another_mailbox_can_be_a_verification_address(other: str) -> None:
    check_verification_address(other, "ami@example.com")


@pytest.mark.parametrize(
    ("address", "shown"), [("jane@example.net", "j•••@example.net"), ("美@例え.jp", "美•••@例え.jp")]
)
def test_a_stranger_sees_the_first_letter_and_the_domain(address: str, shown: str) -> None:
    assert mask(address) == shown


@pytest.mark.parametrize(
    ("address", "mailed"),
    [
        ("ami@example.com", "ami@example.com"),
        ("Ami@bücher.example.com", "Ami@xn--bcher-kva.example.com"),
        ("亜美@例え.jp", "亜美@xn--r8jz45g.jp"),
    ],
)
def test_mail_goes_to_the_ascii_form_of_a_domain(address: str, mailed: str) -> None:
    assert as_mailed(address) == mailed


@given(st.text(st.characters()))
@example("ami@\udfff.com")
@example("ﷺ@ﷺ")
def test_whatever_is_typed_can_be_folded_and_kept(typed: str) -> None:
    assert fold(typed).encode().decode() == fold(typed)
