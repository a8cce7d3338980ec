"""Events in a store that send an email."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from kstore_tui.core.codes import Purpose
from kstore_tui.mail import messages
from kstore_tui.store import Store
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import (
    ADDRESS,
    NEW_ADDRESS,
    ORIGIN,
    OTHER_ADDRESS,
    VERIFICATION_ADDRESS,
    new_address_proved,
    other_registered,
    present_address_proved,
    registered,
    two_step_on,
)


class Scenario(NamedTuple):
    """An event that sends an email."""

    happens: Callable[[Store, Mailbox], Awaitable[object]]
    """What was mailed on the way there has left the outbox."""
    subject: str
    told: tuple[str, ...] = (ADDRESS,)


async def _is_invited(store: Store, mailbox: Mailbox) -> None:
    session = (await registered(store)).session_id
    await store.administrators.register(session, OTHER_ADDRESS)


async def _forgets_the_password(store: Store, mailbox: Mailbox) -> None:
    await registered(store)
    await store.password_reset.ask(ADDRESS, ORIGIN)


async def _is_deleted(store: Store, mailbox: Mailbox) -> None:
    session = (await registered(store)).session_id
    await other_registered(store)
    other = (await store.administrators.page(session, OTHER_ADDRESS)).rows[0]
    await store.administrators.delete(session, other.id)


async def _has_two_step(store: Store, mailbox: Mailbox) -> str:
    session = (await two_step_on(store, mailbox)).session_id
    await store.mail_worker.drain()
    return session


async def _changes_the_address(store: Store, mailbox: Mailbox) -> None:
    session = await _has_two_step(store, mailbox)
    old = await present_address_proved(store, mailbox, session, Purpose.CHANGE_OLD)
    new = await new_address_proved(store, mailbox, session, NEW_ADDRESS, old)
    await store.two_step.save(session, new, old)


async def _disables_two_step(store: Store, mailbox: Mailbox) -> None:
    session = await _has_two_step(store, mailbox)
    proof = await present_address_proved(store, mailbox, session, Purpose.DISABLE)
    await store.two_step.disable(session, proof)


SCENARIOS = {
    "registration code": Scenario(_is_invited, "[Kintone] Registration Code", (OTHER_ADDRESS,)),
    "reset code": Scenario(_forgets_the_password, "[Kintone] Reset Code"),
    "account deleted": Scenario(_is_deleted, messages.AccountDeleted.subject, (OTHER_ADDRESS,)),
    "two-step enabled": Scenario(two_step_on, messages.TwoStepEnabled.subject),
    "verification address changed": Scenario(
        _changes_the_address,
        messages.VerificationAddressChanged.subject,
        (ADDRESS, VERIFICATION_ADDRESS, NEW_ADDRESS),
    ),
    "two-step disabled": Scenario(_disables_two_step, messages.TwoStepDisabled.subject),
}
"""What happens, by the kind of its mail."""
