"""Every mail says what its reader must know, shows addresses masked, and nobody can slip anything in."""

import json
import unicodedata
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kstore_tui.core.addresses import mask
from kstore_tui.core.codes import Purpose, read_code
from kstore_tui.core.origin import HERE
from kstore_tui.mail.messages import (
    CODE_SUBJECT,
    MAILS,
    AccountPutOnHold,
    CodeMail,
    Notice,
    OutboxMail,
    RegistrationCodeMail,
    ResetCodeMail,
    UnknownMail,
    from_json,
)
from tests.kstore_tui.support.mail import text_of
from tests.kstore_tui.support.steps import ADDRESS, VERIFICATION_ADDRESS
from tests.odd_addresses import ODD

NOW = datetime(2026, 11, 24, 9, 14, tzinfo=UTC)
TOKEN = "ABCD-EFGH-JKLM"


def _code_mail(
    purpose: Purpose = Purpose.LOG_IN,
    *,
    to: str = VERIFICATION_ADDRESS,
    origin: str = "203.0.113.7",
    code: str = "012345",
    account: str = "a•••@example.com",
    asked_at: datetime = NOW,
) -> CodeMail:
    return CodeMail(code, to, account, purpose, asked_at, origin, asked_at + timedelta(minutes=10))


def _outbox_mail(kind: str, address: str = ADDRESS) -> OutboxMail:
    """Return a mail of the outbox that tells of an address wherever it can."""
    facts = {"account": address, "address": address, "by": mask(address), "administrator_id": "1"}
    facts |= {"origin": "203.0.113.7"} | dict.fromkeys(("when", "until"), NOW.isoformat())
    return from_json(kind, json.dumps({each.name: facts[each.name] for each in fields(MAILS[kind])}))


def _written(mail: OutboxMail, to: str = ADDRESS) -> EmailMessage:
    if isinstance(mail, Notice):
        return mail.message(to)
    assert isinstance(mail, RegistrationCodeMail | ResetCodeMail)
    return mail.message(to, TOKEN, NOW)


def _all_messages(address: str = ADDRESS) -> list[EmailMessage]:
    codes = [_code_mail(purpose, account=mask(address)).message() for purpose in Purpose]
    return codes + [_written(_outbox_mail(kind, address)) for kind in MAILS]


@pytest.mark.parametrize("purpose", Purpose)
def test_a_code_mail_says_all_that_its_reader_must_know(purpose: Purpose) -> None:
    mail = _code_mail(purpose)
    assert "012345" not in repr(mail)
    message = mail.message()
    assert message["Subject"] == CODE_SUBJECT == "[Kintone] Verification Code"
    assert message["To"] == VERIFICATION_ADDRESS
    assert message["Date"].datetime == NOW
    plain, html = text_of(message), text_of(message, "html")
    assert plain.splitlines()[:2] == ["012345", ""]
    assert (plain.count("012345"), html.count("<b>012345</b>")) == (1, 1)
    for text in (plain, html):
        assert "Use this verification code to " in text
        assert "a•••@example.com.\n" in text or "a•••@example.com.</p>" in text
        assert "requested on 2026-11-24 at 09:14 UTC from 203.0.113.7 and is valid until 09:24 UTC." in text
        assert "If you didn&#x27;t" in text or "If you didn't" in text


def test_the_stores_own_host_is_named_for_readers_elsewhere() -> None:
    assert "from the store's own host and is valid" in text_of(_code_mail(origin=HERE).message())
    notice = AccountPutOnHold(ADDRESS, NOW, HERE)
    assert "from the store's own host." in text_of(notice.message(ADDRESS))


@pytest.mark.parametrize("kind", MAILS)
def test_the_outbox_keeps_a_mail_that_says_what_happened_and_what_to_do(kind: str) -> None:
    mail = _outbox_mail(kind)
    assert from_json(kind, mail.to_json()) == mail
    text = text_of(_written(mail))
    assert "a•••@example.com" in text
    assert "2026-11-24 09:14 UTC" in text
    assert "If you" in text or "If this wasn't you, " in text


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("of tomorrow", "{}"),
        ("password changed", "{}"),
        ("password changed", '{"account": 1, "when": "now"}'),
    ],
)
def test_a_mail_of_another_version_is_recognized(kind: str, facts: str) -> None:
    with pytest.raises(UnknownMail):
        from_json(kind, facts)


@pytest.mark.parametrize("to", ["a@example.net\nBcc: b@example.net", "a@example.net\rSubject: x"])
def test_an_address_with_a_line_end_is_never_mailed(to: str) -> None:
    with pytest.raises(ValueError, match="Header values"):
        _code_mail(to=to).message()


def _swapped(address: str) -> str:
    """Return the address with what is odd about it in its domain, which a mail shows whole."""
    local, _, domain = address.rpartition("@")
    return f"secret-{domain}@{local}"


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_address_is_text_and_masked_in_every_mail(odd: str) -> None:
    address, shown = (_swapped(each) for each in ODD[odd])
    for message in _all_messages(address):
        plain, html = text_of(message), text_of(message, "html")
        assert f"s•••@{shown.rpartition('@')[2]}" in plain
        assert {c for c in plain + html if unicodedata.category(c) in ("Cc", "Cf")} == {"\n"}
        assert "secret" not in plain + html
        assert message["Auto-Submitted"] == "auto-generated"
        assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@settings(max_examples=40)
@given(
    st.text("0123456789", min_size=6, max_size=6),
    st.one_of(st.ip_addresses().map(str), st.just("this host")),
    st.sampled_from(Purpose),
    st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)),
)
def test_a_pasted_mail_yields_its_code(code: str, origin: str, purpose: Purpose, asked_at: datetime) -> None:
    message = _code_mail(purpose, code=code, origin=origin, asked_at=asked_at).message()
    pasted = text_of(message)
    assert read_code(pasted) == code
    header = "\n".join(f"{name}: {message[name]}" for name in ("Subject", "To", "Date"))
    assert read_code(f"{header}\n\n{pasted}") == code
    assert read_code(" ".join(pasted.split())) == code
