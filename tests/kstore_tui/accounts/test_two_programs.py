"""Two programs on one store do the same thing at the same moment."""

from contextlib import ExitStack

import pytest

from kstore_tui.database.models import Administrator
from kstore_tui.settings import Settings
from kstore_tui.store import build_store
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.program import Program
from tests.kstore_tui.steps import (
    ADDRESS,
    OTHER_ADDRESS,
    code_sent,
    other_registered,
    registered,
    two_step_on,
)

pytestmark = pytest.mark.slow


def outcomes_of(settings: Settings, *parts: tuple[str, ...]) -> list[str]:
    """Let programs do their parts together; return the kinds of what they were given or refused, sorted."""
    with ExitStack() as running:
        programs = [running.enter_context(Program(part, settings, *said)) for part, *said in parts]
        for program in programs:
            program.reaches("ready")
        for program in programs:
            program.go_on()
        return sorted(program.next_line() for program in programs)


async def test_of_two_first_runs_one_registers_and_the_other_is_told(settings: Settings) -> None:
    store = build_store(settings)
    assert outcomes_of(settings, ("register",), ("register",)) == ["AlreadyRegistered", "LoggedIn"]
    assert await store.transactions.run(lambda: Administrator.select().count()) == 1


async def test_of_two_administrators_who_delete_each_other_one_remains(settings: Settings) -> None:
    store = build_store(settings)
    one, other = await registered(store), await other_registered(store)
    rows = (await store.administrators.page(one.session_id)).rows
    ids = {row.login_address: row.id for row in rows}
    outcomes = outcomes_of(
        settings,
        ("delete", one.session_id, ids[OTHER_ADDRESS]),
        ("delete", other.session_id, ids[ADDRESS]),
    )
    assert outcomes == ["NoneType", "SessionEnded"]
    assert await store.transactions.run(lambda: Administrator.select().count()) == 1


async def test_of_two_operators_who_delete_the_last_two_one_is_told(settings: Settings) -> None:
    store = build_store(settings)
    await registered(store)
    await other_registered(store)
    outcomes = outcomes_of(settings, ("delete as operator", ADDRESS), ("delete as operator", OTHER_ADDRESS))
    assert outcomes == ["LastAdministrator", "NoneType"]
    assert await store.transactions.run(lambda: Administrator.select().count()) == 1


async def test_the_right_code_in_two_programs_at_once_lets_in_once(
    settings: Settings, mailbox: Mailbox
) -> None:
    store = build_store(settings)
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    entered = ("verify", sent.challenge_id, mailbox.newest_code)
    assert outcomes_of(settings, entered, entered) == ["ChallengeEnded", "LoggedIn"]
