"""Served screens are drawn, and looked at, as in the program."""

import pytest

from kstore_tui.store import Store
from tests.headless import draw_everything
from tests.kstore_tui.support.steps import registered


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_everything(monkeypatch)


@pytest.fixture
async def one_account(store: Store) -> Store:
    """A store with one administrator, who is not logged in."""
    await store.sessions.log_out((await registered(store)).session_id)
    return store
