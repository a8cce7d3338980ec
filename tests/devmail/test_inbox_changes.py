"""Mails are paged, searched, marked and deleted; who listens is told, whatever program did it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from devmail.model import Mail, Received
from devmail.store.inbox import Inbox
from tests.devmail.mails import RECIPIENT, SENDER, TickingClock, deliver, mail


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


def test_many_mails_come_in_their_order_and_are_told_of_at_once(inbox: Inbox) -> None:
    told: list[Sequence[Mail]] = []
    inbox.subscribe(told.append)
    kept = inbox.add_all([Received(SENDER, (RECIPIENT,), mail(subject=subject)) for subject in "abc"])
    assert [one.subject for one in kept] == ["a", "b", "c"]
    assert told == [kept]
    assert inbox.newest() == kept[::-1]
    assert inbox.add_all([]) == []


def test_pages_go_on_where_the_last_one_ended(inbox: Inbox) -> None:
    mails = [deliver(inbox, mail(subject=str(number))) for number in range(5)][::-1]
    first = inbox.page(limit=2)
    second = inbox.page(before=first[-1].id, limit=2)
    assert (first, second, inbox.page(before=second[-1].id)) == (mails[:2], mails[2:4], mails[4:])


def test_a_search_finds_addresses_and_subjects(inbox: Inbox) -> None:
    deliver(inbox, mail(subject="Order"))
    found = inbox.add("shop@example.net", ["ada@example.com"], mail(subject="Your receipt"))
    assert inbox.page("ada@ receipt") == inbox.page("SHOP") == [found]
    assert (inbox.count("receipt"), inbox.count("receipt order"), inbox.count()) == (1, 0, 2)


def test_a_mark_stays_until_it_is_taken_away(inbox: Inbox) -> None:
    kept = deliver(inbox, mail())
    told = Told(inbox)
    inbox.mark(kept.id, True)
    assert [one.marked for one in inbox.newest()] == [True]
    inbox.mark(kept.id, False)
    assert inbox.newest() == [kept]
    assert told.gone == 2


def test_deleted_mails_are_gone_and_their_numbers_are_not_given_again(inbox: Inbox) -> None:
    first, second, third = (deliver(inbox, mail()) for _ in range(3))
    told = Told(inbox)
    inbox.delete([first.id, third.id, 99])
    assert (inbox.newest(), told.gone) == ([second], 1)
    inbox.clear()
    assert (inbox.count(), told.gone) == (0, 2)
    assert inbox.raw(second.id) is None and inbox.conversation(second.id) == ""
    assert deliver(inbox, mail()).id == third.id + 1


def test_what_is_put_back_is_as_it_was_and_is_found_again(inbox: Inbox) -> None:
    [first, second, third] = [deliver(inbox, mail(f"word {number}")) for number in range(3)]
    inbox.mark(second.id, True)
    taken = inbox.take_out(second.id)
    assert (inbox.newest(), inbox.take_out(second.id)) == ([third, first], None)
    assert inbox.count("word") == 2  # the search has gone past it
    told = Told(inbox)
    assert taken is not None
    inbox.put_back(taken)
    assert (inbox.newest(), told.gone) == ([third, replace(second, marked=True), first], 1)
    assert (inbox.raw(second.id), inbox.count("word 1")) == (mail("word 1"), 1)
    inbox.clear()
    inbox.put_back(taken)
    inbox.put_back(taken)
    assert (inbox.count("word 1"), deliver(inbox, mail()).id) == (1, 4)


def test_of_what_is_found_only_what_came_before_is_deleted(inbox: Inbox) -> None:
    kept = [deliver(inbox, mail(subject=subject)) for subject in ("May", "June", "May", "May")]
    inbox.mark(kept[0].id, True)
    assert inbox.delete_found("may is:unmarked", newest=3) == 1
    assert [one.id for one in inbox.newest()] == [4, 2, 1]
    assert inbox.delete_found("is:unmarked", newest=3) == 1
    assert [one.id for one in inbox.newest()] == [4, 1]


def test_the_conversation_that_brought_a_mail_is_kept_with_it(inbox: Inbox) -> None:
    [kept] = inbox.add_all([Received(SENDER, (RECIPIENT,), mail(), "C: EHLO here\nS: 250 devmail")])
    assert inbox.conversation(kept.id) == "C: EHLO here\nS: 250 devmail\nS: 250 Kept as 1"


def test_who_listens_no_more_is_told_nothing(inbox: Inbox) -> None:
    told = Told(inbox)
    told.stop()
    deliver(inbox, mail())
    inbox.clear()
    assert (told.arrived, told.gone) == ([], 0)


@pytest.fixture
def two(tmp_path: Path, clock: TickingClock) -> tuple[Inbox, Inbox]:
    """The same file, as two programs have it open."""
    return Inbox(tmp_path / "inbox.sqlite3", clock), Inbox(tmp_path / "inbox.sqlite3", clock)


def test_what_another_program_did_is_told_when_it_is_looked_for(two: tuple[Inbox, Inbox]) -> None:
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
    here.close()
    there.close()


def test_a_file_is_small_again_once_all_is_deleted(two: tuple[Inbox, Inbox], tmp_path: Path) -> None:
    here, there = two
    for _ in range(20):
        deliver(here, mail() + b"x\r\n" * 50_000)
    there.clear()
    sizes = {file.name: file.stat().st_size for file in tmp_path.iterdir()}
    assert sizes["inbox.sqlite3"] < 50_000 and sizes["inbox.sqlite3-wal"] == 0
    kept = deliver(here, mail())
    assert (kept.id, there.newest()) == (21, [kept])
    here.close()
    there.close()


def test_a_file_that_another_program_reads_is_cleared_all_the_same(two: tuple[Inbox, Inbox]) -> None:
    here, there = two
    deliver(here, mail())
    here._file.connection.execute("BEGIN")
    assert here.count() == 1
    there.clear()
    assert (here.count(), there.count()) == (1, 0)
    here._file.connection.execute("COMMIT")
    assert there._file.database.pragma("busy_timeout") == 5000
    here.close()
    there.close()


def test_what_this_program_did_is_not_told_twice(two: tuple[Inbox, Inbox]) -> None:
    here, there = two
    told = Told(here)
    first = deliver(there, mail())
    second = deliver(here, mail())
    here.look_elsewhere()
    assert told.arrived == [first, second]
    here.close()
    there.close()
