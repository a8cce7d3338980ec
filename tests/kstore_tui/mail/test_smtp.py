"""Handing a mail to a mail server: which one, with which TLS, and one clear line for each way it can fail."""

import asyncio
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from kstore_tui.core.addresses import as_mailed
from kstore_tui.mail.server import InvalidMailServer, MailServer, read_mail_server
from kstore_tui.mail.smtp import MailNotSent, SmtpTransport
from tests.journeys.certificate import Certificate
from tests.journeys.faulty_smtp import recording
from tests.journeys.smtp_server import SmtpServer
from tests.kstore_tui.hanging import HangsInData
from tests.kstore_tui.mail.saying import Recorder, Says
from tests.kstore_tui.mailbox import read

SENDER = "no-reply@store.example"


def _mail(to: str = "ami@example.net") -> EmailMessage:
    message = EmailMessage()
    message["To"], message["Subject"] = to, "[Kintone] Verification Code"
    message.set_content("012345\n")
    return message


async def _send(server: MailServer, **seconds: float) -> None:
    await SmtpTransport(server, SENDER, **seconds).send(_mail())


async def _refusal(server: MailServer, **seconds: float) -> str:
    with pytest.raises(MailNotSent) as refusal:
        await _send(server, **seconds)
    line = str(refusal.value)
    assert line.startswith(f"the mail server at {server} ")
    assert line.isprintable()
    return line.removeprefix(f"the mail server at {server} ")


def _at(server: SmtpServer, **more: Any) -> MailServer:
    return MailServer("127.0.0.1", server.port, **more)


async def test_a_mail_arrives_as_it_was_written(server: SmtpServer) -> None:
    await _send(_at(server))
    [mail] = server.mails
    assert (mail.sender, mail.recipients, mail.encrypted, mail.user) == (
        SENDER,
        ["ami@example.net"],
        False,
        None,
    )
    message = read(mail)
    assert message["From"] == SENDER
    assert message["Message-ID"].endswith("@store.example>")


@pytest.mark.parametrize("to", ["ami@bücher.example.com", "亜美@例え.jp", "josé@example.net"])
async def test_a_mail_goes_to_an_address_of_any_script(server: SmtpServer, to: str) -> None:
    await SmtpTransport(_at(server), SENDER).send(_mail(to))
    assert len(server.mails) == 1
    assert server.mails[0].recipients == [to]
    assert f"To: {to}\r\n".encode() in server.mails[0].content


def _without_utf8() -> SmtpServer:
    return SmtpServer(
        lambda mails: SMTP(Recorder(mails), hostname="localhost", loop=asyncio.get_running_loop())
    )


async def test_an_old_server_takes_a_domain_of_any_script() -> None:
    with _without_utf8() as server:
        await SmtpTransport(_at(server), SENDER).send(_mail(as_mailed("ami@bücher.example.com")))
        assert [mail.recipients for mail in server.mails] == [["ami@xn--bcher-kva.example.com"]]


async def test_an_old_server_that_takes_no_such_letters_is_told_so() -> None:
    with (
        _without_utf8() as server,
        pytest.raises(MailNotSent, match=r"does not accept addresses with these characters\.$"),
    ):
        await SmtpTransport(_at(server), SENDER).send(_mail("josé@example.net"))


async def test_a_server_without_logins_accepts_no_password(server: SmtpServer) -> None:
    with _without_utf8() as old:
        for each in (server, old):
            line = await _refusal(_at(each, user="store", password="s3cret"))
            assert line == "does not accept its user and password."


async def test_tls_that_is_offered_is_taken_whoever_vouches_for_it(certificate: Certificate) -> None:
    with recording(tls="offered", certificate=certificate) as server:
        await _send(_at(server))
        assert [mail.encrypted for mail in server.mails] == [True]


async def test_tls_that_is_required_needs_a_trusted_certificate(certificate: Certificate) -> None:
    with recording(tls="offered", certificate=certificate) as server:
        assert await _refusal(_at(server, starttls_required=True)) == "offers no secure connection."
        assert server.mails == []


async def test_tls_that_is_required_but_not_offered_sends_nothing(server: SmtpServer) -> None:
    assert await _refusal(_at(server, starttls_required=True)) == "offers no secure connection."
    assert server.mails == []


async def test_tls_from_the_first_byte_needs_a_trusted_certificate(certificate: Certificate) -> None:
    with recording(tls="implicit", certificate=certificate) as server:
        assert await _refusal(_at(server, implicit_tls=True)) == "offers no secure connection."
        assert server.mails == []


async def test_tls_from_the_first_byte_is_no_talk_with_a_server_without_it(server: SmtpServer) -> None:
    assert await _refusal(_at(server, implicit_tls=True), answer_seconds=1) in (
        "offers no secure connection.",
        "cannot be reached.",
    )


@pytest.mark.parametrize("tls", ["required", "implicit"])
async def test_a_trusted_certificate_is_taken(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch, tls: Any
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.authority))
    with recording(tls=tls, certificate=certificate, user="store", password="s3cret") as server:
        told = (
            "smtps://store:s3cret@localhost:{}"
            if tls == "implicit"
            else ("smtp://store:s3cret@localhost:{}?starttls=required")
        )
        await _send(read_mail_server(told.format(server.port)))
        assert [(mail.encrypted, mail.user) for mail in server.mails] == [(True, "store")]


async def test_a_wrong_password_is_told_without_it(certificate: Certificate) -> None:
    with recording(user="store", password="s3cret") as server:
        line = await _refusal(_at(server, user="store", password="hunter22"))
        assert line == "does not accept its user and password."
        assert server.mails == []
        await _send(_at(server, user="store", password="s3cret"))
        assert [mail.user for mail in server.mails] == ["store"]


async def test_a_server_that_wants_a_login_says_so() -> None:
    with recording(user="store", password="s3cret") as server:
        assert await _refusal(_at(server)) == "answered “530 5.7.0 Authentication required”."


async def test_a_servers_answer_is_cleaned_and_cut(certificate: Certificate) -> None:
    words = b"\x1b[31m\x07Go\taway \x00" + b"x" * 300
    with Says(b"554 " + words + b"\r\n") as server:
        line = await _refusal(_at(server))
    assert line.startswith("answered “554 [31m Go away x")
    assert len(line) < 130


async def test_a_server_that_speaks_something_else_is_no_fault() -> None:
    with Says(b"\xff\xfe\x00SSH-2.0-OpenSSH_9.6\r\n") as server:
        assert await _refusal(_at(server), answer_seconds=1)


@pytest.mark.parametrize(
    "seconds",
    [{"answer_seconds": 0.2, "whole_seconds": 3600}, {"answer_seconds": 3600, "whole_seconds": 0.2}],
)
async def test_an_answer_and_the_whole_of_a_sending_have_their_time(seconds: dict[str, float]) -> None:
    with HangsInData() as server:
        async with asyncio.timeout(20):
            assert await _refusal(_at(server), **seconds) == "does not answer."


async def test_a_cancelled_sending_lets_go_at_once() -> None:
    with HangsInData() as server:
        sending = asyncio.create_task(_send(_at(server)))
        await asyncio.to_thread(server.wait_for_mail)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(sending, 5)


async def test_a_host_without_an_address_cannot_be_reached() -> None:
    assert await _refusal(MailServer("", 25)) == "cannot be reached."


# The URL of a mail server.


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.com", MailServer("mail.example.com", 25)),
        ("smtp://127.0.0.1:1025", MailServer("127.0.0.1", 1025)),
        ("smtp://[::1]:1025/", MailServer("::1", 1025)),
        ("smtps://mail.example.com", MailServer("mail.example.com", 465, implicit_tls=True)),
        ("smtps://u:p@localhost:4650", MailServer("localhost", 4650, True, False, "u", "p")),
        (
            "smtp://mail.example.com:587?starttls=required",
            MailServer("mail.example.com", 587, starttls_required=True),
        ),
        ("smtp://u:p@mail.example.com", MailServer("mail.example.com", 25, False, True, "u", "p")),
        ("smtp://u:p@127.0.0.1:1025", MailServer("127.0.0.1", 1025, False, False, "u", "p")),
        ("smtp://u:p@[::1]", MailServer("::1", 25, False, False, "u", "p")),
        ("smtp://u:p@localhost", MailServer("localhost", 25, False, False, "u", "p")),
        ("smtp://u%40x:p%3A%2F%3F%23@localhost", MailServer("localhost", 25, False, False, "u@x", "p:/?#")),
        ("smtp://u@localhost", MailServer("localhost", 25, False, False, "u", "")),
    ],
)
def test_a_url_names_a_server(url: str, server: MailServer) -> None:
    assert read_mail_server(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.com",
        "mail.example.com:25",
        "http://mail.example.com",
        "smtp://",
        "smtp://:25",
        "smtp://host:port",
        "smtp://host:70000",
        "smtp://host/path",
        "smtp://host#part",
        "smtp://host?starttls=maybe",
        "smtp://host?starttls=required&starttls=required",
        "smtp://host?tls",
        "smtp://host?starttls=required&x=y",
        "smtp://[::1",
        "smtp://u:hunter22/x@host",
        "smtp://u:hunter22#x@host",
        "smtp://u:12/x@host",
    ],
)
def test_what_names_no_server_is_told_so_without_its_password(url: str) -> None:
    with pytest.raises(
        InvalidMailServer, match=r"^This is not the URL of a mail server\. Give smtp://host:port"
    ) as no:
        read_mail_server(url)
    assert "hunter22" not in str(no.value)
    assert no.value.__cause__ is None
    assert no.value.__suppress_context__ or no.value.__context__ is None


def test_smtps_needs_no_starttls() -> None:
    with pytest.raises(InvalidMailServer, match=r"^smtps:// uses TLS from the start"):
        read_mail_server("smtps://host?starttls=required")


@pytest.mark.parametrize(
    ("server", "shown"),
    [(MailServer("127.0.0.1", 1025), "127.0.0.1:1025"), (MailServer("::1", 1025), "[::1]:1025")],
)
def test_a_server_is_shown_as_host_and_port(server: MailServer, shown: str) -> None:
    assert str(server) == shown


def test_a_password_does_not_show_in_what_is_printed() -> None:
    server = read_mail_server("smtp://store:hunter22@localhost")
    assert server.password == "hunter22"
    assert "hunter22" not in f"{server} {server!r} {SmtpTransport(server, SENDER)!r}"
