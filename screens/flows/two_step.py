"""Two-step verification of one's own account: enabling it, changing the address, disabling it."""

from functools import partial

from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import ProofExpired
from kstore_tui.core.results import LoggedIn, Proof
from kstore_tui.store import Store
from screens.base.wizard import Wizard
from screens.flows.administrators import register
from screens.flows.reauthentication import ask_with_fresh_password, fresh_password
from screens.two_step.address import address_step
from screens.two_step.code import CodeStep
from screens.two_step.confirmation import disable_step, save_step
from screens.two_step.recommendation import Next, recommendation_step

ENABLE = "Enable two-step verification"
CHANGE = "Change your verification address"
DISABLE = "Disable two-step verification"

ALREADY_ON = "Two-step verification is already on."
ENABLED = "The set up for two-step verification is complete."
CHANGED = "Verification codes now go to the new address."
DISABLED = "Two-step verification is off."


async def enable(wizard: Wizard, store: Store, session: LoggedIn) -> str | None:
    """Set up two-step verification: recommendation, address, code, save."""
    account = await store.sessions.account(session.session_id)
    if account.two_step_is_on:
        return ALREADY_ON
    if not await fresh_password(wizard, store, session):
        return None
    while True:
        account = await store.sessions.account(session.session_id)
        match await wizard.ask(recommendation_step(account.administrators, ENABLE, "Step 1 of 4")):
            case None:
                return None
            case Next.REGISTER_ANOTHER:
                wizard.notice = await register(wizard, store, session) or wizard.notice
            case Next.CONTINUE:
                if await new_address(wizard, store, session, ENABLE):
                    return ENABLED


async def change(wizard: Wizard, store: Store, session: LoggedIn) -> str | None:
    """Send codes to a different address: a code from the current one, then address, code, save."""
    while await fresh_password(wizard, store, session):
        old = await prove_current_address(wizard, store, session, Purpose.CHANGE_OLD, CHANGE, "Step 1 of 4")
        if old is None:
            return None
        if await new_address(wizard, store, session, CHANGE, old):
            return CHANGED
        if not isinstance(wizard.notice, ProofExpired):
            return None
    return None


async def disable(wizard: Wizard, store: Store, session: LoggedIn) -> str | None:
    """Turn two-step verification off: a code from the current address, then a confirmation."""
    if not await fresh_password(wizard, store, session):
        return None
    proof = await prove_current_address(wizard, store, session, Purpose.DISABLE, DISABLE, "Step 1 of 2")
    if proof is None:
        return None
    do = partial(store.two_step.disable, session.session_id, proof)
    disabled = await ask_with_fresh_password(wizard, store, session, disable_step(do, DISABLE, "Step 2 of 2"))
    return DISABLED if disabled else None


async def new_address(
    wizard: Wizard, store: Store, session: LoggedIn, heading: str, old: Proof | None = None
) -> bool:
    """Ask for an address, for the code sent to it, and for a confirmation; return whether it was saved."""
    address = ""
    while True:
        send = partial(store.two_step.send_to_new_address, session.session_id, old=old)
        step = address_step(send, session.login_address, heading, "Step 2 of 4", address)
        sent = await ask_with_fresh_password(wizard, store, session, step)
        if sent is None:
            return False
        address = sent.sent_to
        proof = await wizard.ask(
            CodeStep(
                sent,
                send=partial(store.two_step.send, session.session_id, sent.challenge_id),
                verify=partial(store.two_step.verify, session.session_id, sent.challenge_id),
                heading=heading,
                position="Step 3 of 4",
            )
        )
        if proof is None:
            continue
        do = partial(store.two_step.save, session.session_id, proof, old)
        confirmation = save_step(do, proof.address, heading, "Step 4 of 4")
        if await ask_with_fresh_password(wizard, store, session, confirmation):
            return True
        if old and isinstance(wizard.notice, ProofExpired):  # of the two codes, the old one expires first
            return False


async def prove_current_address(
    wizard: Wizard, store: Store, session: LoggedIn, purpose: Purpose, heading: str, position: str
) -> Proof | None:
    """Mail a code to the current address at once, and ask for it."""
    started = await store.two_step.ask_current_address(session.session_id, purpose)
    return await wizard.ask(
        CodeStep(
            None,
            send=partial(store.two_step.send, session.session_id, started.challenge_id),
            verify=partial(store.two_step.verify, session.session_id, started.challenge_id),
            sent_to=started.sent_to,
            heading=heading,
            position=position,
        )
    )
