"""Keys mean the same on every line and terminal."""

from pathlib import Path

import pytest

from kstore_tui.store import Store
from screens.widgets.field import Field
from tests.journeys.kstore import environment, program
from tests.journeys.terminal import Terminal
from tests.kstore_tui.support.steps import registered
from tests.screens.support.person import LOGIN, at_terminal

HELP = "esc Close"


@pytest.mark.slow
def test_an_arrow_key_that_a_slow_line_splits_is_no_escape(tmp_path: Path) -> None:
    also = {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"}
    with Terminal(program(tmp_path), environment=environment(tmp_path), also=also) as terminal:
        terminal.wait_for("Register the first administrator")
        terminal.press("f1")
        terminal.wait_for(HELP)
        terminal.type("\x1b")
        terminal.settle(0.3)
        terminal.type("[B")
        terminal.settle(0.6)
        assert terminal.find(HELP)
        terminal.type("\x1b")
        terminal.wait_gone(HELP, 2)


async def test_a_question_mark_explains_where_nothing_is_typed(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.logs_in()
        await person.presses("question_mark")
        await person.stands_on("Help")
        await person.presses("question_mark")
        await person.stands_on("Home")


async def test_a_question_mark_in_a_field_is_typed(store: Store) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.sees(LOGIN)
        await person.presses("question_mark")
        assert isinstance(person.screen.focused, Field)
        assert person.screen.focused.value == "?"
