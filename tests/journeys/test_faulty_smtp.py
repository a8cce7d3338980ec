"""The mail servers for tests fail, and work, as they say."""

import asyncio
from email.message import EmailMessage
from typing import Any

import aiosmtplib
import pytest

from tests.journeys.certificate import Certificate, make_certificate
from tests.journeys.faulty_smtp import (
    Tls,
    closed_port,
    drops_in_data,
    hangs,
    recording,
    refuses_greeting,
    refuses_recipient,
)
from tests.journeys.smtp_server import SmtpServer


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


async def _send(port: int, **options: Any) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "store@example.com", "ami@example.com", "確認コード"
    mail.set_content("012345\n.\nbye\n")
    options = {"start_tls": False, "timeout": 5, **options}
    await aiosmtplib.send(mail, hostname="localhost", port=port, **options)


async def test_a_hanging_server_never_greets() -> None:
    async with hangs() as server:
        with pytest.raises(aiosmtplib.SMTPTimeoutError):
            await _send(server.port, timeout=0.2)
        assert (server.clients, server.mails) == (1, [])


async def _is_hung_up_on_at_the_end_of(server: SmtpServer) -> bool:
    async with server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        await asyncio.to_thread(server.wait_for_client)
    async with asyncio.timeout(5):
        last = await reader.read()
    writer.close()
    return last == b""


async def test_a_hanging_server_hangs_up_at_its_end() -> None:
    assert await _is_hung_up_on_at_the_end_of(hangs())


async def test_a_client_that_never_speaks_tls_is_hung_up_on_at_the_end(certificate: Certificate) -> None:
    assert await _is_hung_up_on_at_the_end_of(recording(tls="implicit", certificate=certificate))


async def test_a_refused_greeting_is_554() -> None:
    async with refuses_greeting() as server:
        with pytest.raises(aiosmtplib.SMTPConnectResponseError) as refusal:
            await _send(server.port)
    assert refusal.value.code == 554


async def test_a_refused_recipient_is_451() -> None:
    async with refuses_recipient() as server:
        with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refusal:
            await _send(server.port)
        assert [each.code for each in refusal.value.recipients] == [451]
        assert server.mails == []


async def test_a_line_dropped_in_the_data_is_a_lost_connection() -> None:
    async with drops_in_data() as server:
        with pytest.raises(aiosmtplib.SMTPServerDisconnected):
            await _send(server.port)
        assert server.mails == []


async def test_nothing_listens_on_a_closed_port() -> None:
    with closed_port() as nowhere, pytest.raises(aiosmtplib.SMTPConnectError):
        await _send(nowhere.port)


async def test_a_recording_server_keeps_the_envelope_and_the_bytes() -> None:
    async with recording() as server:
        await _send(server.port)
        await _send(server.port)
    first, second = server.mails
    assert first == second
    assert (first.sender, first.recipients) == ("store@example.com", ["ami@example.com"])
    assert first.content.endswith(b"\r\n\r\n012345\r\n.\r\nbye\r\n")
    assert (first.encrypted, first.user) == (False, None)


async def test_starttls_is_offered_and_may_be_left(certificate: Certificate) -> None:
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


async def test_a_server_without_starttls_does_not_start_it() -> None:
    async with recording() as server:
        with pytest.raises(aiosmtplib.SMTPException):
            await _send(server.port, start_tls=True)
    assert server.mails == []


async def test_tls_can_be_there_from_the_first_byte(certificate: Certificate) -> None:
    async with recording(tls="implicit", certificate=certificate, user="store", password="s3cret") as server:
        await _send(
            server.port,
            use_tls=True,
            tls_context=certificate.client_context(),
            username="store",
            password="s3cret",
        )
    assert [(mail.encrypted, mail.user) for mail in server.mails] == [(True, "store")]


async def test_a_certificate_nobody_trusts_is_refused(certificate: Certificate) -> None:
    async with recording(tls="implicit", certificate=certificate) as server:
        with pytest.raises(aiosmtplib.SMTPConnectError):
            await _send(server.port, use_tls=True)
    assert server.mails == []


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
