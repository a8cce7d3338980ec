"""An inbox is limited in number, age and total size."""

from datetime import timedelta
from pathlib import Path

import pytest

from devmail.model import Received
from devmail.store.inbox import Inbox, InboxUnusable
from devmail.store.limits import Limits
from tests.devmail.mails import RECIPIENT, SENDER, TickingClock, deliver, mail


def _inbox(clock: TickingClock, **limits: float) -> Inbox:
    return Inbox(None, clock, Limits(**limits))  # type: ignore[arg-type]


def _subjects(inbox: Inbox) -> str:
    return "".join(one.subject for one in inbox.newest())


def test_the_oldest_are_deleted_beyond_the_number(clock: TickingClock) -> None:
    inbox = _inbox(clock, mails=2)
    gone: list[int] = []
    inbox.subscribe(lambda mails: None, lambda: gone.append(inbox.count()))
    for subject in "abcd":
        deliver(inbox, mail(subject=subject))
    assert (_subjects(inbox), gone) == ("dc", [2, 2])
    inbox.add_all([Received(SENDER, (RECIPIENT,), mail(subject=subject)) for subject in "efgh"])
    assert (_subjects(inbox), gone) == ("hg", [2, 2, 2])


def test_the_oldest_are_deleted_beyond_the_age(clock: TickingClock) -> None:
    inbox = _inbox(clock, days=1)
    deliver(inbox, mail(subject="a"))
    clock.now += timedelta(hours=23)
    deliver(inbox, mail(subject="b"))
    clock.now += timedelta(hours=2)
    deliver(inbox, mail(subject="c"))
    assert _subjects(inbox) == "cb"


def test_the_oldest_are_deleted_beyond_the_total_size(clock: TickingClock) -> None:
    inbox = _inbox(clock, megabytes=0.01)
    for subject in "abc":
        deliver(inbox, mail("x" * 60, subject) + b"x\r\n" * 1300)
    assert _subjects(inbox) == "cb"


def test_the_newest_stays_however_large_it_is(clock: TickingClock) -> None:
    inbox = _inbox(clock, megabytes=0.001, mails=0, days=0)
    deliver(inbox, mail(subject="a"))
    deliver(inbox, mail(subject="b") + b"x\r\n" * 5000)
    assert _subjects(inbox) == "b"


def test_marked_mails_stay_and_do_not_count(clock: TickingClock) -> None:
    inbox = _inbox(clock, mails=2)
    for subject in "abc":
        deliver(inbox, mail(subject=subject))
        inbox.mark(1, True)
    assert _subjects(inbox) == "cba"
    deliver(inbox, mail(subject="d"))
    assert _subjects(inbox) == "dca"
    inbox.mark(1, False)
    deliver(inbox, mail(subject="e"))
    assert _subjects(inbox) == "ed"


def test_mails_of_an_earlier_run_count(tmp_path: Path, clock: TickingClock) -> None:
    for subject in "abc":
        inbox = Inbox(tmp_path / "inbox.sqlite3", clock, Limits(mails=2))
        deliver(inbox, mail(subject=subject))
        subjects = _subjects(inbox)
        inbox.close()
    assert subjects == "cb"


def test_deleted_mails_do_not_count_whichever_program_deleted_them(
    tmp_path: Path, clock: TickingClock
) -> None:
    here = Inbox(tmp_path / "inbox.sqlite3", clock, Limits(mails=3))
    for subject in "abc":
        deliver(here, mail(subject=subject))
    here.delete([2])
    deliver(here, mail(subject="d"))
    assert _subjects(here) == "dca"
    there = Inbox(tmp_path / "inbox.sqlite3", clock)
    there.clear()
    for subject in "def":
        deliver(here, mail(subject=subject))
    assert _subjects(here) == "fed"
    here.close()
    there.close()


def test_a_mail_is_not_kept_if_no_room_can_be_made(clock: TickingClock) -> None:
    inbox = _inbox(clock, mails=1)
    kept = deliver(inbox, mail())
    sql = inbox._database.connection
    sql.execute("CREATE TRIGGER full BEFORE DELETE ON mail BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(InboxUnusable, match=r"^The email couldn't be kept: full\.$"):
        deliver(inbox, mail())
    assert inbox.newest() == [kept]
    sql.execute("DROP TRIGGER full")
    kept = deliver(inbox, mail())
    assert inbox.newest() == [kept]
