"""The program, opened on one screen: keys, footer and look are the real ones."""

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from kstore_tui.app import KstoreApp
from kstore_tui.outcomes import LoggedIn
from kstore_tui.refusals import Refusal
from kstore_tui.store import Store
from screens.navigator import Navigator
from screens.page import Page
from tests.kstore_tui.steps import ORIGIN
from tests.screens.states.state import State, keys
from tests.screens.waiting import until


class _OneScreen(Navigator):
    """Shows one screen at the front door."""

    def __init__(self, app: KstoreApp, store: Store, page: Page[Any]) -> None:
        super().__init__(app, store, ORIGIN)
        self._page = page
        if page.account is not None:
            self.session = LoggedIn("", page.account)

    def enter(self, notice: str | Refusal | None = None) -> None:
        self._app.push_screen(self._page)


class Stage(KstoreApp):
    """The program with one page on it.

    Args:
        store: A store, for whatever the page does not do by what it was given.
        page: What is shown.
        theme: `dark` or `light`.
    """

    def __init__(self, store: Store, page: Page[Any], theme: str = "dark") -> None:
        super().__init__(store, ORIGIN, theme, Path("log"))
        self.navigator = _OneScreen(self, store, page)


async def reach(pilot: Pilot[Any], state: State) -> None:
    """Do what leads to a state, and wait until it is there."""
    app = pilot.app
    await until(pilot, lambda: isinstance(app.screen, Page))
    if state.busy:
        await pilot.press(*keys(state.does))
        await until(pilot, lambda: isinstance(app.screen, Page) and app.screen.busy)
    else:
        await app.workers.wait_for_complete()
        await pilot.press(*keys(state.does))
        await pilot.pause()
        await app.workers.wait_for_complete()
    assert type(app.screen) is state.screen
