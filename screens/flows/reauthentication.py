"""The password again, where a change of security needs one that was given a moment ago."""

from functools import partial
from typing import TypeVar

from kstore_tui.core.errors import ReauthenticationRequired
from kstore_tui.core.results import LoggedIn
from kstore_tui.store import Store
from screens.account.reauthentication import reauthentication_step
from screens.base.step import Step
from screens.base.wizard import Wizard

R = TypeVar("R")


async def fresh_password(wizard: Wizard, store: Store, session: LoggedIn) -> bool:
    """Ask for the password again if it was given too long ago; return whether it is fresh now."""
    if await store.reauthentication.is_fresh(session.session_id):
        return True
    confirm = partial(store.reauthentication.confirm, session.session_id)
    return await wizard.ask(reauthentication_step(confirm)) or False


async def ask_with_fresh_password(wizard: Wizard, store: Store, session: LoggedIn, step: Step[R]) -> R | None:
    """Ask a step; if its password has become too old, ask for that and go on with what was entered."""
    while True:
        try:
            return await wizard.ask(step)
        except ReauthenticationRequired as required:
            if await fresh_password(wizard, store, session):
                step.at_once = "primary"
            else:
                wizard.notice = required
