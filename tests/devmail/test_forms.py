"""An inbox of the first form is taken over with its mails; a newer one is left alone."""

import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from devmail.model import Header, Mail
from devmail.store.forms import bring_up_to_date
from devmail.store.inbox import Inbox, InboxUnusable
from tests.devmail.mails import TickingClock, deliver, mail, signed_mail

FIRST = (
    'CREATE TABLE "mail" ("id" INTEGER NOT NULL PRIMARY KEY, "received_at" TEXT NOT NULL,'
    ' "sender" TEXT NOT NULL, "recipients" TEXT NOT NULL, "subject" TEXT NOT NULL, "code" TEXT,'
    ' "content" BLOB NOT NULL);'
    """INSERT INTO mail VALUES (7, '2026-03-01T10:00:00+00:00', 'a@example.com', '["b@example.com"]', 'Code',
       '012345', x'48692e');"""
)


def _file(tmp_path: Path, script: str) -> Path:
    path = tmp_path / "inbox.sqlite3"
    database = sqlite3.connect(path)
    database.executescript(script)
    database.close()
    return path


def test_the_mails_of_the_first_form_are_taken_over(tmp_path: Path, clock: TickingClock) -> None:
    path = _file(tmp_path, FIRST)
    for _ in range(2):
        inbox = Inbox(path, clock)
        when = datetime(2026, 3, 1, 10, tzinfo=UTC)
        assert inbox.get(7) == Mail(7, when, "a@example.com", ("b@example.com",), "Code", "012345", None, 3)
        assert inbox.raw(7) == b"Hi."
        inbox.close()
    inbox = Inbox(path, clock)
    assert deliver(inbox, mail()).id == 8
    inbox.clear()
    assert deliver(inbox, mail()).id == 9
    inbox.close()


SECOND = """
CREATE TABLE "mail" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "received_at" TEXT NOT NULL,
  "sender" TEXT NOT NULL, "recipients" TEXT NOT NULL, "subject" TEXT NOT NULL, "code" TEXT, "link" TEXT,
  "size" INTEGER NOT NULL, "marked" INTEGER NOT NULL, "conversation" TEXT NOT NULL, "content" BLOB NOT NULL);
INSERT INTO mail VALUES (7, '2026-03-01T10:00:00+00:00', 'a@example.com', '["b@example.com"]', 'Code', NULL,
  'https://shop.example/in', 30, 1, 'C: EHLO', CAST('From: Acme <a@acme.example>' || char(10) AS BLOB));
INSERT INTO mail SELECT 9, received_at, sender, recipients, subject, code, link, size, 0, '', x'' FROM mail;
DELETE FROM mail WHERE id = 9;
PRAGMA user_version = 1;
"""


def test_the_mails_of_the_second_form_are_taken_over_and_no_number_is_given_again(tmp_path: Path) -> None:
    inbox = Inbox(_file(tmp_path, SECOND))
    [kept] = inbox.page("acme")
    assert (kept.id, kept.marked, kept.link, kept.size) == (7, True, "https://shop.example/in", 30)
    assert (kept.header.from_, inbox.conversation(7)) == (
        "Acme <a@acme.example>",
        "C: EHLO\nS: 250 Kept as 7",
    )
    assert deliver(inbox, mail()).id == 10
    inbox.close()


def test_a_devmail_that_knew_no_headers_may_go_on_writing_into_the_file(inbox: Inbox) -> None:
    kept = deliver(inbox, signed_mail())
    columns = "received_at, sender, recipients, subject, size, marked, conversation, content"
    inbox._file.connection.execute(f"INSERT INTO mail ({columns}) SELECT {columns} FROM mail")  # noqa: S608
    assert [one.header for one in inbox.newest()] == [Header(), kept.header]


def test_a_first_form_that_cannot_be_taken_over_stays_whole(tmp_path: Path) -> None:
    path = _file(tmp_path, FIRST.replace('"sender" TEXT NOT NULL', '"sender" TEXT'))
    database = sqlite3.connect(path)
    database.execute("UPDATE mail SET sender = NULL")
    database.commit()
    with pytest.raises(InboxUnusable, match="NOT NULL"):
        Inbox(path)
    assert database.execute("SELECT id, content FROM mail").fetchall() == [(7, b"Hi.")]
    database.close()


def test_an_inbox_of_a_newer_devmail_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "inbox.sqlite3"
    Inbox(path).close()
    database = sqlite3.connect(path)
    database.executescript("ALTER TABLE mail ADD COLUMN more; PRAGMA user_version = 99;")
    database.close()
    before = path.read_bytes()
    with pytest.raises(InboxUnusable) as refusal:
        Inbox(path)
    assert str(refusal.value) == (
        f"The inbox {path} cannot be used: a newer devmail made it; "
        "take that one, or another file with --store."
    )
    assert path.read_bytes() == before


def test_a_file_that_others_could_read_is_its_owners_alone_from_then_on(tmp_path: Path) -> None:
    path = _file(tmp_path, FIRST + "PRAGMA journal_mode = wal;")
    other = sqlite3.connect(path)  # keeps what lies beside the file
    other.execute("UPDATE mail SET code = NULL")
    other.commit()
    files = [path, *(tmp_path / f"inbox.sqlite3{end}" for end in ("-wal", "-shm"))]
    for file in files:
        os.chmod(file, 0o644)
    inbox = Inbox(path)
    deliver(inbox, mail())
    assert [file.stat().st_mode & 0o777 for file in files] == [0o600] * 3
    inbox.close()
    other.close()


def test_the_mode_of_what_is_no_inbox_stays(tmp_path: Path) -> None:
    path = _file(tmp_path, "CREATE TABLE album (title TEXT);")
    path.chmod(0o644)
    with pytest.raises(InboxUnusable):
        Inbox(path)
    assert path.stat().st_mode & 0o777 == 0o644


def test_several_programs_may_make_the_same_inbox_at_once(tmp_path: Path) -> None:
    together = threading.Barrier(4)

    def make(number: int) -> int:
        together.wait()
        inbox = Inbox(tmp_path / str(number // 4))
        kept = deliver(inbox, mail())
        inbox.close()
        return kept.id

    with ThreadPoolExecutor(4) as threads:
        ids = list(threads.map(make, range(40)))
    assert sorted(ids) == sorted([1, 2, 3, 4] * 10)


def test_an_inbox_that_another_program_has_just_made_is_left_as_it_is(inbox: Inbox) -> None:
    inbox.mark(deliver(inbox, mail()).id, True)
    bring_up_to_date(inbox._file.database, inbox._table)
    assert [one.marked for one in inbox.newest()] == [True]


@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_program_that_is_writing_is_waited_for(lock: str, tmp_path: Path) -> None:
    path = _file(tmp_path, FIRST)
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute(f"BEGIN {lock}")
    timer = threading.Timer(0.1, other.execute, ["COMMIT"])
    timer.start()
    inbox = Inbox(path)
    assert inbox.count() == 1
    inbox.close()
    timer.join()
    other.close()
