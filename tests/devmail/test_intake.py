"""The mails of one turn of the loop are kept together, and each is answered for itself."""

import asyncio
import smtplib
import sqlite3
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from devmail.model import Mail, Received
from devmail.smtp.intake import Intake
from devmail.smtp.sink import Sink
from devmail.store.inbox import Inbox, InboxUnusable
from tests.devmail.mails import RECIPIENT, SENDER, mail
from tests.devmail.raw_client import DATA, HELO, serving, talking
from tests.devmail.running import SECONDS, running


def _received(recipient: str = RECIPIENT) -> Received:
    return Received(SENDER, (recipient,), mail())


class _Counting(Inbox):
    """An inbox that counts its transactions, and takes no mail to one address."""

    def __init__(self, path: Path | None = None, refused: str = "") -> None:
        super().__init__(path)
        self.turns: list[int] = []
        self._refused = refused

    def add_all(self, received: Sequence[Received]) -> list[Mail]:
        """Count, or refuse."""
        self.turns.append(len(received))
        if any(self._refused in mail.recipients for mail in received):
            raise InboxUnusable("The mail could not be kept: no.")
        return super().add_all(received)


async def test_mails_of_one_turn_are_one_transaction_in_their_order() -> None:
    inbox = _Counting()
    intake = Intake(inbox)
    mails = await asyncio.gather(*(intake.keep(_received(f"{n}@example.com")) for n in range(5)))
    await intake.keep(_received())
    assert inbox.turns == [5, 1]
    assert [(mail.id, mail.recipients[0]) for mail in mails] == [
        (n + 1, f"{n}@example.com") for n in range(5)
    ]
    inbox.close()


async def test_a_mail_that_cannot_be_kept_takes_no_other_down() -> None:
    inbox = _Counting(refused="1@example.com")
    intake = Intake(inbox)
    kept = await asyncio.gather(
        *(intake.keep(_received(f"{n}@example.com")) for n in range(3)), return_exceptions=True
    )
    assert [mail.id if isinstance(mail, Mail) else str(mail) for mail in kept] == [
        1,
        "The mail could not be kept: no.",
        2,
    ]
    assert [mail.recipients[0] for mail in inbox.newest()] == ["2@example.com", "0@example.com"]
    inbox.close()


async def test_a_mail_is_kept_whose_client_has_gone() -> None:
    inbox = _Counting()
    intake = Intake(inbox)
    intake.keep(_received()).cancel()
    await asyncio.sleep(0)
    assert inbox.count() == 1
    inbox.close()


async def test_mails_that_come_together_over_smtp_are_one_transaction(tmp_path: Path) -> None:
    path = tmp_path / "inbox.sqlite3"
    inbox = _Counting(path)
    other = sqlite3.connect(path)
    sink = Sink(inbox)
    await sink.start()
    async with talking(sink) as one, talking(sink) as two:
        for client in (one, two):
            await client.say(HELO + DATA)
            await client.codes(4)
        # One socket is written to after the other while the loop cannot run: both are read in one turn.
        for client in (one, two):
            client._writer.write(b"hi\r\n.\r\n")
        assert (await one.codes(1), await two.codes(1)) == (["250"], ["250"])
        assert other.execute("SELECT count(*) FROM mail").fetchone() == (2,)
    assert inbox.turns == [2]
    await sink.stop()
    other.close()
    inbox.close()


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


async def test_another_program_that_writes_holds_only_the_mails_up(
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
        other.execute("COMMIT")
        assert [(await client.codes(1))[0] for client in (one, two)] == ["250", "250"]
    assert other.execute("SELECT count(*) FROM mail").fetchone() == (2,)


def test_a_running_devmail_serves_others_meanwhile(tmp_path: Path) -> None:
    with running(tmp_path) as devmail, ThreadPoolExecutor() as threads:
        other = sqlite3.connect(tmp_path / "inbox.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        sent = threads.submit(devmail.send, mail())
        with smtplib.SMTP("127.0.0.1", devmail.port, timeout=SECONDS) as client:
            assert [client.noop()[0] for _ in range(100)] == [250] * 100
        other.execute("COMMIT")
        other.close()
        sent.result(SECONDS)  # it stood still for 5 seconds, after which the mail was refused


async def test_a_mail_waits_for_another_program_no_longer_than_its_client_would(
    locked: tuple[Sink, sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devmail.smtp.intake._PATIENCE", 0.1)
    async with talking(locked[0]) as client:
        await client.say(HELO + DATA + b"hi\r\n.\r\n")
        await client.codes(4)
        assert await client.answer() == "451 The mail could not be kept: database is locked.\r\n"


async def test_all_are_told_when_nothing_can_be_kept(sink: Sink, inbox: Inbox) -> None:
    async with talking(sink) as one, talking(sink) as two:
        for client in (one, two):
            await client.say(HELO + DATA)
            await client.codes(4)
        inbox.close()
        for client in (one, two):
            client._writer.write(b"hi\r\n.\r\n")
        for client in (one, two):
            assert (await client.answer()).startswith("451 The mail could not be kept: ")
            assert (await client.ask(b"NOOP\r\n"))[:3] == "250"


@pytest.mark.parametrize("error", [RuntimeError("a mistake"), MemoryError()])
async def test_what_was_not_expected_is_told_to_the_client_and_the_log(
    error: Exception,
    sink: Sink,
    inbox: Inbox,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(received: Sequence[Received]) -> list[Mail]:
        raise error

    monkeypatch.setattr(inbox, "add_all", fail)
    async with talking(sink) as client:
        await client.say(HELO + DATA + b"hi\r\n.\r\n")
        await client.codes(4)
        assert await client.answer() == "451 4.3.0 devmail failed; what happened is in its log\r\n"
        assert (await client.ask(b"NOOP\r\n"))[:3] == "250"
    assert "A client's DATA could not be answered" in caplog.text
