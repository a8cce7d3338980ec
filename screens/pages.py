"""The places: what each shows, and where it leads."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from kstore_tui.core.results import AdministratorRow, LoggedIn
from kstore_tui.store import Store
from screens.account.home import Home
from screens.account.security_rules import SecurityRules
from screens.account.settings import AccountSettings
from screens.base.page import Page
from screens.flows import account, administrators, two_step

if TYPE_CHECKING:
    from screens.navigator import Navigator

RowFlow = Callable[..., Awaitable[str | None]]
"""A journey about the administrator in a row."""


class Pages:
    """Builds them for a session.

    Args:
        store: All that may happen.
        go: Who leads from one to another.
    """

    def __init__(self, store: Store, go: "Navigator") -> None:
        self._store = store
        self._go = go

    def home(self, session: LoggedIn) -> Page[Any]:
        """Build the store."""
        go = self._go
        return Home(
            partial(self._store.sessions.account, session.session_id),
            {
                "set-up": partial(go.start, two_step.enable),
                "register": partial(go.start, administrators.register),
                "administrators": go.administrators,
                "activity": go.activity,
                "rules": go.security_rules,
            },
        )

    def account_settings(self, session: LoggedIn) -> Page[Any]:
        """Build Account Settings."""
        go = self._go
        return AccountSettings(
            partial(self._store.sessions.account, session.session_id),
            {
                "change-password": partial(go.start, account.change_password),
                "enable": partial(go.start, two_step.enable),
                "change": partial(go.start, two_step.change),
                "disable": partial(go.start, two_step.disable),
                "log-out-others": partial(go.start, account.log_out_others),
                "close": partial(go.start, account.close),
                "change-appearance": go.change_appearance,
                "rules": go.security_rules,
            },
        )

    def administrators(self, session: LoggedIn) -> Page[Any]:
        """Build Administrators."""
        from screens.administrators.page import Administrators  # tables take 20 ms: not at the start

        def begin(flow: RowFlow) -> Callable[[AdministratorRow], object]:
            return lambda row: self._go.start(partial(flow, row=row))

        return Administrators(
            partial(self._store.administrators.page, session.session_id),
            register=partial(self._go.start, administrators.register),
            of_row={
                "delete": begin(administrators.delete),
                "withdraw": begin(administrators.withdraw),
                "send-again": begin(administrators.send_again),
                "release": begin(administrators.release),
            },
        )

    def activity(self, session: LoggedIn) -> Page[Any]:
        """Build Activity."""
        from screens.activity.page import Activity  # as above

        return Activity(partial(self._store.activity.page, session.session_id))

    def security_rules(self, session: LoggedIn) -> Page[Any]:
        """Build the security rules, which are the same for everyone who is logged in."""

        async def load() -> None:
            await self._store.sessions.account(session.session_id)

        return SecurityRules(load, {})
