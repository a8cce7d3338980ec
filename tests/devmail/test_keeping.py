"""An inbox keeps so many mails, so long, so large; it says when its file fails."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from devmail.model import Received
from devmail.store.inbox import Inbox, InboxUnusable
from devmail.store.limits import Limits
from tests.devmail.mails import RECIPIENT, SENDER, TickingClock, deliver, mail


def _inbox(clock: TickingClock, **limits: float) -> Inbox:
    return Inbox(None, clock, Limits(**limits))  # type: ignore[arg-type]


def _subjects(inbox: Inbox) -> list[str]:
    return [one.subject for one in inbox.newest()]


def test_the_oldest_go_when_there_are_too_many(clock: TickingClock) -> None:
    inbox = _inbox(clock, mails=2)
    for subject in "abcd":
        deliver(inbox, mail(subject=subject))
    assert _subjects(inbox) == ["d", "c"]
    inbox.add_all([Received(SENDER, (RECIPIENT,), mail(subject=subject)) for subject in "efgh"])
    assert _subjects(inbox) == ["h", "g"]


def test_a_mail_that_was_deleted_leaves_its_place_to_another(clock: TickingClock) -> None:
    inbox = _inbox(clock, mails=3)
    mails = [deliver(inbox, mail(subject=subject)) for subject in "abc"]
    inbox.delete([mails[1].id])
    deliver(inbox, mail(subject="d"))
    assert _subjects(inbox) == ["d", "c", "a"]


def test_the_oldest_go_when_they_are_too_old(clock: TickingClock) -> None:
    inbox = _inbox(clock, days=1)
    deliver(inbox, mail(subject="old"))
    clock.now += timedelta(hours=23)
    deliver(inbox, mail(subject="new"))
    clock.now += timedelta(hours=2)
    deliver(inbox, mail(subject="newest"))
    assert _subjects(inbox) == ["newest", "new"]


def test_the_oldest_go_when_they_are_too_large_together(clock: TickingClock) -> None:
    inbox = _inbox(clock, megabytes=0.01)
    for subject in "abc":
        deliver(inbox, mail("x" * 60, subject) + b"x\r\n" * 1300)
    assert _subjects(inbox) == ["c", "b"]


def test_the_newest_stays_however_large_it_is(clock: TickingClock) -> None:
    inbox = _inbox(clock, megabytes=0.001, mails=0, days=0)
    deliver(inbox, mail(subject="a"))
    deliver(inbox, mail(subject="b") + b"x\r\n" * 5000)
    assert _subjects(inbox) == ["b"]


def test_marked_mails_stay_and_are_not_counted(clock: TickingClock) -> None:
    inbox = _inbox(clock, mails=2)
    for subject in "abc":
        deliver(inbox, mail(subject=subject))
        inbox.mark(1, True)
    assert _subjects(inbox) == ["c", "b", "a"]
    deliver(inbox, mail(subject="d"))
    assert _subjects(inbox) == ["d", "c", "a"]
    inbox.mark(1, False)
    deliver(inbox, mail(subject="e"))
    assert _subjects(inbox) == ["e", "d"]


def test_who_listens_is_told_that_older_mails_went(clock: TickingClock) -> None:
    inbox = _inbox(clock, mails=1)
    told: list[int] = []
    inbox.subscribe(lambda mails: None, lambda: told.append(inbox.count()))
    deliver(inbox, mail())
    assert told == []
    deliver(inbox, mail())
    assert told == [1]


def test_what_was_kept_before_counts_too(tmp_path: Path, clock: TickingClock) -> None:
    for subject in "abc":
        inbox = Inbox(tmp_path / "inbox.sqlite3", clock, Limits(mails=2))
        deliver(inbox, mail(subject=subject))
        subjects = _subjects(inbox)
        inbox.close()
    assert subjects == ["c", "b"]


def test_mails_that_another_program_deleted_take_no_place(tmp_path: Path, clock: TickingClock) -> None:
    here = Inbox(tmp_path / "inbox.sqlite3", clock, Limits(mails=3))
    for subject in "abc":
        deliver(here, mail(subject=subject))
    there = Inbox(tmp_path / "inbox.sqlite3", clock)
    there.clear()
    for subject in "def":
        deliver(here, mail(subject=subject))
    assert _subjects(here) == ["f", "e", "d"]
    here.close()
    there.close()


USES: dict[str, Callable[[Inbox], object]] = {
    "newest": lambda inbox: inbox.newest(),
    "page": lambda inbox: inbox.page("word"),
    "get": lambda inbox: inbox.get(1),
    "raw": lambda inbox: inbox.raw(1),
    "conversation": lambda inbox: inbox.conversation(1),
    "count": lambda inbox: inbox.count("word"),
    "mark": lambda inbox: inbox.mark(1, True),
    "delete": lambda inbox: inbox.delete([1]),
    "clear": lambda inbox: inbox.clear(),
    "prepare search": lambda inbox: inbox.prepare_search(),
    "add": lambda inbox: inbox.add(SENDER, [RECIPIENT], mail()),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_a_table_that_is_dropped_is_one_line(use: Callable[[Inbox], object], tmp_path: Path) -> None:
    inbox = Inbox(tmp_path / "inbox.sqlite3")
    deliver(inbox, mail())
    other = sqlite3.connect(tmp_path / "inbox.sqlite3")
    other.execute("DROP TABLE mail")
    other.close()
    line = r"(The inbox cannot be (read|changed)|The mail could not be kept): no such table: (main\.)?mail\."
    with pytest.raises(InboxUnusable, match=f"^{line}$"):
        use(inbox)
    inbox.close()


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_a_file_that_is_deleted_is_one_line(use: Callable[[Inbox], object], tmp_path: Path) -> None:
    path = tmp_path / "inbox.sqlite3"
    inbox = Inbox(path)
    path.unlink()
    with pytest.raises(
        InboxUnusable, match=r"^The [^:]+: .*/inbox.sqlite3 was deleted or replaced; start devmail again\.$"
    ):
        use(inbox)
    inbox.close()


def test_a_full_disk_is_one_line_and_keeps_what_was_there(tmp_path: Path, clock: TickingClock) -> None:
    inbox = Inbox(tmp_path / "inbox.sqlite3", clock)
    kept = deliver(inbox, mail())
    inbox._file.database.pragma("max_page_count", 1)  # SQLite's own "no more than is there"
    with pytest.raises(InboxUnusable, match=r"^The mail could not be kept: database or disk is full\.$"):
        deliver(inbox, b"x" * 100_000)
    assert inbox.newest() == [kept]
    inbox._file.database.pragma("max_page_count", 1_000_000)
    assert deliver(inbox, mail()).id == kept.id + 1
    inbox.close()
