"""Encrypted connections: from the first byte, or when the client asks for it."""

import asyncio
import smtplib
import ssl
import sys
from pathlib import Path

import pytest

from devmail.smtp.settings import CertificateUnusable, Settings, Tls, given_certificate, made_certificate
from devmail.smtp.sink import Sink
from devmail.store.inbox import Inbox
from tests.devmail.mails import RECIPIENT, SENDER, mail
from tests.devmail.raw_client import DATA, HELO, serving, talking
from tests.journeys.certificate import Certificate, make_certificate


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate that nobody else trusts."""
    return make_certificate(tmp_path_factory.mktemp("certificate"))


def _sink(inbox: Inbox, certificate: Certificate, *, implicit: bool) -> Sink:
    context = given_certificate(certificate.certificate, certificate.key)
    return Sink(inbox, settings=Settings(tls=Tls(context, implicit)))


@pytest.mark.parametrize("implicit", [False, True])
async def test_a_client_that_verifies_the_certificate_is_served(
    implicit: bool, inbox: Inbox, certificate: Certificate
) -> None:
    def send(sink: Sink) -> None:
        host, port = "localhost", sink.address[1]
        trusted = certificate.client_context()
        with (
            smtplib.SMTP_SSL(host, port, timeout=10, context=trusted)
            if implicit
            else smtplib.SMTP(host, port, timeout=10)
        ) as client:
            client.ehlo()
            assert client.has_extn("starttls") is not implicit
            if not implicit:
                client.starttls(context=trusted)
                client.ehlo()
                assert not client.has_extn("starttls")
            client.login("anybody", "anything")
            client.sendmail(SENDER, RECIPIENT, mail("x" * 100_000))
            client.sendmail(SENDER, RECIPIENT, mail())

    async with serving(_sink(inbox, certificate, implicit=implicit)) as sink:
        assert sink.url == f"{'smtps' if implicit else 'smtp'}://127.0.0.1:{sink.address[1]}"
        await asyncio.to_thread(send, sink)
    assert inbox.count() == 2


async def test_commands_sent_before_tls_are_discarded(inbox: Inbox, certificate: Certificate) -> None:
    async with serving(_sink(inbox, certificate, implicit=False)) as sink, talking(sink) as client:
        await client.ask(HELO)
        assert " STARTTLS" in await client.ask(b"HELP\r\n")
        answer = await client.ask(b"STARTTLS\r\n" + HELO + DATA + b"injected\r\n.\r\n")
        assert answer[:3] == "220"
        await client.encrypt(certificate.client_context())
        assert (await client.ask(b"NOOP\r\n")) == "250 OK\r\n"
        assert (await client.ask(b"STARTTLS\r\n"))[:3] == "503"
        assert (await client.ask(b"MAIL FROM:<a@example.com>\r\n"))[:3] == "503"  # the session starts over
    assert inbox.count() == 0


async def test_a_client_that_fails_at_tls_is_disconnected_quietly(
    inbox: Inbox,
    certificate: Certificate,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    async with serving(_sink(inbox, certificate, implicit=True)) as sink:
        reader, writer = await asyncio.open_connection(*sink.address)
        writer.write(HELO)
        async with asyncio.timeout(10):
            await reader.read()
        writer.close()
    async with serving(_sink(inbox, certificate, implicit=False)) as sink, talking(sink) as client:
        await client.ask(HELO)
        await client.ask(b"STARTTLS\r\n")
        await client.say(b"this is no TLS\r\n" * 10)
        assert await client.is_over()
    assert [line for line in caplog.records if line.levelname in ("WARNING", "ERROR")] == []
    assert capfd.readouterr() == ("", "")


async def test_without_a_certificate_tls_is_not_offered(sink: Sink) -> None:
    async with talking(sink) as client:
        assert "STARTTLS" not in await client.ask(HELO)
        assert (await client.ask(b"STARTTLS\r\n"))[:3] == "454"


@pytest.mark.parametrize("implicit", [False, True])
async def test_stopping_ends_encrypted_connections_too(
    implicit: bool, inbox: Inbox, certificate: Certificate
) -> None:
    before = asyncio.all_tasks()
    sink = _sink(inbox, certificate, implicit=implicit)
    await sink.start()
    trusted = certificate.client_context()
    async with talking(sink, trusted if implicit else None) as client:
        await client.ask(HELO)
        if not implicit:
            await client.ask(b"STARTTLS\r\n")
            await client.encrypt(trusted)
        await asyncio.wait_for(sink.stop(), 5)
        assert await client.is_over()
    assert asyncio.all_tasks() <= before


async def test_a_client_that_trusts_the_generated_ca_is_served(inbox: Inbox) -> None:
    context, authority = made_certificate()
    async with serving(Sink(inbox, settings=Settings(tls=Tls(context, True, authority)))) as sink:
        assert sink.authority == authority
        assert b"PRIVATE" not in authority
        trusting = ssl.create_default_context(cadata=authority.decode())
        async with talking(sink, trusting) as client:
            assert (await client.ask(HELO))[:3] == "250"


def test_a_missing_package_is_named_with_the_command_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trustme", None)
    with pytest.raises(CertificateUnusable) as refusal:
        made_certificate()
    assert str(refusal.value) == (
        'Generating a certificate requires trustme. In the checkout, run `pip install ".[tls]"`, '
        "or use --tls-cert and --tls-key."
    )


def test_an_unusable_certificate_file_is_named(tmp_path: Path, certificate: Certificate) -> None:
    other = make_certificate(tmp_path)
    text = tmp_path / "letter.txt"
    text.write_text("Dear Sir or Madam")
    for cert, key, words in (
        (tmp_path / "none.pem", None, f"{tmp_path}/none.pem can't be read: No such file or directory."),
        (certificate.certificate, tmp_path, f"{tmp_path} can't be read: Is a directory."),
        (certificate.certificate, other.key, f"The key in {other.key} doesn't belong to the certificate"),
        (text, None, f"The certificate in {text} with the key in {text} can't be used"),
    ):
        with pytest.raises(CertificateUnusable) as refusal:
            given_certificate(cert, key)
        assert str(refusal.value).startswith(words)
