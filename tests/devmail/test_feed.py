"""Lines wait for a reader that pauses: few in memory, the others in the inbox."""

import asyncio
import os

import pytest

from devmail.cli.feed import Feed, FewLines, MailLines
from devmail.store.inbox import Inbox
from devmail.store.limits import Limits
from tests.devmail.mails import deliver, mail

MANY = 1000


def _lines(inbox: Inbox, most: int, said: list[str]) -> MailLines:
    lines = MailLines(inbox, lambda mail: mail.subject, said.append, most)
    inbox.subscribe(lines.add)
    return lines


def _all(lines: MailLines) -> list[str]:
    taken = []
    while (some := lines.take()) is not None:
        taken += some.splitlines()
    return taken


@pytest.mark.parametrize("most", [0, 100, 10_000])
def test_every_line_comes_once_and_in_order_however_few_may_wait(most: int, inbox: Inbox) -> None:
    lines = _lines(inbox, most, [])
    sent = [f"mail {number}" for number in range(300)]
    for subject in sent:
        deliver(inbox, mail(subject=subject))
    assert sum(map(len, lines._waiting)) <= most + len("mail 299\n")
    first = lines.take()
    assert first is not None
    deliver(inbox, mail(subject="one that came meanwhile"))
    assert [*first.splitlines(), *_all(lines)] == [*sent, "one that came meanwhile"]
    deliver(inbox, mail(subject="later"))
    assert _all(lines) == ["later"]


def test_what_is_deleted_before_it_was_read_is_told_of(inbox: Inbox) -> None:
    said: list[str] = []
    lines = _lines(inbox, 0, said)
    for subject in "abcd":
        deliver(inbox, mail(subject=subject))
    inbox.delete([2, 3])
    assert (_all(lines), said) == (["a", "d"], ["2 mails went before their lines were read."])
    deliver(inbox, mail(subject="e"))
    deliver(inbox, mail(subject="f"))
    inbox.close()
    assert _all(lines) == ["e"]
    assert said[1].startswith("The inbox cannot be read: ")


async def test_a_reader_that_pauses_gets_every_line_in_the_end() -> None:
    inbox = Inbox(None, limits=Limits(mails=MANY))
    read, write = os.pipe()
    lines = _lines(inbox, 1000, [])
    sent = [f"{number:0200}" for number in range(MANY)]
    with os.fdopen(read) as reader, os.fdopen(write, "w") as stream:
        feed = Feed(lines, stream)
        for subject in sent:
            deliver(inbox, mail(subject=subject))
            feed.wake()
            await asyncio.sleep(0)  # it goes on, though nobody reads
        assert await asyncio.to_thread(lambda: [reader.readline().rstrip() for _ in sent]) == sent
        await feed.end()
        feed.close()
    inbox.close()


def test_of_what_is_said_only_the_newest_waits() -> None:
    lines = FewLines()
    for number in range(MANY):
        lines.add(str(number))
    assert (lines.take() or "").splitlines() == [str(number) for number in range(MANY - 100, MANY)]
    assert lines.take() is None
