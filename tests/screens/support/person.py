"""A person at the terminal: what they press and type, what they see, and the journeys they walk."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from kstore_tui.store import Store
from screens import pages
from screens.account.menu import AccountMenu
from screens.app import KstoreApp
from screens.base.palette import CommandList, Palette
from screens.base.screen import StoreScreen
from screens.base.step_screen import StepScreen
from screens.widgets.field import Field
from screens.widgets.footer import Footer
from tests.headless import lines_on_screen
from tests.kstore_tui.support.steps import ADDRESS, ORIGIN, PASSWORD

LOGIN = "Log in to the Kintone Store"
"""The heading of the login."""
AT_LOGIN = [LOGIN]
AT_SETTINGS = ["Home", "AccountSettings"]
SENT = "An email containing the verification code has been sent to"
NO_LOG = Path(os.devnull) / "log"
"""A folder that takes no log."""
_LOOK_AGAIN_SECONDS = 0.02  # a pause of the pilot would give every widget work to do


async def until(pilot: Pilot[Any], so: Callable[[], object]) -> None:
    """Wait until something is so, and for what follows from it to be drawn."""
    async with asyncio.timeout(20):
        while not so():  # noqa: ASYNC110 - what is waited for tells nobody that it has come
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
    await pilot.pause()


class Person:
    """Acts on an app as a person does, and waits for what it shows."""

    def __init__(self, app: KstoreApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> Screen[Any]:
        return self.app.screen

    @property
    def text(self) -> str:
        """Every word on the screen on top, as it stands there, single spaces between them."""
        return " ".join("\n".join(lines_on_screen(self.app)).split())

    @property
    def stack(self) -> list[str]:
        """What is open, from the lowest screen up: the kinds of pages, the headings of steps."""
        return [_named(screen) for screen in self.app.screen_stack[1:]]

    @property
    def focused(self) -> str | None:
        """The id of what has the focus."""
        return None if self.screen.focused is None else self.screen.focused.id

    @property
    def footer(self) -> list[str]:
        """What the footer says of the keys that work now."""
        return [key.description for key in self.screen.query_one(Footer).keys_in_sight]

    @property
    def busy(self) -> bool:
        """Whether the page cannot be left now."""
        return isinstance(self.screen, StoreScreen) and self.screen.busy

    def running(self) -> list[str]:
        """The groups of the workers that run."""
        return sorted(worker.group for worker in self.app.workers if not worker.is_finished)

    async def sees(self, *words: str) -> None:
        """Wait until all these words are on the screen."""

        def seen() -> bool:
            text = self.text
            return all(word in text for word in words)

        try:
            await until(self.pilot, seen)
        except TimeoutError:
            raise AssertionError(f"{words} not in: {self.text}") from None

    async def waits_for(self, so: Callable[[], object]) -> None:
        """Wait until something is so, and drawn."""
        await until(self.pilot, so)

    async def stands_on(self, kind: type[Screen[Any]] | str) -> None:
        """Wait until a page of this kind, or a step with this heading, is on top, and at rest."""
        name = kind if isinstance(kind, str) else kind.__name__
        try:
            await until(self.pilot, lambda: _named(self.screen) == name and not self.busy)
        except TimeoutError:
            raise AssertionError(f"{name} is not on top of {self.stack}: {self.text}") from None

    async def has_open(self, *kinds: str) -> None:
        """Wait until these screens, from the lowest one up, are open and no others."""
        try:
            await until(self.pilot, lambda: self.stack == list(kinds))
        except TimeoutError:
            raise AssertionError(f"open are {self.stack}, not {kinds}") from None

    async def presses(self, *keys: str) -> None:
        """Press keys, one after another."""
        await self.pilot.press(*keys)

    async def pastes(self, text: str) -> None:
        """Paste a text."""
        self.app.post_message(events.Paste(text))
        await self.pilot.pause()

    async def enters(self, *texts: str) -> None:
        """Fill in one field after another, with Enter after each."""
        for text in texts:
            await self.pastes(text)
            await self.presses("enter")

    async def clicks(self, selector: str, row: int = 0) -> None:
        """Click on something: on the first letter of one of its rows."""
        assert await self.pilot.click(selector, offset=(1, row))

    async def chooses(self, entry: str) -> None:
        """Open the account's menu and choose an entry."""
        await self.presses("f10")
        await self.stands_on(AccountMenu)
        await self.presses(*{"Account Settings": ["enter"], "Log out": ["down", "enter"]}[entry])

    async def offered(self) -> list[str]:
        """Open the command palette and return what it offers."""
        await self.presses("ctrl+p")
        await until(self.pilot, lambda: isinstance(self.screen, Palette))
        commands = self.screen.query_one(CommandList)

        return [command.name for command in commands.commands]

    async def commands(self, name: str) -> None:
        """Find a command in the command palette, run it, and wait until the palette is gone."""
        await self.offered()
        commands = self.screen.query_one(CommandList)
        await self.pastes(name)
        await until(self.pilot, lambda: len(commands.commands) == 1)
        await self.presses("enter")
        await until(self.pilot, lambda: not isinstance(self.screen, Palette))

    async def picks(self, name: str) -> None:
        """Choose a command from the command palette with the arrow keys."""
        offered = await self.offered()
        commands = self.screen.query_one(CommandList)
        while commands.chosen != offered.index(name):
            await self.presses("down")
        await self.presses("enter")
        await until(self.pilot, lambda: not isinstance(self.screen, Palette))

    async def logs_in(self, address: str = ADDRESS) -> None:
        """Log in where no code is asked for: filled in at once, as tests of something else have it."""
        await self.sees(LOGIN)
        step = self.screen
        assert isinstance(step, StepScreen)
        step.query_one("#address", Field).value = address
        step.query_one("#password", Field).value = PASSWORD
        step.submit()
        await self.sees("Welcome.")

    async def opens_settings(self) -> None:
        """Go to Account Settings, without the menu that leads there."""
        self.app.navigator.open(pages.account_settings)
        await self.sees("This terminal since")


def _named(screen: Screen[Any]) -> str:
    return screen.step.heading if isinstance(screen, StepScreen) else type(screen).__name__


@asynccontextmanager
async def sending(store: Store) -> AsyncIterator[None]:
    """Run the store's mail worker, as the program does around its app."""
    store.mail_worker.start()
    try:
        yield
    finally:
        await store.mail_worker.stop()


@asynccontextmanager
async def at_terminal(
    store: Store, log_folder: Path = NO_LOG, size: tuple[int, int] = (80, 24), *, served: bool = False
) -> AsyncIterator[Person]:
    """Start the program on a store, and let a person use it."""
    app = KstoreApp(store, ORIGIN, "dark", log_folder, served=served)
    async with sending(store), app.run_test(size=size) as pilot:
        yield Person(app, pilot)
    assert store.mail_worker.failure is None
