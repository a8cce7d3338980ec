"""Several programs on one store: at work at once, or killed at any step of what they do."""

import sqlite3
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import pytest

from kstore_tui.database.opening import open_store
from kstore_tui.mail.smtp import MailServer
from kstore_tui.settings import Settings
from kstore_tui.store import Store, build_store
from tests.journeys.faulty_smtp import hangs_in_data
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.program import Program
from tests.kstore_tui.support.steps import logged_in_with_code, registered, session_of

pytestmark = pytest.mark.slow


def _opened_again(settings: Settings) -> Store:
    with closing(sqlite3.connect(settings.database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    return build_store(settings)


@pytest.mark.parametrize("step", ["logged in", "code sent", "verified", "saved"])
async def test_killed_while_enabling(settings: Settings, mailbox: Mailbox, step: str) -> None:
    await registered(build_store(settings))
    with Program("enable", settings) as program:
        program.reaches(step)
        program.kill()
    store = _opened_again(settings)
    if step == "saved":
        await logged_in_with_code(store, mailbox)
    else:
        await session_of(store)


async def test_killed_while_the_mail_server_has_the_mail(settings: Settings) -> None:
    await registered(build_store(settings))
    with (
        hangs_in_data() as hanging,
        Program("enable", replace(settings, mail_server=MailServer("127.0.0.1", hanging.port))) as program,
    ):
        program.reaches("logged in")
        program.go_on()
        hanging.wait_for_mail()
        program.kill()
    await session_of(_opened_again(settings))


async def test_killed_in_the_middle_of_a_transaction(settings: Settings) -> None:
    await registered(build_store(settings))
    with Program("transaction", settings) as program:
        program.reaches("in the transaction")
        open_store(settings.database)  # others can open the store meanwhile
        program.kill()
    await session_of(_opened_again(settings))


def outcomes_of(settings: Settings, *parts: tuple[str, ...]) -> list[str]:
    """Let programs do their parts together; return the line that each says in the end, sorted."""
    with ExitStack() as running:
        programs = [running.enter_context(Program(part, settings, *said)) for part, *said in parts]
        for program in programs:
            program.reaches("ready")
        for program in programs:
            program.go_on()
        return sorted(program.next_line() for program in programs)


def test_two_programs_can_open_a_new_store_at_once(settings: Settings) -> None:
    for number in range(3):
        fresh = replace(settings, database=f"{settings.database}{number}")
        assert outcomes_of(fresh, ("open",), ("open",)) == ["opened", "opened"]
        with closing(sqlite3.connect(fresh.database)) as connection:
            applied = [name for (name,) in connection.execute("SELECT name FROM schema_migration")]
            assert len(applied) == len(set(applied)) > 0


@pytest.mark.parametrize("left", [None, b"short"], ids=["no key", "a broken one"])
def test_two_programs_at_once_make_one_key(settings: Settings, tmp_path: Path, left: bytes | None) -> None:
    path = tmp_path / "store.key"
    if left is not None:
        path.write_bytes(left)
    making = ("key", str(tmp_path / "store"))
    assert outcomes_of(settings, making, making) == [path.read_bytes().hex()] * 2
