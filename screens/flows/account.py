"""The journeys of who is logged in, step by step; `front_door` tells how one gets in.

They read like the article. The order of the steps stands in these two modules and nowhere else.
"""

from functools import partial

from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import AccountClosed
from kstore_tui.core.results import AdministratorRow, LoggedIn
from kstore_tui.store import Store
from screens.account.change_password import ChangePasswordStep
from screens.administrators.delete import DeleteStep, WithdrawStep
from screens.administrators.register import RegisterStep
from screens.base.wizard import Wizard
from screens.flows.parts import fresh_password, new_address, prove_present_address, with_fresh_password
from screens.two_step.confirm import DisableStep
from screens.two_step.recommendation import Next, RecommendationStep

ALREADY_ON = "Two-step verification is on already."
ENABLED = "The set up for two-step verification is complete."
CHANGED = "Verification codes go to the new address from now on."
INVITED = "A registration code is on its way to {}."
DELETED = "{} was deleted."
WITHDRAWN = "The invitation of {} is withdrawn."
RELEASED = "{} was released."
NEW_PASSWORD = "Your password is changed."  # noqa: S105 - a line on the screen
LOGGED_OUT_ELSEWHERE = "You are logged out everywhere else."
DISABLED = "Two-step verification is off."


async def enable(journey: Wizard, store: Store, session: LoggedIn) -> str | None:
    """Set up two-step verification: recommendation, address, code, save."""
    account = await store.sessions.account(session.session_id)
    if account.two_step_is_on:
        return ALREADY_ON
    if not await fresh_password(journey, store, session):
        return None
    while True:
        account = await store.sessions.account(session.session_id)
        match await journey.ask(RecommendationStep(account.administrators, "Step 1 of 4")):
            case None:
                return None
            case Next.REGISTER_ANOTHER:
                journey.notice = await register(journey, store, session)
                continue
        if await new_address(journey, store, session, "Enable two-step verification"):
            return ENABLED


async def change(journey: Wizard, store: Store, session: LoggedIn) -> str | None:
    """Let codes go to another address: a code from the present one, then address, code, save."""
    heading = "Change the address for codes"
    if not await fresh_password(journey, store, session):
        return None
    old = await prove_present_address(journey, store, session, Purpose.CHANGE_OLD, heading, "Step 1 of 4")
    if old and await new_address(journey, store, session, heading, old):
        return CHANGED
    return None


async def disable(journey: Wizard, store: Store, session: LoggedIn) -> str | None:
    """Turn two-step verification off: a code from the present address, then the last word."""
    if not await fresh_password(journey, store, session):
        return None
    proof = await prove_present_address(
        journey, store, session, Purpose.DISABLE, DisableStep.heading, "Step 1 of 2"
    )
    if proof is None:
        return None
    do = partial(store.two_step.disable, session.session_id, proof)
    last_word = DisableStep(
        partial(with_fresh_password, journey, store, session, do),
        lead="From now on, your password alone will open the store.",
        position="Step 2 of 2",
    )
    return DISABLED if await journey.ask(last_word) else None


async def change_password(journey: Wizard, store: Store, session: LoggedIn) -> str | None:
    """Take a new password in place of the present one."""
    change = partial(store.password_change.change, session.session_id)
    return NEW_PASSWORD if await journey.ask(ChangePasswordStep(change)) else None


async def log_out_others(journey: Wizard, store: Store, session: LoggedIn) -> str | None:
    """End every other session of the account; nothing is asked."""
    await store.sessions.log_out_others(session.session_id)
    return LOGGED_OUT_ELSEWHERE


async def register(journey: Wizard, store: Store, session: LoggedIn) -> str | None:
    """Invite more administrators."""
    addresses = await journey.ask(RegisterStep(partial(store.administrators.register, session.session_id)))
    return None if addresses is None else INVITED.format(", ".join(addresses))


async def delete(journey: Wizard, store: Store, session: LoggedIn, row: AdministratorRow) -> str | None:
    """Delete an account after asking."""
    if not await fresh_password(journey, store, session):
        return None
    do = partial(store.administrators.delete, session.session_id, row.id)
    if not await journey.ask(DeleteStep(do, row.login_address, row.is_own)):
        return None
    if row.is_own:
        raise AccountClosed
    return DELETED.format(row.login_address)


async def withdraw(journey: Wizard, store: Store, session: LoggedIn, row: AdministratorRow) -> str | None:
    """Take an invitation back after asking."""
    do = partial(store.administrators.withdraw, session.session_id, row.id)
    withdrawn = await journey.ask(WithdrawStep(do, row.login_address))
    return WITHDRAWN.format(row.login_address) if withdrawn else None


async def send_again(journey: Wizard, store: Store, session: LoggedIn, row: AdministratorRow) -> str | None:
    """Mail an invited administrator another registration code; nothing is asked."""
    await store.administrators.send_again(session.session_id, row.id)
    journey.moved()
    return INVITED.format(row.login_address)


async def release(journey: Wizard, store: Store, session: LoggedIn, row: AdministratorRow) -> str | None:
    """Let a fellow administrator go on whose account is held; nothing is asked."""
    await store.administrators.release(session.session_id, row.id)
    return RELEASED.format(row.login_address)


async def close_account(journey: Wizard, store: Store, session: LoggedIn) -> str | None:
    """Delete one's own account after asking."""
    return await delete(journey, store, session, await store.administrators.own(session.session_id))
