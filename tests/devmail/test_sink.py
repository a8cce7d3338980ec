"""Mails over real SMTP: what was answered with 250 is kept."""

import asyncio
import smtplib
import socket
from collections.abc import Sequence

import pytest

from devmail.model import Mail
from devmail.smtp.sink import PortInUse, Sink
from devmail.store.inbox import Inbox
from tests.devmail.mails import RECIPIENT, SENDER, code_mail, mail
from tests.devmail.raw_client import serving


def _send(sink: Sink, *mails: bytes, sender: str = SENDER, to: tuple[str, ...] = (RECIPIENT,)) -> None:
    with smtplib.SMTP(*sink.address, timeout=10) as client:
        for raw in mails:
            client.sendmail(sender, to, raw, ["BODY=8BITMIME"])


async def test_a_mail_is_kept_with_its_code(sink: Sink, inbox: Inbox) -> None:
    await asyncio.to_thread(_send, sink, code_mail("012345"))
    (kept,) = inbox.newest()
    assert (kept.sender, kept.recipients, kept.subject) == (SENDER, (RECIPIENT,), "Your code")
    assert (kept.code, inbox.raw(kept.id)) == ("012345", code_mail("012345"))


async def test_it_is_kept_before_it_is_answered(sink: Sink, inbox: Inbox) -> None:
    reader, writer = await asyncio.open_connection(*sink.address)
    writer.write(b"HELO a\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n\r\nhi\r\n.\r\n")
    answers = [await reader.readline() for _ in range(6)]
    assert [inbox.raw(kept.id) for kept in inbox.newest()] == [b"\r\nhi\r\n"]
    assert [answer[:3] for answer in answers] == [b"220", b"250", b"250", b"250", b"354", b"250"]
    assert answers[5] == f"250 Kept as {inbox.newest()[0].id}\r\n".encode()
    writer.close()
    await writer.wait_closed()


async def test_all_recipients_are_told_whatever_the_header_says(sink: Sink, inbox: Inbox) -> None:
    to = ("a@example.com", "b@example.com", "c@example.com")
    await asyncio.to_thread(_send, sink, b"To: nobody@example.com\r\n\r\nhi\r\n", to=to)
    assert [kept.recipients for kept in inbox.newest()] == [to]


async def test_a_mail_from_nobody_is_taken(sink: Sink, inbox: Inbox) -> None:
    await asyncio.to_thread(_send, sink, mail(), sender="")
    assert [kept.sender for kept in inbox.newest()] == [""]


async def test_a_long_line_arrives_whole(sink: Sink, inbox: Inbox) -> None:
    raw = b"Subject: long\r\n\r\n" + b"x" * 200_000 + b"\r\n.\r\nthe end\r\n"
    await asyncio.to_thread(_send, sink, raw)
    assert [inbox.raw(kept.id) for kept in inbox.newest()] == [raw]


async def test_bytes_beyond_ascii_arrive_as_they_are(sink: Sink, inbox: Inbox) -> None:
    raw = "Subject: 確認\r\n\r\nGrüße\r\n".encode() + bytes(range(128, 256)) + b"\r\n"
    await asyncio.to_thread(_send, sink, raw)
    assert [(inbox.raw(kept.id), kept.subject) for kept in inbox.newest()] == [(raw, "確認")]


async def test_addresses_can_be_in_utf_8(sink: Sink, inbox: Inbox) -> None:
    def send() -> None:
        with smtplib.SMTP(*sink.address, timeout=10) as client:
            client.ehlo()
            client.sendmail("grüße@例え.jp", ["佐藤@例え.jp"], mail(), ["SMTPUTF8"])

    await asyncio.to_thread(send)
    assert [(kept.sender, kept.recipients) for kept in inbox.newest()] == [
        ("grüße@例え.jp", ("佐藤@例え.jp",))
    ]


async def test_an_address_in_no_charset_is_taken_all_the_same(sink: Sink, inbox: Inbox) -> None:
    def send() -> None:
        with smtplib.SMTP(*sink.address, timeout=10) as client:
            client.command_encoding = "latin-1"
            client.ehlo()
            assert client.docmd("MAIL", "FROM:<gr\xfc\xdfe@example.com> SMTPUTF8")[0] == 250
            assert client.rcpt(RECIPIENT)[0] == 250
            assert client.data(mail())[0] == 250

    await asyncio.to_thread(send)
    assert [kept.sender for kept in inbox.newest()] == ["gr\ufffd\ufffde@example.com"]


async def test_many_mails_come_on_one_connection(sink: Sink, inbox: Inbox) -> None:
    await asyncio.to_thread(_send, sink, *(code_mail(f"{number:06}") for number in range(10)))
    assert [kept.code for kept in inbox.newest()] == [f"{number:06}" for number in reversed(range(10))]


async def test_several_connections_are_served_at_once(sink: Sink, inbox: Inbox) -> None:
    clients = [smtplib.SMTP(timeout=10) for _ in range(5)]
    greetings = [await asyncio.to_thread(client.connect, *sink.address) for client in clients]
    await asyncio.gather(
        *(
            asyncio.to_thread(client.sendmail, SENDER, f"{number}@example.com", mail())
            for number, client in enumerate(clients)
        )
    )
    for client in clients:
        await asyncio.to_thread(client.quit)
    assert [code for code, _ in greetings] == [220] * 5
    assert sorted(kept.recipients[0][0] for kept in inbox.newest()) == ["0", "1", "2", "3", "4"]


async def test_a_mail_goes_on_after_a_listener_failed(
    sink: Sink, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(mails: Sequence[Mail]) -> None:
        raise RuntimeError("no more")

    inbox.subscribe(fail)
    await asyncio.to_thread(_send, sink, mail(), mail())
    assert inbox.count() == 2
    assert "no more" in caplog.text


async def test_a_port_that_is_taken_is_named_with_what_to_do(inbox: Inbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortInUse) as refusal:
            await Sink(inbox, "127.0.0.1", port).start()
    assert str(refusal.value) == (
        f"Port {port} is taken by another program. Stop it, or pick another port with --port "
        "(0 picks a free one)."
    )


async def test_nobody_is_asked_for_a_host_name(
    sink: Sink, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getfqdn", lambda name="": "asked.example")
    reader, writer = await asyncio.open_connection(*sink.address)
    assert await reader.readline() == b"220 localhost devmail\r\n"
    writer.close()
    await writer.wait_closed()


async def test_the_url_can_be_given_to_a_program(sink: Sink, inbox: Inbox) -> None:
    assert sink.url == f"smtp://127.0.0.1:{sink.address[1]}"
    assert sink.address[1] > 0
    assert Sink(inbox, "::1", 1025).url == "smtp://[::1]:1025"


@pytest.mark.parametrize(
    ("host", "there"),
    [("0.0.0.0", "127.0.0.1"), ("0", "127.0.0.1"), ("127.0.0.1", "127.0.0.1")],  # noqa: S104
)
async def test_on_all_addresses_the_url_names_one_that_can_be_sent_to(
    host: str, there: str, inbox: Inbox
) -> None:
    async with serving(Sink(inbox, host)) as sink:
        assert sink.url == f"smtp://{there}:{sink.address[1]}"
