"""Where the person is: every way to another page or step goes through the navigator."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any

from textual.app import App
from textual.widget import AwaitMount
from textual.worker import WorkType

from kstore_tui.core.errors import AccountClosed, SessionEnded, StoreError, StoreUnavailable
from kstore_tui.core.results import Account, CodeSent, LoggedIn
from kstore_tui.store import Store
from screens import pages
from screens.base.page import Page
from screens.base.screen import StoreScreen
from screens.base.step_screen import ScreenWizard
from screens.flows.login import enter
from screens.idle import IdleWatch
from screens.pages import Build, Flow
from screens.themes import other_theme

LOGGED_OUT = "You have been logged out."
_BOTTOM = 1
"""Textual's own empty screen, under everything."""
_HOME = 2


class Navigator:
    """Owns the one journey that runs: whatever leads elsewhere cancels it, closes its steps and goes on.

    Args:
        app: Shows the screens.
        store: The store.
        origin: Where the person comes from.
        hint: A line on the login screen, for someone who tries the program out.
        address: The email address to log in with, if the person has given it already.
        served: Whether the person comes over SSH and has no account on the host.
    """

    def __init__(
        self,
        app: App[Any],
        store: Store,
        origin: str,
        hint: str = "",
        *,
        address: str = "",
        served: bool = False,
    ) -> None:
        self._app = app
        self._store = store
        self._front_door = partial(
            enter, store=store, origin=origin, hint=hint, address=address, served=served
        )
        self._wizard = ScreenWizard(app)
        self._idle: IdleWatch | None = None
        self.session: LoggedIn | None = None
        """The session of the person at the terminal; None before they are logged in."""
        self.logins = 0
        """How often someone has logged in at this terminal."""

    @property
    def awaits_code(self) -> bool:
        """Whether the person has given the right password, and a code was mailed."""
        return self._wizard.unfinished is not None

    def enter(self, notice: str | StoreError | None = None) -> None:
        """Go to the front door, which says the notice: nobody is logged in."""
        self.session = None  # at once: no key that still arrives at a page may lead elsewhere
        self._go(partial(self._enter, notice))

    def session_over(self, over: SessionEnded) -> None:
        """Go to the front door, unless the person is there already: several may find the session over."""
        if self.session is not None:
            self.enter(over)

    def log_out(self) -> None:
        """End the session and go to the front door."""
        if self.session is not None:
            ending, self.session = self.session, None
            self._go(partial(self._log_out, ending))

    def open(self, build: Build, *, over_this_page: bool = False) -> None:
        """Open a page above Home, or above the page where the person is."""
        if self.session is not None:
            self._go(partial(self._open, build, over_this_page))

    def start(self, flow: Flow) -> None:
        """Start a flow over the page where the person is, and return to it."""
        if self.session is not None:
            self._go(partial(self._start, flow))

    def change_appearance(self) -> None:
        """Change from dark to light, or back; without colors there is but one."""
        if self._app.no_color:
            if isinstance(self._app.screen, StoreScreen):
                self._app.screen.say("This terminal shows no colors, so there is only one appearance.")
            return
        self._app.theme = other_theme(self._app.theme)

    async def account(self) -> Account | None:
        """Return the person's account as it is now; None when nobody is logged in or it can't be read."""
        if self.session is not None:
            with suppress(StoreError):  # if the session is over, whatever is done next says so
                return await self._store.sessions.account(self.session.session_id)
        return None

    def acted(self) -> None:
        """Note that the person did something."""
        if self._idle is not None:
            self._idle.acted()

    async def hang_up(self) -> None:
        """End the session, or give up the login that waits for its code: the terminal is going away."""
        if self._idle is not None:
            self._idle.stop()
        session = self.session
        match await self._wizard.last_entered():  # the code may have been right just now
            case LoggedIn() as entered if session is None:
                session = entered
            case CodeSent() as sent if self._wizard.unfinished is None:
                self._wizard.unfinished = partial(self._store.login.give_up, sent.challenge_id)
        if session is not None:
            with suppress(StoreError):  # then its idle limit ends it
                await self._store.sessions.log_out(session.session_id)
        await self._wizard.give_up()

    def _go(self, move: Callable[[], Awaitable[None]]) -> None:
        work: WorkType[None] = partial(self._run, move)
        self._app.run_worker(work, group="journey", exclusive=True)

    async def _run(self, move: Callable[[], Awaitable[None]]) -> None:
        try:
            await move()
        except AccountClosed as closed:  # as the person wished
            await self._enter(str(closed))
        except SessionEnded as over:
            await self._enter(over)

    async def _enter(self, notice: str | StoreError | None) -> None:
        if self._idle is not None:
            self._idle.stop()
        self._idle = self.session = self._wizard.account = None
        await self._close_down_to(_BOTTOM)
        self._wizard.notice = notice
        self.session = session = await self._front_door(self._wizard)
        self.logins += 1
        self._wizard.account = session.login_address
        note = partial(self._store.sessions.note_action, session.session_id)
        self._idle = IdleWatch(self._app, self._store.clock, note, self.session_over)
        await self._show(pages.home(self._store, session, self))

    async def _log_out(self, ending: LoggedIn) -> None:
        with suppress(StoreUnavailable):  # then its idle limit ends it
            await self._store.sessions.log_out(ending.session_id)
        await self._enter(LOGGED_OUT)

    async def _open(self, build: Build, over_this_page: bool) -> None:
        if self.session is None:
            return
        page = build(self._store, self.session, self)
        if not over_this_page:
            await self._close_down_to(_HOME)
            await self._show(page)
        elif type(await self._close_steps()) is not type(page):
            await self._show(page)

    async def _start(self, flow: Flow) -> None:
        if self.session is None:
            return
        page = await self._close_steps()
        page.say("")
        try:
            notice = await flow(self._wizard, self._store, self.session) or self._wizard.take_notice()
        except SessionEnded:
            raise
        except StoreError as error:
            notice = error
        page.reload()  # a flow that asked nothing did not bring the page to the front again
        if isinstance(notice, StoreError):
            page.refuse(str(notice))
        elif notice:
            page.say(notice)

    async def _show(self, page: StoreScreen[Any]) -> None:
        page.account = self._wizard.account
        page.notice = self._wizard.take_notice()
        await self._app.push_screen(page)

    async def _close_steps(self) -> Page[Any]:
        """Close what is open over the topmost page; return that page."""
        stack = self._app.screen_stack
        level, page = next(
            (index, screen) for index, screen in reversed(list(enumerate(stack))) if isinstance(screen, Page)
        )
        await self._close_down_to(level + 1)
        return page

    async def _close_down_to(self, count: int) -> None:
        while len(self._app.screen_stack) > count:
            screen = self._app.screen
            if not screen.is_mounted:  # closed while it is being laid out, it would miss its own widgets
                await AwaitMount(screen, [screen])
            else:
                # Cancelled in here, the pop would take Textual's own loop with it: the terminal would hang.
                await asyncio.shield(self._app.pop_screen())
