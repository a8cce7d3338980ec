"""Mails are kept, newest first, for their owner alone."""

import logging
import os
import sqlite3
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest

from devmail.model import Mail
from devmail.store.inbox import KEPT, Inbox, InboxUnusable
from tests.devmail.mails import RECIPIENT, SENDER, TickingClock, code_mail, deliver, mail


def test_the_newest_comes_first(inbox: Inbox) -> None:
    first, second, third = (deliver(inbox, mail(subject=subject)) for subject in "abc")
    assert inbox.newest() == [third, second, first]
    assert inbox.newest(2) == [third, second]
    assert inbox.count() == 3


def test_a_mail_is_got_by_its_number(inbox: Inbox) -> None:
    kept = inbox.add(SENDER, ["a@example.com", "b@example.com"], code_mail("012345"))
    assert inbox.get(kept.id) == kept
    assert inbox.get(kept.id + 1) is None
    assert (kept.sender, kept.recipients) == (SENDER, ("a@example.com", "b@example.com"))
    assert (kept.subject, kept.code, inbox.raw(kept.id)) == ("Your code", "012345", code_mail("012345"))
    assert kept.received_at.isoformat() == "2026-03-14T09:00:01+00:00"


def test_only_the_newest_500_are_kept(inbox: Inbox) -> None:
    mails = [deliver(inbox, b"") for _ in range(KEPT + 3)]
    assert KEPT == 500
    assert inbox.count() == KEPT
    assert inbox.newest()[-1] == mails[3]
    assert inbox.get(mails[2].id) is None


def test_a_mail_is_not_kept_when_there_is_no_room_made_for_it(inbox: Inbox) -> None:
    mails = [deliver(inbox, b"") for _ in range(KEPT)]
    trigger = "CREATE TRIGGER full BEFORE DELETE ON mail BEGIN SELECT RAISE(ABORT, 'full'); END"
    inbox._table.raw(trigger).execute()
    with pytest.raises(InboxUnusable, match=r"^The mail could not be kept: full\.$"):
        deliver(inbox, b"")
    assert inbox.newest(1) == mails[-1:]


def test_listeners_are_told_of_each_mail_once_it_is_kept(inbox: Inbox) -> None:
    told: list[Mail | None] = []
    stop = inbox.subscribe(lambda mails: told.extend(inbox.get(mail.id) for mail in mails))
    first = deliver(inbox, mail())
    stop()
    deliver(inbox, mail())
    assert told == [first]


def test_a_listener_that_fails_loses_no_mail_and_no_other_listener(
    inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(mails: Sequence[Mail]) -> None:
        raise RuntimeError("no more")

    told: list[Mail] = []
    inbox.subscribe(fail)
    inbox.subscribe(told.extend)
    kept = deliver(inbox, mail())
    assert told == inbox.newest() == [kept]
    assert [(line.levelno, line.name) for line in caplog.records] == [(logging.ERROR, "devmail")]


def test_names_that_utf_8_cannot_say_are_kept_with_a_mark(inbox: Inbox) -> None:
    kept = inbox.add("a\udcff@example.com", ["\ud800"], b"Subject: =?utf-8?q?=ED=A0=80?=\r\n\r\n")
    assert (kept.sender, kept.recipients) == ("a\ufffd@example.com", ("\ufffd",))
    assert inbox.newest() == [kept]


def test_a_file_keeps_its_mails_when_it_is_opened_again(tmp_path: Path, clock: TickingClock) -> None:
    path = tmp_path / "inbox.sqlite3"
    first = Inbox(path, clock)
    kept = [deliver(first, code_mail(f"{number:06}")) for number in range(3)]
    first.close()
    second = Inbox(path, clock)
    assert second.newest() == kept[::-1]
    assert deliver(second, mail()).id == 4
    second.close()


def test_the_file_is_its_owners_alone_in_a_folder_that_is_too(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = tmp_path / "state" / "devmail" / "inbox.sqlite3"
        inbox = Inbox(path)
        deliver(inbox, mail(RECIPIENT))
        modes = {name.name: stat.S_IMODE(name.stat().st_mode) for name in path.parent.iterdir()}
        assert modes == dict.fromkeys(("inbox.sqlite3", "inbox.sqlite3-wal", "inbox.sqlite3-shm"), 0o600)
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        inbox.close()
    finally:
        os.umask(before)


def test_an_inbox_in_memory_is_gone_when_it_is_closed(inbox: Inbox) -> None:
    deliver(inbox, mail())
    assert inbox.count() == 1
    other = Inbox(None)
    assert other.count() == 0
    other.close()


def test_a_closed_inbox_takes_no_mail(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path / "inbox.sqlite3")
    inbox.close()
    with pytest.raises(InboxUnusable, match=r"^The mail could not be kept: [^.]+\.$"):
        deliver(inbox, mail())


def test_a_mail_that_cannot_be_kept_is_told_to_nobody(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path / "inbox.sqlite3")
    told: list[Mail] = []
    inbox.subscribe(told.extend)
    other = sqlite3.connect(tmp_path / "inbox.sqlite3")
    other.execute("DROP TABLE mail")
    other.close()
    with pytest.raises(InboxUnusable, match=r"^The mail could not be kept: no such table: mail\.$"):
        deliver(inbox, mail())
    assert told == []
    inbox.close()
