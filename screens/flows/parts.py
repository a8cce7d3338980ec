"""Parts of journeys that several of them share."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

from kstore_tui.core.codes import Purpose
from kstore_tui.core.results import CodeSent, LoggedIn, Proof
from kstore_tui.store import Store
from screens.account.reauthentication import ReauthenticationStep
from screens.base.wizard import Wizard
from screens.two_step.address import AddressStep
from screens.two_step.code import CodeStep
from screens.two_step.confirm import SaveStep

T = TypeVar("T")


async def new_address(
    journey: Wizard, store: Store, session: LoggedIn, heading: str, old: Proof | None = None
) -> bool:
    """Ask for an address, for the code that it gets, and for the last word; tell whether it was saved."""

    async def send(typed: str) -> CodeSent:
        do = partial(store.two_step.send_to_new_address, session.session_id, typed, old)
        return await with_fresh_password(journey, store, session, do)

    address = ""
    while sent := await journey.ask(
        AddressStep(send, session.login_address, heading, "Step 2 of 4", address)
    ):
        address = sent.sent_to
        proof = await journey.ask(
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
        last_word = SaveStep(
            partial(with_fresh_password, journey, store, session, do),
            lead=f"Every login will mail a code to {proof.address}.",
            heading=heading,
            position="Step 4 of 4",
        )
        if await journey.ask(last_word):
            return True
    return False


async def prove_present_address(
    journey: Wizard, store: Store, session: LoggedIn, purpose: Purpose, heading: str, position: str
) -> Proof | None:
    """Mail a code to the present address at once, and ask for it."""
    wanted = await store.two_step.ask_present_address(session.session_id, purpose)
    return await journey.ask(
        CodeStep(
            None,
            send=partial(store.two_step.send, session.session_id, wanted.challenge_id),
            verify=partial(store.two_step.verify, session.session_id, wanted.challenge_id),
            sent_to=wanted.sent_to,
            heading=heading,
            position=position,
        )
    )


async def fresh_password(journey: Wizard, store: Store, session: LoggedIn) -> bool:
    """Ask for the password again where it was given too long ago; tell whether it is fresh now."""
    if await store.reauthentication.is_fresh(session.session_id):
        return True
    confirmed = await journey.ask(
        ReauthenticationStep(partial(store.reauthentication.confirm, session.session_id))
    )
    return confirmed is True


async def with_fresh_password(
    journey: Wizard, store: Store, session: LoggedIn, do: Callable[[], Awaitable[T]]
) -> T:
    """Do something in the middle of a journey, after asking for the password where that is needed."""
    await fresh_password(journey, store, session)  # without it, what is to be done refuses by itself
    return await do()
