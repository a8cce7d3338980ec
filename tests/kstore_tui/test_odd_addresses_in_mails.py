"""In a mail, too, an address is text, and shown so that a stranger does not know it."""

import json
import unicodedata
from dataclasses import fields
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from kstore_tui.core.addresses import mask
from kstore_tui.core.codes import Purpose
from kstore_tui.mail.messages import (
    MAILS,
    CodeMail,
    Notice,
    RegistrationCodeMail,
    ResetCodeMail,
    from_json,
)
from tests.kstore_tui.mailbox import text_of
from tests.kstore_tui.steps import ADDRESS, VERIFICATION_ADDRESS
from tests.odd_addresses import ODD

NOW = datetime(2026, 11, 24, 9, 14, tzinfo=UTC)


def _swapped(address: str) -> str:
    """Return the address with what is odd about it in its domain, which a mail shows whole."""
    local, _, domain = address.rpartition("@")
    return f"secret-{domain}@{local}"


def _mails(address: str) -> list[EmailMessage]:
    """Return every mail there is about an account with an address, or that tells of one."""
    facts = {"account": address, "address": address, "by": mask(address), "administrator_id": "1"}
    facts |= {"origin": "here"} | dict.fromkeys(("when", "until"), NOW.isoformat())
    mails = []
    for kind, mail in MAILS.items():
        told = from_json(kind, json.dumps({each.name: facts[each.name] for each in fields(mail)}))
        if isinstance(told, Notice):
            mails.append(told.message(ADDRESS))
        else:
            assert isinstance(told, RegistrationCodeMail | ResetCodeMail)
            mails.append(told.message(ADDRESS, "AAAA-AAAA-AAAA", NOW))
    for purpose in Purpose:
        code = CodeMail("012345", VERIFICATION_ADDRESS, mask(address), purpose, NOW, "here", NOW)
        mails.append(code.message())
    return mails


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
