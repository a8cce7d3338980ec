"""The mail servers for tests fail, and work, as they say."""

import asyncio
from email.message import EmailMessage
from typing import Any

import aiosmtplib
import pytest

from tests.journeys.certificate import Certificate, make_certificate
from tests.journeys.faulty_smtp import Tls, hangs, recording


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


async def _send(port: int, **options: Any) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "store@example.com", "ami@example.com", "確認コード"
    mail.set_content("012345\n.\nbye\n")
    options = {"start_tls": False, "timeout": 5, **options}
    await aiosmtplib.send(mail, hostname="localhost", port=port, **options)


@pytest.mark.parametrize("tls", ["none", "implicit"])
async def test_a_silent_client_is_disconnected_at_the_end(tls: Tls, certificate: Certificate) -> None:
    async with hangs() if tls == "none" else recording(tls=tls, certificate=certificate) as server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        await asyncio.to_thread(server.wait_for_client)
    async with asyncio.timeout(5):
        assert await reader.read() == b""
    writer.close()


async def test_a_recording_server_keeps_the_envelope_and_the_bytes() -> None:
    async with recording() as server:
        await _send(server.port)
        await _send(server.port)
    first, second = server.mails
    assert first == second
    assert (first.sender, first.recipients) == ("store@example.com", ["ami@example.com"])
    assert first.content.endswith(b"\r\n\r\n012345\r\n.\r\nbye\r\n")
    assert (first.encrypted, first.user) == (False, None)


async def test_starttls_is_offered_but_optional(certificate: Certificate) -> None:
    async with recording(tls="offered", certificate=certificate) as server:
        await _send(server.port)
        await _send(server.port, start_tls=True, tls_context=certificate.client_context())
    assert [mail.encrypted for mail in server.mails] == [False, True]


async def test_starttls_can_be_required(certificate: Certificate) -> None:
    async with recording(tls="required", certificate=certificate) as server:
        with pytest.raises(aiosmtplib.SMTPResponseException) as refusal:
            await _send(server.port)
        await _send(server.port, start_tls=True, tls_context=certificate.client_context())
    assert refusal.value.code == 530
    assert [mail.encrypted for mail in server.mails] == [True]


async def test_tls_can_start_at_the_first_byte(certificate: Certificate) -> None:
    async with recording(tls="implicit", certificate=certificate, user="store", password="s3cret") as server:
        await _send(
            server.port,
            use_tls=True,
            tls_context=certificate.client_context(),
            username="store",
            password="s3cret",
        )
    assert [(mail.encrypted, mail.user) for mail in server.mails] == [(True, "store")]


@pytest.mark.parametrize("starttls", [False, True])
async def test_a_login_can_be_required(starttls: bool, certificate: Certificate) -> None:
    options = {"start_tls": starttls, "tls_context": certificate.client_context() if starttls else None}
    tls: Tls = "required" if starttls else "none"
    async with recording(tls=tls, certificate=certificate, user="store", password="s3cret") as server:
        with pytest.raises(aiosmtplib.SMTPResponseException) as refusal:
            await _send(server.port, **options)
        with pytest.raises(aiosmtplib.SMTPAuthenticationError):
            await _send(server.port, username="store", password="wrong", **options)
        await _send(server.port, username="store", password="s3cret", **options)
    assert refusal.value.code == 530
    assert [mail.user for mail in server.mails] == ["store"]


def test_a_server_works_without_the_tests_own_loop() -> None:
    with recording() as server:
        asyncio.run(_send(server.port))
        assert len(server.mails) == 1
