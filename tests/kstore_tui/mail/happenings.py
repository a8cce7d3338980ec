"""What happens in a store that somebody is mailed about, one for every kind of mail in the outbox."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import StoreError
from kstore_tui.mail import messages
from kstore_tui.store import Store
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import (
    ADDRESS,
    NEW_ADDRESS,
    NEW_PASSWORD,
    ORIGIN,
    OTHER_ADDRESS,
    PASSWORD,
    VERIFICATION_ADDRESS,
    another_code,
    code_sent,
    new_address_proved,
    other_registered,
    present_address_proved,
    registered,
    set_account,
    two_step_on,
)


class Happening(NamedTuple):
    """Something that somebody is mailed about."""

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


async def _registers(store: Store, mailbox: Mailbox) -> None:
    await _is_invited(store, mailbox)
    await store.mail_worker.drain()
    await store.invitations.redeem(OTHER_ADDRESS, mailbox.newest_code, NEW_PASSWORD, ORIGIN)


async def _changes_the_password(store: Store, mailbox: Mailbox) -> None:
    session = (await registered(store)).session_id
    await store.password_change.change(session, PASSWORD, NEW_PASSWORD)


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


async def _enters_one_more_wrong_code(store: Store, mailbox: Mailbox, after: int) -> None:
    await _has_two_step(store, mailbox)
    await set_account(store, wrong_codes_in_a_row=after)
    sent = await code_sent(store)
    with suppress(StoreError):
        await store.login.verify(sent.challenge_id, another_code(mailbox.newest_code))


async def _gives_up_a_login(store: Store, mailbox: Mailbox) -> None:
    await _has_two_step(store, mailbox)
    await store.login.give_up((await code_sent(store)).challenge_id)


HAPPENINGS = {
    "registration code": Happening(_is_invited, "[Kintone] Registration Code", (OTHER_ADDRESS,)),
    "reset code": Happening(_forgets_the_password, "[Kintone] Reset Code"),
    "account deleted": Happening(_is_deleted, messages.AccountDeleted.subject, (OTHER_ADDRESS,)),
    "account registered": Happening(_registers, messages.AccountRegistered.subject, (OTHER_ADDRESS,)),
    "password changed": Happening(_changes_the_password, messages.PasswordChanged.subject),
    "two-step enabled": Happening(two_step_on, messages.TwoStepEnabled.subject),
    "verification address changed": Happening(
        _changes_the_address,
        messages.VerificationAddressChanged.subject,
        (ADDRESS, VERIFICATION_ADDRESS, NEW_ADDRESS),
    ),
    "two-step disabled": Happening(_disables_two_step, messages.TwoStepDisabled.subject),
    "wrong codes": Happening(
        partial(_enters_one_more_wrong_code, after=9), messages.WrongCodesEntered.subject
    ),
    "account on hold": Happening(
        partial(_enters_one_more_wrong_code, after=99), messages.AccountPutOnHold.subject
    ),
    "password known": Happening(_gives_up_a_login, messages.PasswordKnown.subject),
}
"""What happens, by the kind of its mail."""
