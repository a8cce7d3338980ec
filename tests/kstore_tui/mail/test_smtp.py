"""Handing a mail to a mail server: which one, with which TLS, and one clear line for each way it can fail."""

import asyncio
from email.message import EmailMessage
from typing import Any

import pytest

from kstore_tui.core.addresses import as_mailed
from kstore_tui.mail.smtp import InvalidMailServer, MailNotSent, MailServer, SmtpTransport, read_mail_server
from tests.journeys.certificate import Certificate
from tests.journeys.faulty_smtp import closed_port, drops_in_data, hangs_in_data, recording, says
from tests.journeys.smtp_server import SmtpServer
from tests.kstore_tui.support.mail import read

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


async def test_an_old_server_accepts_any_domain_but_only_ascii_before_the_at_sign() -> None:
    with recording(utf8=False) as server:
        await SmtpTransport(_at(server), SENDER).send(_mail(as_mailed("ami@bücher.example.com")))
        assert [mail.recipients for mail in server.mails] == [["ami@xn--bcher-kva.example.com"]]
        with pytest.raises(MailNotSent, match=r"doesn't support this address's characters\.$"):
            await SmtpTransport(_at(server), SENDER).send(_mail("josé@example.net"))


async def test_a_server_without_logins_accepts_no_password(server: SmtpServer) -> None:
    with recording(utf8=False) as old:
        for each in (server, old):
            line = await _refusal(_at(each, user="store", password="s3cret"))
            assert line == "rejected the user name and password."


async def test_offered_tls_is_used_with_any_certificate(certificate: Certificate) -> None:
    with recording(tls="offered", certificate=certificate) as server:
        await _send(_at(server))
        assert [mail.encrypted for mail in server.mails] == [True]


@pytest.mark.parametrize("tls", ["none", "offered", "implicit"])
async def test_required_tls_needs_a_trusted_certificate(certificate: Certificate, tls: Any) -> None:
    required = {"implicit_tls": True} if tls == "implicit" else {"starttls_required": True}
    with recording(tls=tls, certificate=certificate) as server:
        line = await _refusal(_at(server, **required))
        assert line == (
            "doesn't offer a secure connection."
            if tls == "none"
            else "has a certificate that can't be verified."
        )
        assert server.mails == []


async def test_implicit_tls_fails_with_a_server_without_it(server: SmtpServer) -> None:
    assert await _refusal(_at(server, implicit_tls=True), answer_seconds=1) in (
        "doesn't offer a secure connection.",
        "can't be reached.",
    )


@pytest.mark.parametrize("tls", ["required", "implicit"])
async def test_trusted_tls_is_used(
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


async def test_a_refused_password_is_not_shown(certificate: Certificate) -> None:
    with recording(user="store", password="s3cret") as server:
        line = await _refusal(_at(server, user="store", password="hunter22"))
        assert line == "rejected the user name and password."
        assert server.mails == []
        await _send(_at(server, user="store", password="s3cret"))
        assert [mail.user for mail in server.mails] == ["store"]


async def test_a_server_that_wants_a_login_says_so() -> None:
    with recording(user="store", password="s3cret") as server:
        assert await _refusal(_at(server)) == "answered “530 5.7.0 Authentication required”."


async def test_a_servers_answer_is_cleaned_and_cut(certificate: Certificate) -> None:
    words = b"\x1b[31m\x07Go\taway \x00" + b"x" * 300
    with says(b"554 " + words + b"\r\n") as server:
        line = await _refusal(_at(server))
    assert line.startswith("answered “554 [31m Go away x")
    assert len(line) < 130


@pytest.mark.parametrize(
    "seconds",
    [{"answer_seconds": 0.2, "whole_seconds": 3600}, {"answer_seconds": 3600, "whole_seconds": 0.2}],
)
async def test_an_answer_and_a_whole_sending_have_time_limits(seconds: dict[str, float]) -> None:
    with hangs_in_data() as server:
        async with asyncio.timeout(20):
            assert await _refusal(_at(server), **seconds) == "isn't responding."


async def test_a_server_that_is_not_there_or_goes_away_is_named() -> None:
    with drops_in_data() as server:
        assert await _refusal(_at(server)) == "closed the connection."
    with closed_port() as closed:
        assert await _refusal(MailServer("127.0.0.1", closed.port)) == "can't be reached."
    assert await _refusal(MailServer("no..host", 25)) == "can't be reached."


# The URL of a mail server.


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.com", MailServer("mail.example.com", 25)),
        ("smtp://[::1]:1025/", MailServer("::1", 1025)),
        ("smtps://mail.example.com", MailServer("mail.example.com", 465, implicit_tls=True)),
        ("smtps://u:p@localhost:4650", MailServer("localhost", 4650, True, False, "u", "p")),
        (
            "smtp://mail.example.com:587?starttls=required",
            MailServer("mail.example.com", 587, starttls_required=True),
        ),
        ("smtp://u:p@mail.example.com", MailServer("mail.example.com", 25, False, True, "u", "p")),
        ("smtp://u:p@127.0.0.1:1025", MailServer("127.0.0.1", 1025, False, False, "u", "p")),
        ("smtp://u:p@localhost", MailServer("localhost", 25, False, False, "u", "p")),
        ("smtp://u%40x:p%3A%2F%3F%23@localhost", MailServer("localhost", 25, False, False, "u@x", "p:/?#")),
    ],
)
def test_a_url_names_a_server(url: str, server: MailServer) -> None:
    assert read_mail_server(url) == server
    assert str(server) in (f"{server.host}:{server.port}", f"[{server.host}]:{server.port}")
    assert "'p" not in repr(server)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mail.example.com:25",
        "http://mail.example.com",
        "smtp://",
        "smtp://host:port",
        "smtp://host/path",
        "smtp://host?starttls=maybe",
        "smtp://host?starttls=required&x=y",
        "smtp://[::1",
        "smtp://u:hunter22/x@host",
    ],
)
def test_anything_else_is_refused_without_showing_its_password(url: str) -> None:
    with pytest.raises(InvalidMailServer, match=r"^must be the URL of a mail server: smtp://host:port") as no:
        read_mail_server(url)
    assert "hunter22" not in str(no.value)
    assert no.value.__cause__ is None
    assert no.value.__suppress_context__ or no.value.__context__ is None


def test_smtps_needs_no_starttls() -> None:
    with pytest.raises(InvalidMailServer, match=r"^smtps:// uses TLS from the start"):
        read_mail_server("smtps://host?starttls=required")
