"""Two programs on one store do the same thing at the same moment."""

from contextlib import ExitStack

import pytest

from kstore_tui.database.models import Administrator
from kstore_tui.settings import Settings
from kstore_tui.store import build_store
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.program import Program
from tests.kstore_tui.steps import code_sent, two_step_on

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


async def test_the_right_code_in_two_programs_works_once(settings: Settings, mailbox: Mailbox) -> None:
    store = build_store(settings)
    await two_step_on(store, mailbox)
    sent = await code_sent(store)
    entered = ("verify", sent.challenge_id, mailbox.newest_code)
    assert outcomes_of(settings, entered, entered) == ["ChallengeEnded", "LoggedIn"]
