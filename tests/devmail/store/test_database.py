"""An inbox's file is private; failures are one line; another program's file is left alone."""

import os
import sqlite3
import stat
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from devmail.store.inbox import Inbox, InboxBusy, InboxUnusable
from tests.devmail.mails import RECIPIENT, SENDER, TickingClock, code_mail, deliver, mail


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the inbox is, or will be."""
    return tmp_path / "inbox.sqlite3"


def _sql(path: Path, script: str) -> None:
    database = sqlite3.connect(path)
    database.executescript(script)
    database.close()


def test_mails_survive_closing_and_opening_the_file(path: Path, clock: TickingClock) -> None:
    first = Inbox(path, clock)
    kept = [deliver(first, code_mail(f"{number:06}")) for number in range(3)]
    first.delete([3])
    first.close()
    second = Inbox(path, clock)
    assert second.newest() == kept[1::-1]
    assert deliver(second, mail()).id == 4
    second.close()


def test_only_the_owner_can_read_the_file_and_its_folder(tmp_path: Path) -> None:
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


def test_a_file_that_others_can_read_becomes_private(path: Path) -> None:
    other = Inbox(path)  # keeps what lies beside the file
    deliver(other, mail())
    files = [path, *(path.with_name(f"inbox.sqlite3{end}") for end in ("-wal", "-shm"))]
    for file in files:
        file.chmod(0o644)
    Inbox(path).close()
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600] * 3
    other.close()


def test_several_programs_may_create_the_same_inbox_at_once(tmp_path: Path) -> None:
    together = threading.Barrier(4)

    def create(number: int) -> int:
        together.wait()
        inbox = Inbox(tmp_path / str(number // 4))
        kept = deliver(inbox, mail())
        inbox.close()
        return kept.id

    with ThreadPoolExecutor(4) as threads:
        ids = list(threads.map(create, range(40)))
    assert sorted(ids) == sorted([1, 2, 3, 4] * 10)


@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
def test_an_inbox_waits_for_another_program_that_is_writing(lock: str, path: Path) -> None:
    Inbox(path).close()
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute(f"BEGIN {lock}")
    timer = threading.Timer(0.1, other.execute, ["COMMIT"])
    timer.start()
    inbox = Inbox(path)
    assert deliver(inbox, mail()).id == 1
    timer.join()
    inbox.wait_at_most(0)
    other.execute(f"BEGIN {lock}")
    with pytest.raises(InboxBusy, match=r"^The email couldn't be kept: database is locked\.$"):
        deliver(inbox, mail())
    other.close()
    inbox.close()


# --- not an inbox ---

ISNT = "{path} isn't a devmail inbox. Choose another file with --store."
OLDER = (
    "The inbox {path} was created by a different version of devmail. "
    "Move it away, or choose another file with --store."
)
OTHERS = {
    "other tables": ("CREATE TABLE album (title TEXT); INSERT INTO album VALUES ('A');", ISNT),
    "another table of mails": ("CREATE TABLE mail (id INTEGER, body TEXT);", ISNT),
    "no table yet": ("PRAGMA application_id = 252006673;", ISNT),
    "another version": ("PRAGMA user_version = 7;", ISNT),
    "written ahead": ("PRAGMA journal_mode = wal; CREATE TABLE album (title TEXT);", ISNT),
    "an inbox of another version": ("PRAGMA application_id = 1684371053; PRAGMA user_version = 99;", OLDER),
    "no database": ("", ISNT),
}


@pytest.mark.parametrize(("script", "line"), OTHERS.values(), ids=OTHERS)
def test_a_file_of_another_program_is_left_alone(script: str, line: str, path: Path) -> None:
    if script:
        _sql(path, script)
    else:
        path.write_text("Dear Sir or Madam, " * 100)
    path.chmod(0o644)
    before = path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode
    with pytest.raises(InboxUnusable) as error:
        Inbox(path)
    assert str(error.value) == line.format(path=path)
    assert (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode) == before
    assert list(path.parent.iterdir()) == [path]


def test_a_path_that_cannot_hold_an_inbox_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    for path, why in (
        (tmp_path / "folder", ["Is a directory"]),
        (tmp_path / "file" / "inbox.sqlite3", ["Not a directory", "File exists"]),
    ):
        with pytest.raises(InboxUnusable) as error:
            Inbox(path)
        assert str(error.value) in [f"The inbox {path} can't be used: {one}." for one in why]
    assert sorted(tmp_path.rglob("*")) == [tmp_path / "file", tmp_path / "folder"]


# --- a file that fails ---

USES: dict[str, Callable[[Inbox], object]] = {
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
WHAT = "(The inbox can't be (read|changed)|The email couldn't be kept)"


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_any_use_of_a_failing_file_raises_one_line(use: Callable[[Inbox], object], path: Path) -> None:
    inbox = Inbox(path)
    deliver(inbox, mail())
    _sql(path, "DROP TABLE mail")
    with pytest.raises(InboxUnusable, match=rf"^{WHAT}: no such table: (main\.)?mail\.$"):
        use(inbox)
    path.unlink()
    line = rf"^{WHAT}: {path} was deleted or replaced; start devmail again\.$"
    with pytest.raises(InboxUnusable, match=line):
        use(inbox)
    inbox.close()
    path.touch()
    inbox = Inbox(path)
    inbox.close()
    with pytest.raises(InboxUnusable, match=rf"^{WHAT}: Cannot operate on a closed database\.$"):
        use(inbox)


def test_a_full_disk_raises_one_line_and_loses_nothing(path: Path, clock: TickingClock) -> None:
    inbox = Inbox(path, clock)
    kept = deliver(inbox, mail())
    inbox._database.connection.execute("PRAGMA max_page_count = 1")  # SQLite's own "no more than is there"
    with pytest.raises(InboxUnusable, match=r"^The email couldn't be kept: database or disk is full\.$"):
        deliver(inbox, b"x" * 100_000)
    assert inbox.newest() == [kept]
    inbox._database.connection.execute("PRAGMA max_page_count = 1000000")
    assert deliver(inbox, mail()).id == kept.id + 1
    inbox.close()


def test_the_file_shrinks_once_everything_is_deleted(path: Path) -> None:
    here, there = Inbox(path), Inbox(path)
    for clear in (there.clear, lambda: there.delete_found("", newest=99)):
        for _ in range(20):
            deliver(here, mail() + b"x\r\n" * 50_000)
        assert clear() in (None, 20)
        sizes = {file.name: file.stat().st_size for file in path.parent.iterdir()}
        assert sizes["inbox.sqlite3"] < 50_000 and sizes["inbox.sqlite3-wal"] == 0
    kept = deliver(here, mail())
    assert (kept.id, there.count()) == (41, 1)
    here.close()
    there.close()


def test_a_file_can_be_cleared_while_another_program_reads_it(path: Path) -> None:
    here, there = Inbox(path), Inbox(path)
    deliver(here, mail())
    here._database.connection.execute("BEGIN")
    assert here.count() == 1
    there.clear()
    assert (here.count(), there.count()) == (1, 0)
    here._database.connection.execute("COMMIT")
    assert there._database.connection.execute("PRAGMA busy_timeout").fetchone() == (5000,)
    here.close()
    there.close()
