"""Administrators: registering and deleting them, their invitations, releasing a held account."""

from functools import partial

from kstore_tui.core.errors import AccountClosed
from kstore_tui.core.results import AdministratorRow, LoggedIn
from kstore_tui.store import Store
from screens.administrators.delete import delete_step, withdraw_step
from screens.administrators.register import register_step
from screens.base.wizard import Wizard
from screens.flows.reauthentication import ask_with_fresh_password, fresh_password

INVITED = "We'll email a registration code to {}."
DELETED = "{} was deleted."
WITHDRAWN = "The invitation for {} was withdrawn."
RELEASED = "{} was released."


async def register(wizard: Wizard, store: Store, session: LoggedIn) -> str | None:
    """Invite more administrators."""
    if not await fresh_password(wizard, store, session):
        return None
    do = partial(store.administrators.register, session.session_id)
    addresses = await ask_with_fresh_password(wizard, store, session, register_step(do))
    return None if addresses is None else INVITED.format(", ".join(addresses))


async def delete(wizard: Wizard, store: Store, session: LoggedIn, row: AdministratorRow) -> str | None:
    """Delete an account after asking."""
    if not await fresh_password(wizard, store, session):
        return None
    do = partial(store.administrators.delete, session.session_id, row.id)
    step = delete_step(do, row.login_address, row.is_own)
    if not await ask_with_fresh_password(wizard, store, session, step):
        return None
    if row.is_own:
        raise AccountClosed
    return DELETED.format(row.login_address)


async def withdraw(wizard: Wizard, store: Store, session: LoggedIn, row: AdministratorRow) -> str | None:
    """Take an invitation back after asking."""
    do = partial(store.administrators.withdraw, session.session_id, row.id)
    withdrawn = await wizard.ask(withdraw_step(do, row.login_address))
    return WITHDRAWN.format(row.login_address) if withdrawn else None


async def send_again(wizard: Wizard, store: Store, session: LoggedIn, row: AdministratorRow) -> str | None:
    """Mail an invited administrator another registration code; nothing is asked."""
    await store.administrators.send_again(session.session_id, row.id)
    return INVITED.format(row.login_address)


async def release(wizard: Wizard, store: Store, session: LoggedIn, row: AdministratorRow) -> str | None:
    """Release another administrator's account that is on hold."""
    if not await fresh_password(wizard, store, session):
        return None
    await store.administrators.release(session.session_id, row.id)
    return RELEASED.format(row.login_address)
