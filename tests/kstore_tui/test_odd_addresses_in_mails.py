"""In a mail, too, an address is text, and shown so that a stranger does not know it."""

import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from kstore_tui.core.addresses import mask
from kstore_tui.core.codes import Purpose
from kstore_tui.mail.messages import CodeMail
from kstore_tui.mail.notices import NOTICES, notice, registration_mail
from tests.kstore_tui.mailbox import text_of
from tests.kstore_tui.steps import ADDRESS, VERIFICATION_ADDRESS
from tests.odd_addresses import ODD

if TYPE_CHECKING:
    from email.message import EmailMessage

NOW = datetime(2026, 11, 24, 9, 14, tzinfo=UTC)


def _swapped(address: str) -> str:
    """Return the address with what is odd about it in its domain, which a mail shows whole."""
    local, _, domain = address.rpartition("@")
    return f"secret-{domain}@{local}"


def _mails(address: str) -> "list[EmailMessage]":
    masked = mask(address)
    facts = dict.fromkeys(("by", "address", "account"), masked)
    facts |= dict.fromkeys(("when", "until", "origin"), "now")
    return [
        *(notice(kind, ADDRESS, facts) for kind in NOTICES),
        registration_mail(ADDRESS, "AAAA-AAAA-AAAA", masked, "2026-11-27 09:14 UTC"),
        *(
            CodeMail("012345", VERIFICATION_ADDRESS, masked, purpose, NOW, "here", NOW).message()
            for purpose in Purpose
        ),
    ]


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_address_is_text_in_every_mail(odd: str) -> None:
    address, shown = (_swapped(each) for each in ODD[odd])
    for message in _mails(address):
        plain, html = text_of(message), text_of(message, "html")
        assert f"s•••@{shown.rpartition('@')[2]}" in plain
        assert {c for c in plain + html if unicodedata.category(c) in ("Cc", "Cf")} == {"\n"}
        assert "secret" not in plain + html


def test_markup_is_none_in_the_html_of_a_mail() -> None:
    for message in _mails("a@<b>example</b><script>.com"):
        html = text_of(message, "html")
        assert "@&lt;b&gt;example&lt;/b&gt;&lt;script&gt;.com" in html
