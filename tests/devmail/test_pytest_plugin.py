"""Tests get a mail server, an address of their own, and the codes that come to it."""

import asyncio
import smtplib
import threading
from pathlib import Path

import pytest

from devmail.testing.address_inbox import AddressInbox, NoMailCame
from devmail.testing.running_sink import RunningSink
from tests.devmail.mails import SENDER, code_mail, mail


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


def test_a_code_that_comes_later_is_waited_for(inbox: AddressInbox, devmail: RunningSink) -> None:
    timer = threading.Timer(0.1, _send, [devmail, code_mail("012345")])
    timer.start()
    assert inbox.wait_code() == "012345"
    timer.join()


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
    assert inbox.wait_code(to="bob@example.com", subject="Log") == "333444"
    assert inbox.wait_code(to="bob@example.com") == "111222"


def test_a_mail_can_be_looked_at_whole(inbox: AddressInbox, devmail: RunningSink) -> None:
    _send(devmail, code_mail("012345"))
    caught = inbox.wait_mail()
    assert (caught.sender, caught.recipients, caught.code) == (SENDER, ("ada@example.com",), "012345")
    assert (caught.raw, caught.message["Subject"], caught.link) == (code_mail("012345"), "Your code", None)


def test_who_waits_in_vain_is_told_what_came_instead(inbox: AddressInbox, devmail: RunningSink) -> None:
    with pytest.raises(NoMailCame) as nothing:
        inbox.wait_code(subject="Log-in", seconds=0)
    line = f"no mail with a code to ada@example.com about 'Log-in' within 0 s; nothing came to {devmail.url}"
    assert str(nothing.value) == line
    _send(devmail, code_mail("012345"), "bob@example.com")
    _send(devmail, mail())
    inbox.wait_mail()
    with pytest.raises(NoMailCame) as something:
        inbox.wait_mail(seconds=0)
    assert str(something.value).splitlines() == [
        "no mail to ada@example.com within 0 s; what came:",
        "  to bob@example.com: 'Your code', code 012345",
        "  to ada@example.com: 'A mail', no code (given before)",
    ]


def test_mails_of_an_earlier_test_are_not_given(devmail: RunningSink) -> None:
    _send(devmail, code_mail("111222"))
    later = AddressInbox(devmail, "ada@example.com")
    _send(devmail, code_mail("333444"))
    assert later.wait_code() == "333444"
    assert len(later.mails) == 1


def test_the_plugin_serves_the_tests_of_another_project(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
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
        """
    )
    pytester.runpytest_subprocess("-p", "no:cacheprovider", "-W", "error").assert_outcomes(passed=2)
