"""Tests get a mail server, an address of their own, and the codes that come to it."""

import asyncio
import re
import smtplib
import threading
from email.message import EmailMessage
from pathlib import Path

import pytest

from devmail.store.limits import Limits
from devmail.testing.address_inbox import AddressInbox, MailCame, NoMailCame
from devmail.testing.running_sink import RunningSink
from tests.devmail.mails import LINK, SENDER, code_mail, link_mail, mail


@pytest.fixture
def inbox(devmail: RunningSink) -> AddressInbox:
    """The plugin's own, which the other tests here have another one instead of."""
    return AddressInbox(devmail, "ada@example.com")


def _send(sink: RunningSink, raw: bytes, *to: str) -> None:
    with smtplib.SMTP(sink.host, sink.port, timeout=10) as client:
        client.sendmail(SENDER, to or ["ada@example.com"], raw)


def test_each_code_is_given_once_the_oldest_first(inbox: AddressInbox, devmail: RunningSink) -> None:
    for raw in (code_mail("111222"), mail("No code."), code_mail("333444")):
        _send(devmail, raw)
    assert [inbox.wait_code(), inbox.wait_code()] == ["111222", "333444"]
    assert inbox.wait_mail().text == "No code.\n"
    with pytest.raises(NoMailCame):
        inbox.wait_mail(seconds=0)


async def test_an_asynchronous_test_goes_on_while_it_waits(inbox: AddressInbox, devmail: RunningSink) -> None:
    async def send() -> None:
        await asyncio.sleep(0.05)
        await asyncio.to_thread(_send, devmail, code_mail("012345"))

    code, _ = await asyncio.gather(inbox.wait_code_async(), send())
    assert code == "012345"
    await asyncio.to_thread(_send, devmail, mail())
    assert (await inbox.wait_mail_async()).subject == "A mail"


def test_only_what_was_asked_for_is_given(inbox: AddressInbox, devmail: RunningSink) -> None:
    _send(devmail, mail("Your code: 111222", "Reset"), "bob@example.com")
    _send(devmail, mail("Your code: 333444", "Log-in"), "ADA@example.com", "bob@example.com")
    assert inbox.wait_code(to="bob@example.com", subject="log") == "333444"
    assert inbox.wait_code(to="bob@example.com") == "111222"


async def test_a_link_is_given_as_a_code_is(inbox: AddressInbox, devmail: RunningSink) -> None:
    for raw in (link_mail("Log-in"), link_mail("Reset"), code_mail("111222")):
        await asyncio.to_thread(_send, devmail, raw)
    assert inbox.wait_link(subject="reset") == await inbox.wait_link_async() == LINK
    with pytest.raises(NoMailCame, match=r"^no email with a link to ada@example\.com within 0 s"):
        inbox.wait_link(seconds=0)


async def test_assert_no_mail_fails_for_a_mail_that_was_not_given(
    inbox: AddressInbox, devmail: RunningSink
) -> None:
    inbox.assert_no_mail()
    await asyncio.to_thread(_send, devmail, code_mail("012345"), "bob@example.com")
    await asyncio.to_thread(_send, devmail, link_mail("Reset"))
    inbox.assert_no_mail(subject="Log-in")
    line = f"^an email arrived: to ada@example.com: 'Reset', link {re.escape(LINK)}$"
    for _ in range(2):
        with pytest.raises(MailCame, match=line):
            inbox.assert_no_mail()
    inbox.wait_mail()
    await inbox.assert_no_mail_async(seconds=0.01)


def test_a_mail_that_comes_after_all_is_not_missed(inbox: AddressInbox, devmail: RunningSink) -> None:
    timer = threading.Timer(0.1, _send, [devmail, mail()])
    timer.start()
    with pytest.raises(MailCame):
        inbox.assert_no_mail(seconds=10)
    timer.join()


def test_faults_end_with_their_block(inbox: AddressInbox, devmail: RunningSink) -> None:
    with devmail.faults(fail_first=2), pytest.raises(smtplib.SMTPDataError) as refused:
        _send(devmail, mail())
    assert refused.value.smtp_code == 451
    with devmail.faults(most_a_minute=1), pytest.raises(smtplib.SMTPResponseException, match="421"):
        for _ in range(2):
            _send(devmail, mail(subject="Taken"))
    _send(devmail, mail())
    assert [one.subject for one in inbox.mails] == ["Taken", "A mail"]


def test_no_more_is_held_than_is_kept() -> None:
    with RunningSink(Limits(mails=2)) as sink:
        inbox = AddressInbox(sink, "ada@example.com")
        for subject in "abc":
            _send(sink, mail(subject=subject))
        assert (
            [one.subject for one in sink.mails] == [inbox.wait_mail().subject for _ in range(2)] == ["b", "c"]
        )
        later = AddressInbox(sink, "ada@example.com")
        _send(sink, mail(subject="d"))
        assert [one.subject for one in later.mails] == ["d"]


def test_a_likely_code_is_given_if_none_is_sure(inbox: AddressInbox, devmail: RunningSink) -> None:
    _send(devmail, mail("token=9f3k2", "debug"))
    assert inbox.wait_code() == "9f3k2"
    _send(devmail, mail("token=9f3k2", "debug"))
    _send(devmail, code_mail("012345"))
    assert inbox.wait_code() == "012345"


async def test_a_pattern_says_what_a_code_is(inbox: AddressInbox, devmail: RunningSink) -> None:
    await asyncio.to_thread(_send, devmail, code_mail("012345"))
    await asyncio.to_thread(_send, devmail, mail("Seat 17C, code 4711", "Boarding"))
    assert inbox.wait_code(pattern=r"Seat (\d+[A-F])") == "17C"
    assert await inbox.wait_code_async(pattern=re.compile(r"0\d+")) == "012345"
    with pytest.raises(
        NoMailCame, match=r"^no email with a code to ada@example\.com that matches X\\d within"
    ):
        inbox.wait_code(pattern=r"X\d", seconds=0)


def test_links_html_and_attachments_can_be_looked_at(inbox: AddressInbox, devmail: RunningSink) -> None:
    message = EmailMessage()
    message["Subject"] = "Invoice"
    message.set_content("See https://a.example/1 and https://b.example/2.")
    message.add_alternative("<p>See <a href='https://c.example/3'>it</a>", "html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Rechnung ü.pdf")
    _send(devmail, message.as_bytes().replace(b"\n", b"\r\n"))
    caught = inbox.wait_mail()
    assert caught.links == ("https://a.example/1", "https://b.example/2", "https://c.example/3")
    assert caught.html == "<p>See <a href='https://c.example/3'>it</a>\n"
    assert caught.attachments == (("Rechnung ü.pdf", "application/pdf", b"%PDF"),)
    assert caught.attachments[0].name == "Rechnung ü.pdf"
    assert (caught.sender, caught.recipients, caught.code) == (SENDER, ("ada@example.com",), None)
    assert (caught.raw, caught.message["Subject"]) == (message.as_bytes().replace(b"\n", b"\r\n"), "Invoice")


def test_a_failed_wait_lists_the_mails_that_came(inbox: AddressInbox, devmail: RunningSink) -> None:
    with pytest.raises(NoMailCame) as nothing:
        inbox.wait_code(subject="Log-in", seconds=0)
    line = (
        f"no email with a code to ada@example.com about Log-in within 0 s; nothing arrived at {devmail.url}"
    )
    assert str(nothing.value) == line
    _send(devmail, code_mail("012345"), "bob@example.com")
    _send(devmail, mail())
    inbox.wait_mail()
    with pytest.raises(NoMailCame) as something:
        inbox.wait_mail(seconds=0)
    assert str(something.value).splitlines() == [
        "no email to ada@example.com within 0 s; Emails that arrived:",
        "  to bob@example.com: 'Your code', code 012345",
        "  to ada@example.com: 'A mail', no code (already returned)",
    ]


@pytest.mark.slow
def test_the_plugin_serves_the_tests_of_another_project(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    pytester.makeconftest('pytest_plugins = ["devmail.pytest_plugin"]')
    pytester.makepyfile(
        """
        import smtplib

        addresses = set()

        def test_one(inbox, devmail):
            with smtplib.SMTP(devmail.host, devmail.port) as client:
                client.sendmail("a@example.com", inbox.address, "Subject: Your code\\n\\n012345\\n")
            assert inbox.wait_code() == "012345"
            addresses.add(inbox.address)

        def test_two(inbox, devmail, unique_address):
            assert not {inbox.address, unique_address()} & addresses
            assert inbox.mails == []
            assert len(devmail.mails) == 1

        def test_three(inbox, devmail):
            with smtplib.SMTP(devmail.host, devmail.port) as client:
                for number in range(12):
                    mail = f"Subject: Mail {number}\\n\\nThe text, \\x1b[Jred. " + "x" * 9000
                    client.sendmail("a@example.com", inbox.address, mail)
            inbox.wait_link(seconds=0)
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-W", "error")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*Emails in devmail*",
            "[[]2 older emails]",
            "to test-*: 'Mail 2', no code",
            "  | The text, ␛[[]Jred. xxx*",
        ]
    )
    assert "[8018 more characters]" in result.stdout.str()
    assert len(result.stdout.str()) < 20_000
