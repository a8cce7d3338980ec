"""Mails are kept, paged, marked, deleted and restored, and listeners are told whichever program did it."""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from devmail.model import Mail, Received
from devmail.store.inbox import Inbox, InboxUnusable
from tests.devmail.mails import RECIPIENT, SENDER, TickingClock, code_mail, deliver, mail, signed_mail


class Told:
    """What a listener was told."""

    def __init__(self, inbox: Inbox) -> None:
        self.arrived: list[Mail] = []
        self.gone = 0
        self.stop: Callable[[], None] = inbox.subscribe(self._arrived, self._gone)

    def _arrived(self, mails: Sequence[Mail]) -> None:
        self.arrived += mails

    def _gone(self) -> None:
        self.gone += 1


@pytest.fixture
def two(tmp_path: Path, clock: TickingClock) -> Iterator[tuple[Inbox, Inbox]]:
    """The same file, as two programs have it open."""
    inboxes = Inbox(tmp_path / "inbox.sqlite3", clock), Inbox(tmp_path / "inbox.sqlite3", clock)
    yield inboxes
    for inbox in inboxes:
        inbox.close()


def test_a_mail_is_kept_with_its_codes_and_header(inbox: Inbox) -> None:
    likely = deliver(inbox, mail("token=9f3k2", "debug"))
    assert (likely.code, likely.likely_code, inbox.get(likely.id)) == (None, "9f3k2", likely)
    kept = inbox.add(SENDER, ["a@example.com", "b@example.com"], code_mail("012345"))
    assert (inbox.get(kept.id), inbox.get(kept.id + 1)) == (kept, None)
    assert (kept.sender, kept.recipients) == (SENDER, ("a@example.com", "b@example.com"))
    assert (kept.subject, kept.code, inbox.raw(kept.id)) == ("Your code", "012345", code_mail("012345"))
    assert kept.received_at.isoformat() == "2026-03-14T09:00:02+00:00"
    signed = deliver(inbox, signed_mail())
    assert signed.header.from_ == "Acmé Shop <noreply@acme.example>"
    assert inbox.newest() == [signed, kept, likely]


def test_a_pattern_overrides_the_search_for_codes() -> None:
    inbox = Inbox(None, code_pattern=re.compile(r"ticket (\w+)"))
    assert deliver(inbox, mail("Your code: 012345. See ticket ABC7.")).code == "ABC7"
    assert deliver(inbox, code_mail("012345")).code is None
    inbox.close()


def test_each_page_continues_where_the_last_one_ended(inbox: Inbox) -> None:
    mails = [deliver(inbox, mail(subject=str(number))) for number in range(5)][::-1]
    first = inbox.page(limit=2)
    second = inbox.page(before=first[-1].id, limit=2)
    assert (first, second, inbox.page(before=second[-1].id)) == (mails[:2], mails[2:4], mails[4:])
    assert (inbox.newest(1), inbox.after(3), inbox.after(2, before=4)) == (
        mails[:1],
        mails[1::-1],
        [mails[2]],
    )


def test_the_conversation_that_brought_a_mail_is_kept_with_it(inbox: Inbox) -> None:
    [kept] = inbox.add_all([Received(SENDER, (RECIPIENT,), mail(), "C: EHLO here\nS: 250 devmail")])
    assert inbox.conversation(kept.id) == "C: EHLO here\nS: 250 devmail\nS: 250 Kept as 1"


def test_a_mark_stays_until_it_is_removed(inbox: Inbox) -> None:
    kept = deliver(inbox, mail())
    told = Told(inbox)
    inbox.mark(kept.id, True)
    assert [one.marked for one in inbox.newest()] == [True]
    inbox.mark(kept.id, False)
    assert (inbox.newest(), told.gone) == ([kept], 2)


def test_ids_of_deleted_mails_are_never_reused(inbox: Inbox) -> None:
    first, second, third = (deliver(inbox, mail()) for _ in range(3))
    told = Told(inbox)
    inbox.delete([first.id, third.id, 99])
    assert (inbox.newest(), told.gone) == ([second], 1)
    inbox.clear()
    assert (inbox.count(), told.gone) == (0, 2)
    assert inbox.raw(second.id) is None and inbox.conversation(second.id) == ""
    assert deliver(inbox, mail()).id == third.id + 1


def test_a_restored_mail_is_as_it_was_and_can_be_found(inbox: Inbox) -> None:
    first, second, third = (deliver(inbox, mail(f"word {number}")) for number in range(3))
    inbox.mark(second.id, True)
    taken = inbox.take_out(second.id)
    assert (inbox.newest(), inbox.take_out(second.id)) == ([third, first], None)
    assert inbox.count("word") == 2
    told = Told(inbox)
    assert taken is not None
    inbox.put_back(taken)
    assert (inbox.newest(), told.gone) == ([third, replace(second, marked=True), first], 1)
    assert (inbox.raw(second.id), inbox.count("word 1")) == (mail("word 1"), 1)
    inbox.clear()
    inbox.prepare_search(10)
    for _ in range(2):
        inbox.put_back(taken)
    assert (inbox.count("word 1"), deliver(inbox, mail()).id) == (1, 4)


def test_delete_found_spares_mails_that_came_later(inbox: Inbox) -> None:
    kept = [deliver(inbox, mail(subject=subject)) for subject in ("May", "June", "May", "May")]
    inbox.mark(kept[0].id, True)
    assert inbox.delete_found("may is:unmarked", newest=3) == 1
    assert [one.id for one in inbox.newest()] == [4, 2, 1]
    assert inbox.delete_found("is:unmarked", newest=3) == 1
    assert [one.id for one in inbox.newest()] == [4, 1]


def test_listeners_are_told_once_mails_are_kept(inbox: Inbox) -> None:
    told: list[Sequence[Mail]] = []
    seen: list[int] = []
    inbox.subscribe(told.append)
    stop = inbox.subscribe(lambda mails: seen.append(inbox.count()))
    kept = inbox.add_all([Received(SENDER, (RECIPIENT,), mail(subject=subject)) for subject in "abc"])
    assert [one.subject for one in kept] == ["a", "b", "c"]
    assert (told, seen, inbox.newest()) == ([kept], [3], kept[::-1])
    stop()
    deliver(inbox, mail())
    assert (seen, inbox.add_all([])) == ([3], [])


def test_a_failing_listener_affects_no_mail_and_no_other_listener(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(mails: Sequence[Mail] = ()) -> None:
        raise RuntimeError("no more")

    inbox.subscribe(fail, fail)
    told = Told(inbox)
    kept = deliver(inbox, mail())
    inbox.mark(kept.id, False)
    assert (told.arrived, told.gone) == ([kept], 1)
    assert {(line.levelno, line.name) for line in caplog.records} == {(logging.ERROR, "devmail")}


def test_listeners_are_told_of_another_programs_changes(two: tuple[Inbox, Inbox]) -> None:
    here, there = two
    told = Told(here)
    kept = deliver(there, mail())
    assert told.arrived == []
    here.look_elsewhere()
    assert told.arrived == [kept]
    there.clear()
    gone = told.gone
    here.look_elsewhere()
    here.look_elsewhere()
    assert (told.arrived, told.gone) == ([kept], gone + 1)


def test_listeners_are_told_of_each_mail_once(two: tuple[Inbox, Inbox]) -> None:
    here, there = two
    told = Told(here)
    first, second = deliver(there, mail()), deliver(here, mail())
    here.look_elsewhere()
    assert told.arrived == [first, second]
    there._database.connection.execute("DROP TABLE mail")
    with pytest.raises(InboxUnusable):
        deliver(here, mail())
    assert told.arrived == [first, second]
