"""The program, opened on one screen: keys, footer and look are the real ones."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual import events
from textual.pilot import Pilot

from kstore_tui.core.errors import StoreError
from kstore_tui.core.results import Account, LoggedIn
from kstore_tui.store import Store
from screens.app import KstoreApp
from screens.base.screen import StoreScreen
from screens.navigator import Navigator
from tests.kstore_tui.support.steps import ORIGIN
from tests.screens.states.pages import account
from tests.screens.states.state import KEYS, State
from tests.screens.support.person import NO_LOG, Person, until


class OneScreen(Navigator):
    """Shows one screen at the front door."""

    def __init__(self, app: KstoreApp, store: Store, page: StoreScreen[Any]) -> None:
        super().__init__(app, store, ORIGIN)
        self._page = page
        if page.account is not None:
            self.session = LoggedIn("", page.account)

    def enter(self, notice: str | StoreError | None = None) -> None:
        self._app.push_screen(self._page)

    async def account(self) -> Account | None:
        return account()


class Stage(KstoreApp):
    """The program with one page on it."""

    def __init__(self, store: Store, page: StoreScreen[Any], theme: str = "dark") -> None:
        super().__init__(store, ORIGIN, theme, NO_LOG)
        self.navigator = OneScreen(self, store, page)


def is_busy(page: StoreScreen[Any]) -> bool:
    """Return whether a step can't be left now, or a page waits for what it shows."""
    return page.busy or any(worker.group == "reload" and worker.is_running for worker in page.workers)


async def reach(pilot: Pilot[Any], state: State) -> None:
    """Do what leads to a state, and wait until it is there."""
    app = pilot.app
    assert isinstance(app, KstoreApp)
    await until(pilot, lambda: isinstance(app.screen, StoreScreen))
    if not state.busy:
        await app.workers.wait_for_complete()
    for word in state.does.split():
        if word in KEYS:
            await pilot.press(word)
        else:
            app.post_message(events.Paste(word))
            await pilot.pause()
    if state.busy:
        person = Person(app, pilot)
        await until(pilot, lambda: isinstance(app.screen, StoreScreen) and is_busy(app.screen))
        if person.busy:  # a place that loads can be left: its keys stay
            await until(pilot, lambda: "Help" not in person.footer)
    else:
        await pilot.pause()
        await app.workers.wait_for_complete()
    assert type(app.screen) is state.screen


@asynccontextmanager
async def on_stage(
    store: Store, page: StoreScreen[Any], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Person]:
    """Open the program on one page, and let a person use it."""
    stage = Stage(store, page)
    async with stage.run_test(size=size) as pilot:
        await until(pilot, lambda: stage.screen is page)
        yield Person(stage, pilot)
