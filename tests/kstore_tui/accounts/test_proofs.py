"""A proof that a code was entered does what that code was for, and nothing else."""

from itertools import permutations

import pytest

from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import SettingsChanged
from kstore_tui.core.results import Proof
from kstore_tui.database.models import Challenge
from kstore_tui.store import Store
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import (
    NEW_ADDRESS,
    VERIFICATION_ADDRESS,
    new_address_proved,
    present_address_proved,
    registered,
    two_step_on,
)

OF_A_SESSION = [Purpose.ENABLE, Purpose.CHANGE_OLD, Purpose.CHANGE_NEW, Purpose.DISABLE]


@pytest.mark.parametrize(("of", "wanted"), list(permutations(OF_A_SESSION, 2)))
async def test_a_proof_of_one_purpose_does_nothing_of_another(
    store: Store, mailbox: Mailbox, of: Purpose, wanted: Purpose
) -> None:
    """A challenge that was rightly answered has its purpose changed to the one it must not serve."""
    begun = await (registered(store) if wanted is Purpose.ENABLE else two_step_on(store, mailbox))
    session = begun.session_id
    old = None
    if wanted is Purpose.CHANGE_NEW:
        old = await present_address_proved(store, mailbox, session, Purpose.CHANGE_OLD)
        proof = await new_address_proved(store, mailbox, session, NEW_ADDRESS, old)
    elif wanted is Purpose.ENABLE:
        proof = await new_address_proved(store, mailbox, session)
    else:
        proof = await present_address_proved(store, mailbox, session, wanted)
    answered = Challenge.update(purpose=of).where(Challenge.id == proof.challenge_id)
    await store.transactions.run(answered.execute)
    with pytest.raises(SettingsChanged):
        if wanted is Purpose.DISABLE:
            await store.two_step.disable(session, proof)
        elif wanted is Purpose.CHANGE_OLD:
            await store.two_step.send_to_new_address(session, NEW_ADDRESS, proof)
        else:
            await store.two_step.save(session, proof, old)
    account = await store.sessions.account(session)
    assert account.verification_address == (None if wanted is Purpose.ENABLE else VERIFICATION_ADDRESS)


@pytest.mark.parametrize("answered", [False, True])
async def test_a_challenge_proves_only_what_was_answered(
    store: Store, mailbox: Mailbox, answered: bool
) -> None:
    session = (await registered(store)).session_id
    sent = await store.two_step.send_to_new_address(session, VERIFICATION_ADDRESS)
    made_up = Proof(sent.challenge_id, VERIFICATION_ADDRESS)
    if answered:
        await store.two_step.verify(session, sent.challenge_id, mailbox.newest_code)
        await store.two_step.save(session, made_up)
    else:
        with pytest.raises(SettingsChanged):
            await store.two_step.save(session, made_up)
