"""The mail that brings a code: all that its reader must know, and nothing that anybody could slip in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kstore_tui.core.codes import Purpose, read_code
from kstore_tui.mail.messages import CodeMail
from kstore_tui.store import Store
from tests.journeys.smtp_server import SmtpServer
from tests.kstore_tui.mailbox import Mailbox, code_in, read, text_of
from tests.kstore_tui.steps import ADDRESS, VERIFICATION_ADDRESS, code_sent, registered, two_step_on

NOW = datetime(2026, 11, 24, 9, 14, tzinfo=UTC)


def _mail(
    purpose: Purpose = Purpose.LOG_IN,
    to: str = VERIFICATION_ADDRESS,
    origin: str = "203.0.113.7",
    code: str = "012345",
    account: str = "a•••@example.com",
    asked_at: datetime = NOW,
) -> CodeMail:
    return CodeMail(
        code=code,
        to=to,
        account=account,
        purpose=purpose,
        asked_at=asked_at,
        origin=origin,
        valid_until=asked_at + timedelta(minutes=10),
    )


WORDS = {
    Purpose.LOG_IN: ("to log in.", "someone else knows your password. Change it now."),
    Purpose.ENABLE: (
        "to enable two-step verification.",
        "ignore this email. Nothing changes without the code.",
    ),
    Purpose.CHANGE_OLD: (
        "to change the address for verification codes.",
        "someone else is logged in to your account. Change your password now.",
    ),
    Purpose.CHANGE_NEW: (
        "to receive verification codes at this address.",
        "ignore this email. Nothing changes without the code.",
    ),
    Purpose.DISABLE: (
        "to disable two-step verification.",
        "someone else is logged in to your account. Change your password now.",
    ),
}


@pytest.mark.parametrize("purpose", Purpose)
def test_a_mail_says_all_that_its_reader_must_know(purpose: Purpose) -> None:
    message = _mail(purpose).message()
    what_for, what_to_do = WORDS[purpose]
    assert message["Subject"] == "[Kintone] Verification Code"
    assert message["To"] == VERIFICATION_ADDRESS
    plain = text_of(message)
    assert plain.splitlines()[:2] == ["012345", ""]
    assert plain.count("012345") == 1
    html = text_of(message, "html")
    assert html.count("<b>012345</b>") == 1
    for text in (plain, html):
        assert f"This is the verification code for a•••@example.com {what_for}" in text
        assert (
            "It was requested on 2026-11-24 at 09:14 UTC from 203.0.113.7 and is valid until 09:24 UTC."
            in text
        )
        assert "If you didn't request this code, " in text.replace("&#x27;", "'")
        assert what_to_do in text


def test_a_mail_is_told_to_be_automatic_and_dated() -> None:
    message = _mail().message()
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == NOW
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(
    "to",
    ["a@example.net\nBcc: b@example.net", "a@example.net\r\n\r\nhello", "a@example.net\rSubject: x"],
)
def test_an_address_with_a_line_end_makes_no_mail(to: str) -> None:
    with pytest.raises(ValueError, match="Header values"):
        _mail(to=to).message()


def test_markup_in_the_words_is_only_words() -> None:
    html = text_of(_mail(origin="<b>here</b>", account="<i>@example.com").message(), "html")
    assert "&lt;b&gt;here&lt;/b&gt;" in html
    assert "&lt;i&gt;@example.com" in html


@pytest.mark.parametrize(
    ("to", "header"),
    [
        ("ami@bücher.example.com", "ami@xn--bcher-kva.example.com"),
        ("josé@example.net", "josé@example.net"),
        ("亜美@例え.jp", "亜美@xn--r8jz45g.jp"),
    ],
)
def test_an_address_of_any_script_is_one_address(to: str, header: str) -> None:
    message = _mail(to=to).message()
    assert message["To"] == header
    assert len(message["To"].addresses) == 1


ORIGINS = st.one_of(st.ip_addresses().map(str), st.just("this host"))


@given(
    st.text("0123456789", min_size=6, max_size=6),
    ORIGINS,
    st.sampled_from(Purpose),
    st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)),
)
def test_a_whole_pasted_mail_yields_its_code(
    code: str, origin: str, purpose: Purpose, asked_at: datetime
) -> None:
    message = _mail(purpose, code=code, origin=origin, asked_at=asked_at).message()
    pasted = text_of(message)
    assert read_code(pasted) == code
    header = "\n".join(f"{name}: {message[name]}" for name in ("Subject", "To", "Date"))
    assert read_code(f"{header}\n\n{pasted}") == code
    assert read_code(" ".join(pasted.split())) == code


def test_a_code_does_not_show_in_what_is_printed() -> None:
    assert "012345" not in repr(_mail())


async def test_the_mail_that_arrives_is_the_one_that_was_written(store: Store, server: SmtpServer) -> None:
    session = (await registered(store)).session_id
    await store.two_step.send_to_new_address(session, VERIFICATION_ADDRESS)
    [mail] = server.mails
    message = read(mail)
    assert (mail.sender, mail.recipients) == ("no-reply@store.example", [VERIFICATION_ADDRESS])
    assert message["Subject"] == "[Kintone] Verification Code"
    assert (message["To"], message["From"]) == (VERIFICATION_ADDRESS, "no-reply@store.example")
    assert ADDRESS not in text_of(message) + text_of(message, "html")
    assert "for a•••@example.com to enable two-step verification." in text_of(message)
    assert code_in(mail).isdecimal()


async def test_the_mail_of_a_login_says_where_it_was_asked_for(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    await code_sent(store, origin="2001:db8::1")
    assert "at 09:14 UTC from 2001:db8::1 and is valid until 09:24 UTC." in mailbox.newest_text
