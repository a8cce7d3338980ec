"""One's own account: changing the password, ending other sessions, closing it."""

from functools import partial

from kstore_tui.core.results import LoggedIn
from kstore_tui.store import Store
from screens.account.change_password import change_password_step
from screens.base.wizard import Wizard
from screens.flows.administrators import delete

NEW_PASSWORD = "Your password was changed."  # noqa: S105 - a line on the screen
LOGGED_OUT_ELSEWHERE = "You have been logged out everywhere else."


async def change_password(wizard: Wizard, store: Store, session: LoggedIn) -> str | None:
    """Take a new password in place of the current one."""
    change = partial(store.password_change.change, session.session_id)
    return NEW_PASSWORD if await wizard.ask(change_password_step(change)) else None


async def log_out_others(wizard: Wizard, store: Store, session: LoggedIn) -> str | None:
    """End every other session of the account; nothing is asked."""
    await store.sessions.log_out_others(session.session_id)
    return LOGGED_OUT_ELSEWHERE


async def close(wizard: Wizard, store: Store, session: LoggedIn) -> str | None:
    """Delete one's own account after asking."""
    return await delete(wizard, store, session, await store.administrators.own(session.session_id))
