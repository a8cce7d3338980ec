"""Mails over real SMTP: what was answered with 250 is kept, and what cannot be kept is not."""

import asyncio
import smtplib
import sqlite3
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from devmail.model import Mail, Received
from devmail.smtp.sink import Sink
from devmail.store.inbox import Inbox
from tests.devmail.mails import RECIPIENT, SENDER, mail
from tests.devmail.raw_client import DATA, HELO, serving, talking


def _send(sink: Sink, *mails: bytes, sender: str = SENDER, to: tuple[str, ...] = (RECIPIENT,)) -> None:
    with smtplib.SMTP(*sink.address, timeout=10) as client:
        for raw in mails:
            client.sendmail(sender, to, raw, ["BODY=8BITMIME"])


async def test_sender_and_recipients_are_those_of_the_envelope(sink: Sink, inbox: Inbox) -> None:
    to = ("a@example.com", "b@example.com", "c@example.com")
    await asyncio.to_thread(_send, sink, b"To: nobody@example.com\r\n\r\nhi\r\n", to=to)
    await asyncio.to_thread(_send, sink, mail(), sender="")
    assert [(kept.sender, kept.recipients) for kept in inbox.newest()] == [("", (RECIPIENT,)), (SENDER, to)]


async def test_addresses_can_be_in_utf_8_or_in_no_charset(sink: Sink, inbox: Inbox) -> None:
    def send() -> None:
        with smtplib.SMTP(*sink.address, timeout=10) as client:
            client.ehlo()
            client.sendmail("grüße@例え.jp", ["佐藤@例え.jp"], mail(), ["SMTPUTF8"])
            client.command_encoding = "latin-1"
            assert client.docmd("MAIL", "FROM:<gr\xfc\xdfe@example.com> SMTPUTF8")[0] == 250
            assert client.rcpt(RECIPIENT)[0] == 250
            assert client.data(mail())[0] == 250

    await asyncio.to_thread(send)
    assert [(kept.sender, kept.recipients) for kept in inbox.newest()] == [
        ("gr\ufffd\ufffde@example.com", (RECIPIENT,)),
        ("grüße@例え.jp", ("佐藤@例え.jp",)),
    ]


async def test_mails_that_come_together_are_kept_in_one_transaction(sink: Sink, inbox: Inbox) -> None:
    kept: list[int] = []
    inbox.subscribe(lambda mails: kept.append(len(mails)))
    async with talking(sink) as one, talking(sink) as two, talking(sink) as three:
        for client in (one, two, three):
            await client.say(HELO + DATA)
            assert await client.codes(4) == ["250", "250", "250", "354"]
        for client in (one, two, three):
            await client.say(b"hi\r\n.\r\n")
        answers = sorted([await client.answer() for client in (one, two, three)])
    assert answers == [f"250 Kept as {id}\r\n" for id in (1, 2, 3)]
    assert kept == [3]


async def test_a_client_that_disconnects_in_mid_mail_leaves_nothing(
    sink: Sink, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    for go_away in (True, False):
        async with talking(sink) as client:
            await client.say(HELO + DATA + b"half a ma")
            if go_away:
                client.go_away()
    await asyncio.to_thread(_send, sink, mail())
    assert inbox.count() == 1
    assert [line for line in caplog.records if line.levelname == "ERROR"] == []


@pytest.mark.parametrize("trouble", ["closed", "table gone"])
async def test_a_mail_that_cannot_be_kept_gets_a_temporary_error(
    trouble: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    inbox = Inbox(tmp_path / "inbox.sqlite3")
    async with serving(Sink(inbox)) as sink, talking(sink) as client:
        if trouble == "closed":
            inbox.close()
        else:
            other = sqlite3.connect(tmp_path / "inbox.sqlite3")
            other.execute("DROP TABLE mail")
            other.close()
        await client.say(HELO + DATA + b"hi\r\n.\r\n")
        await client.codes(4)
        assert (await client.answer()).startswith("451 The email couldn't be kept: ")
        assert (await client.ask(b"NOOP\r\n"))[:3] == "250"
    inbox.close()
    assert capfd.readouterr() == ("", "")


@pytest.fixture
async def locked(tmp_path: Path) -> AsyncIterator[tuple[Sink, sqlite3.Connection]]:
    """A sink whose inbox another program has to itself, until that ends its transaction."""
    inbox = Inbox(tmp_path / "inbox.sqlite3")
    inbox.wait_at_most(0)
    other = sqlite3.connect(tmp_path / "inbox.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    async with serving(Sink(inbox)) as sink:
        yield sink, other
    other.close()
    inbox.close()


async def test_another_program_that_writes_holds_up_only_mails(
    locked: tuple[Sink, sqlite3.Connection],
) -> None:
    sink, other = locked
    async with talking(sink) as one, talking(sink) as two:
        for client in (one, two):
            await client.say(HELO + DATA)
            assert await client.codes(4) == ["250", "250", "250", "354"]
            await client.say(b"hi\r\n.\r\n")
        async with talking(sink) as third:
            assert (await third.ask(HELO))[:3] == "250"
            one.end()  # it sends nothing more, and still waits
            assert (await third.ask(b"NOOP\r\n"))[:3] == "250"
        other.execute("COMMIT")
        assert [(await client.codes(1))[0] for client in (one, two)] == ["250", "250"]
    assert other.execute("SELECT count(*) FROM mail").fetchone() == (2,)


async def test_a_mail_does_not_wait_forever_for_another_program(
    locked: tuple[Sink, sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devmail.smtp.handler._PATIENCE", 0.1)
    async with talking(locked[0]) as client:
        await client.say(HELO + DATA + b"hi\r\n.\r\n")
        await client.codes(4)
        assert await client.answer() == "451 The email couldn't be kept: database is locked.\r\n"


async def test_an_unexpected_error_is_reported_to_the_client_and_the_log(
    sink: Sink,
    inbox: Inbox,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(received: Sequence[Received]) -> list[Mail]:
        raise MemoryError

    monkeypatch.setattr(inbox, "add_all", fail)
    async with talking(sink) as client:
        await client.say(HELO + DATA + b"hi\r\n.\r\n")
        await client.codes(4)
        assert await client.answer() == "451 4.3.0 devmail failed; see its log\r\n"
        assert (await client.ask(b"NOOP\r\n"))[:3] == "250"
    assert "A client's command could not be answered" in caplog.text
