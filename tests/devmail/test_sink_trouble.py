"""When a mail cannot be taken its sender is told so, and the sink goes on."""

import asyncio
import smtplib
import sqlite3
from pathlib import Path

import pytest

from devmail.smtp.sink import Sink
from devmail.store.inbox import Inbox
from tests.devmail.mails import RECIPIENT, SENDER, mail


def _answer(sink: Sink, raw: bytes) -> tuple[int, str]:
    """Send a mail, whatever its size; return what is answered, and see that the connection lives on."""
    with smtplib.SMTP(*sink.address, timeout=10) as client:
        client.helo()
        client.mail(SENDER)
        client.rcpt(RECIPIENT)
        code, words = client.data(raw)
        assert client.noop()[0] == 250
    return code, words.decode()


async def test_a_mail_that_is_too_large_is_refused_by_its_announced_size(sink: Sink, inbox: Inbox) -> None:
    def send() -> None:
        with smtplib.SMTP(*sink.address, timeout=10) as client:
            client.ehlo()
            assert client.esmtp_features["size"] == str(32 * 1024 * 1024)
            code, words = client.mail(SENDER, [f"SIZE={32 * 1024 * 1024 + 1}"])
            assert (code, b"exceeds" in words) == (552, True)

    await asyncio.to_thread(send)
    assert inbox.count() == 0


async def test_a_mail_that_is_too_large_is_refused_when_it_has_come(sink: Sink, inbox: Inbox) -> None:
    raw = (b"x" * 200_000 + b"\r\n") * 170
    assert await asyncio.to_thread(_answer, sink, raw) == (552, "Error: Too much mail data")
    assert inbox.count() == 0


@pytest.mark.parametrize("trouble", ["closed", "table gone"])
async def test_a_mail_that_cannot_be_kept_is_to_be_sent_again(
    trouble: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    inbox = Inbox(tmp_path / "inbox.sqlite3")
    sink = Sink(inbox)
    await sink.start()
    if trouble == "closed":
        inbox.close()
    else:
        other = sqlite3.connect(tmp_path / "inbox.sqlite3")
        other.execute("DROP TABLE mail")
        other.close()
    code, words = await asyncio.to_thread(_answer, sink, mail())
    assert (code, words[:28]) == (451, "The mail could not be kept: ")
    await sink.stop()
    inbox.close()
    assert [line for line in caplog.records if line.levelname in ("WARNING", "ERROR")] == []
    assert capfd.readouterr() == ("", "")


async def test_a_client_that_goes_away_in_the_middle_of_a_mail_leaves_nothing(
    sink: Sink, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    _, writer = await asyncio.open_connection(*sink.address)
    writer.write(b"HELO a\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\nhalf a ma")
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    await asyncio.to_thread(_answer, sink, mail())
    assert inbox.count() == 1
    assert [line for line in caplog.records if line.levelname == "ERROR"] == []
