"""The one who knows where the person is: every way to another place goes through here."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.widget import AwaitMount
from textual.worker import WorkType

from kstore_tui.core.errors import AccountClosed, SessionEnded, StoreError, StoreUnavailable
from kstore_tui.core.results import Account, LoggedIn
from kstore_tui.store import Store
from screens.base.page import Page
from screens.base.screen import StoreScreen
from screens.base.step_screen import ScreenWizard
from screens.base.wizard import Wizard
from screens.flows.login import enter
from screens.idle import IdleWatch
from screens.themes import other_theme

if TYPE_CHECKING:
    from screens.pages import Pages

Flow = Callable[[Wizard, Store, LoggedIn], Awaitable[str | None]]
_BASE = 1
"""Textual's own empty screen, under everything."""
_WORKER = "journey"


class Navigator:
    """Owns the one journey that runs: whatever leads elsewhere cancels it, pops its steps and goes on.

    Args:
        app: Where everything is shown.
        store: All that may happen.
        origin: Where the person comes from.
        hint: A line on the login screen for who tries the program out.
    """

    def __init__(
        self,
        app: App[Any],
        store: Store,
        origin: str,
        hint: str = "",
    ) -> None:
        self._app = app
        self._store = store
        self._origin = origin
        self._hint = hint
        self._wizard = ScreenWizard(app)
        self._idle: IdleWatch | None = None
        self.session: LoggedIn | None = None
        """The session of the person at the terminal; None before they are logged in."""

    @cached_property
    def _places(self) -> "Pages":
        from screens.pages import Pages  # with all that they lead to 30 ms: not before somebody is in

        return Pages(self._store, self)

    def enter(self, notice: str | StoreError | None = None) -> None:
        """Go to the front door: nobody is logged in.

        Args:
            notice: What the login screen says at first.
        """
        self.session = None  # at once: no key that still arrives at a place may lead elsewhere
        self._go(partial(self._enter, notice))

    def session_over(self, over: SessionEnded) -> None:
        """Go to the front door, unless the person is there already: several may find the session over.

        Args:
            over: Why it is.
        """
        if self.session is not None:
            self.enter(over)

    def log_out(self) -> None:
        """End the session and go to the front door."""
        if self.session is not None:
            ending, self.session = self.session, None
            self._go(partial(self._log_out, ending))

    def account_settings(self) -> None:
        """Go to Account Settings."""
        self._go_on(partial(self._above_home, self._places.account_settings))

    def administrators(self) -> None:
        """Go to Administrators."""
        self._go_on(partial(self._above_home, self._places.administrators))

    def activity(self) -> None:
        """Go to Activity."""
        self._go_on(partial(self._above_home, self._places.activity))

    def security_rules(self) -> None:
        """Go to the security rules, from the place where the person is."""
        self._go_on(self._security_rules)

    def change_appearance(self) -> None:
        """Change from dark to light, or back."""
        self._app.theme = other_theme(self._app.theme)
        if isinstance(self._app.screen, Page):
            self._app.screen.reload()

    def start(self, flow: Flow) -> None:
        """Begin a journey from the place where the person is, and come back to it at its end."""
        self._go_on(partial(self._start, flow))

    async def account(self) -> Account | None:
        """Return how the account is now; None when nobody is logged in, or it cannot be read."""
        if self.session is not None:
            with suppress(StoreError):  # a session that is over is found so by whatever is done next
                return await self._store.sessions.account(self.session.session_id)
        return None

    def acted(self) -> None:
        """Take note that the person did something."""
        if self._idle is not None:
            self._idle.acted()

    async def hang_up(self) -> bool:
        """End the session, or give up the login that waits for its code: the terminal is going away.

        Returns:
            Whether a login was given up, which its owner is mailed about.
        """
        if self.session is not None:
            with suppress(
                StoreError
            ):  # a store that cannot be used just now ends the session by its idle limit
                await self._store.sessions.log_out(self.session.session_id)
        return await self._wizard.give_up()

    def _go_on(self, way: Callable[[], Awaitable[None]]) -> None:
        """Go somewhere in the store; who is on the way to the front door goes there."""
        if self.session is not None:
            self._go(way)

    def _go(self, way: Callable[[], Awaitable[None]]) -> None:
        work: WorkType[None] = partial(self._run, way)
        self._app.run_worker(work, group=_WORKER, exclusive=True)

    async def _run(self, way: Callable[[], Awaitable[None]]) -> None:
        try:
            await way()
        except AccountClosed as closed:  # as the person wished
            await self._enter(str(closed))
        except SessionEnded as over:
            await self._enter(over)
        except StoreError as refusal:
            if isinstance(self._app.screen, StoreScreen):
                self._app.screen.refuse(str(refusal))

    async def _enter(self, notice: str | StoreError | None) -> None:
        if self._idle is not None:
            self._idle.stop()
        self._idle = self.session = self._wizard.account = None
        await self._pop_to(_BASE)
        self._wizard.notice = notice
        session = await enter(self._wizard, self._store, self._origin, self._hint)
        self.session = session
        self._wizard.account = session.login_address
        self._idle = IdleWatch(
            self._app,
            self._store.clock,
            partial(self._store.sessions.note_action, session.session_id),
            self.session_over,
        )
        await self._show(self._places.home(session))

    async def _log_out(self, ending: LoggedIn) -> None:
        with suppress(StoreUnavailable):  # it ends by its idle limit then
            await self._store.sessions.log_out(ending.session_id)
        await self._enter("You have been logged out.")

    async def _above_home(self, build: Callable[[LoggedIn], Page[Any]]) -> None:
        if self.session is not None:
            await self._pop_to(_BASE + 1)
            await self._show(build(self.session))

    async def _security_rules(self) -> None:
        from screens.account.security_rules import SecurityRules

        if self.session is not None and not isinstance(await self._pop_to_place(), SecurityRules):
            await self._show(self._places.security_rules(self.session))

    async def _start(self, flow: Flow) -> None:
        if self.session is None:
            return
        place = await self._pop_to_place()
        place.say("")
        try:
            ended = await flow(self._wizard, self._store, self.session)
        except SessionEnded:
            raise
        except StoreError as refusal:
            place.reload()
            place.refuse(str(refusal))
            return
        place.reload()  # a journey that asked nothing did not make the place come to the front anew
        notice = ended or self._wizard.take_notice()
        if isinstance(notice, StoreError):
            place.refuse(str(notice))
        elif notice:
            place.say(notice)

    async def _show(self, page: StoreScreen[Any]) -> None:
        page.account = self._wizard.account
        page.notice = self._wizard.take_notice()
        await self._app.push_screen(page)

    async def _pop_to_place(self) -> Page[Any]:
        stack = self._app.screen_stack
        level, place = next(
            (index, screen) for index, screen in reversed(list(enumerate(stack))) if isinstance(screen, Page)
        )
        await self._pop_to(level + 1)
        return place

    async def _pop_to(self, level: int) -> None:
        while len(self._app.screen_stack) > level:
            screen = self._app.screen
            if not screen.is_mounted:  # popped while it is being laid out, it would miss its own widgets
                await AwaitMount(screen, [screen])
            else:
                # Cancelled in here, the pop would take Textual's own loop with it: the terminal would hang.
                await asyncio.shield(self._app.pop_screen())
