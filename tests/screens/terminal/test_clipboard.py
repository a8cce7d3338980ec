"""What is secret does not go to the clipboard, which others can read."""

import pytest

from kstore_tui.store import Store
from screens.widgets.field import Field
from tests.kstore_tui.support.steps import registered
from tests.screens.support.person import LOGIN, at_terminal


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+x"])
async def test_a_secret_field_is_not_copied(store: Store, key: str) -> None:
    await registered(store)
    async with at_terminal(store) as person:
        await person.sees(LOGIN)
        for name, copied in (("password", ""), ("address", "words")):
            field = person.screen.query_one(f"#{name}", Field)
            field.focus()
            field.value = "words"
            field.select_all()
            await person.presses(key)
            assert person.app.clipboard == copied
