"""Refusals are reported: they say why a mail does not arrive."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from devmail.smtp.faults import Faults
from devmail.smtp.refusals import Refusal, Refusals
from devmail.smtp.sink import Sink
from devmail.store.inbox import Inbox
from tests.devmail.mails import TickingClock
from tests.devmail.raw_client import DATA, HELO, MAIL, serving, talking


async def test_a_refusal_is_reported_with_its_answer_and_recipients(sink: Sink) -> None:
    told: list[tuple[str, tuple[str, ...]]] = []
    stop = sink.refusals.subscribe(lambda refusal: told.append((refusal.answer, refusal.recipients)))
    async with talking(sink) as client:
        await client.say(HELO + DATA + b"bare\n line\r\n.\r\n" + MAIL + b"RCPT TO:<fail+550@example.com>\r\n")
        await client.codes(8)
    sink.faults = Faults(drop=True)
    async with talking(sink) as client:
        await client.say(HELO + DATA)
        assert await client.codes(4) == ["250", "250", "250", "354"]
        await client.say(b"hi\r\n.\r\n")
        assert await client.is_over()
    stop()
    sink.refusals.note("to nobody")
    assert told == [
        ("554 5.6.0 Line 1 has a bare LF; lines must end with CRLF", ("b@example.com",)),
        ("550 requested by fail+550@example.com (simulated fault)", ("b@example.com",)),
        ("connection dropped in the middle of the email (simulated fault)", ("b@example.com",)),
    ]


async def test_a_failing_inbox_is_reported_until_a_mail_is_kept(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path / "inbox.sqlite3")
    other = sqlite3.connect(tmp_path / "inbox.sqlite3")
    async with serving(Sink(inbox)) as sink, talking(sink) as client:
        await client.ask(HELO)
        told = []
        for change in ("ALTER TABLE mail RENAME TO gone", "ALTER TABLE gone RENAME TO mail"):
            other.execute(change)
            await client.say(DATA + b"hi\r\n.\r\n")
            told.append((await client.codes(4))[3])
            told.append(sink.refusals.trouble)
    assert told == ["451", "The email couldn't be kept: no such table: mail.", "250", ""]
    other.close()
    inbox.close()


async def test_of_a_flood_the_first_few_and_the_newest_are_reported(
    clock: TickingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devmail.smtp.refusals._PAUSE", 0)
    refusals, told = Refusals(clock), list[Refusal]()
    refusals.subscribe(told.append)
    for number in range(100):
        refusals.note(str(number))
    assert [refusal.answer for refusal in told] == ["0", "1", "2", "3", "4"]
    await asyncio.sleep(0.01)
    assert [(refusal.answer, refusal.others) for refusal in told[5:]] == [("99", 94)]
    refusals.note("later")
    assert told[-1].answer == "later"
    for number in range(7):
        refusals.note(str(number))
    refusals.close()
    assert (told[-1].answer, told[-1].others) == ("6", 2)


def test_a_refusal_is_one_short_line(clock: TickingClock) -> None:
    to = ("a@example.com", "b@example.com", "c@example.com", "d@example.com", "e@example.com")
    assert Refusal(clock(), "554 No", to, others=3).describe() == (
        "Rejected at 09:00:01 UTC: 554 No (to a@example.com, b@example.com, c@example.com, 2 more) "
        "(3 more just before)"
    )
    assert len(Refusal(clock(), "5" * 100_000, ("a" * 100_000,) * 5).describe()) < 2000
