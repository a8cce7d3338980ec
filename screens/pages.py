"""The pages of a session, and where their buttons lead."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Protocol

from kstore_tui.core.results import AdministratorRow, LoggedIn
from kstore_tui.store import Store
from screens.account.home import Home
from screens.account.security_rules import SecurityRules
from screens.account.settings import AccountSettings
from screens.activity.page import Activity
from screens.administrators.page import Administrators
from screens.base.page import Page
from screens.base.wizard import Wizard
from screens.flows import account, two_step
from screens.flows import administrators as of_administrators

Flow = Callable[[Wizard, Store, LoggedIn], Awaitable[str | None]]
"""A journey of someone who is logged in; ends with what the page then says."""


class Navigation(Protocol):
    """What pages and commands ask of the navigator."""

    def start(self, flow: Flow) -> None:
        """Start a flow over the page where the person is, and return to it."""

    def open(self, build: "Build", *, over_this_page: bool = False) -> None:
        """Open a page above Home, or above the page where the person is."""

    def log_out(self) -> None:
        """End the session."""

    def change_appearance(self) -> None:
        """Change from dark to light, or back."""


Build = Callable[[Store, LoggedIn, Navigation], Page[Any]]
"""Makes a page for a session."""


def home(store: Store, session: LoggedIn, navigator: Navigation) -> Page[Any]:
    """Where a session begins."""
    return Home(
        partial(store.sessions.account, session.session_id),
        {
            "set-up": partial(navigator.start, two_step.enable),
            "register": partial(navigator.start, of_administrators.register),
            "administrators": partial(navigator.open, administrators),
            "activity": partial(navigator.open, activity),
            "rules": partial(navigator.open, security_rules),
        },
    )


def account_settings(store: Store, session: LoggedIn, navigator: Navigation) -> Page[Any]:
    """The person's own account."""
    return AccountSettings(
        partial(store.sessions.account, session.session_id),
        {
            "change-password": partial(navigator.start, account.change_password),
            "enable": partial(navigator.start, two_step.enable),
            "change": partial(navigator.start, two_step.change),
            "disable": partial(navigator.start, two_step.disable),
            "log-out-others": partial(navigator.start, account.log_out_others),
            "close": partial(navigator.start, account.close),
            "change-appearance": navigator.change_appearance,
            "rules": partial(navigator.open, security_rules, over_this_page=True),
        },
    )


def administrators(store: Store, session: LoggedIn, navigator: Navigation) -> Page[Any]:
    """Everyone who can log in, and what can be done about the one in the chosen row."""

    def starts(flow: Callable[..., Awaitable[str | None]]) -> Callable[[AdministratorRow], None]:
        return lambda row: navigator.start(partial(flow, row=row))

    return Administrators(
        partial(store.administrators.page, session.session_id),
        register=partial(navigator.start, of_administrators.register),
        of_row={
            "delete": starts(of_administrators.delete),
            "withdraw": starts(of_administrators.withdraw),
            "send-again": starts(of_administrators.send_again),
            "release": starts(of_administrators.release),
        },
    )


def activity(store: Store, session: LoggedIn, navigator: Navigation) -> Page[Any]:
    """What happened in the store."""
    return Activity(partial(store.activity.page, session.session_id))


def security_rules(store: Store, session: LoggedIn, navigator: Navigation) -> Page[Any]:
    """The rules, for anyone who is logged in."""

    async def load() -> None:
        await store.sessions.account(session.session_id)

    return SecurityRules(load, {})
