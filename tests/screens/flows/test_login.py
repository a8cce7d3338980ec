"""How people get in, with the real store and real mails."""

import asyncio
from dataclasses import replace

import pytest

from kstore_tui.accounts.registration import Registration
from kstore_tui.core.errors import (
    AlreadyRegistered,
    ChallengeEnded,
    InvalidCredentials,
    InvalidResetCode,
    SessionEnded,
    StoreUnavailable,
)
from kstore_tui.core.results import LoggedIn
from kstore_tui.store import Store
from screens.base.new_password import PasswordsDiffer
from screens.flows.login import REGISTERED, RESET, enter
from screens.login.first_registration import NoAdministratorYet
from screens.two_step.code import NEW_CODE_SENT
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import ADDRESS, ORIGIN, PASSWORD, another_code, registered, two_step_on
from tests.kstore_tui.support.transactions import BIG, full_disk
from tests.screens.support.person import SENT
from tests.screens.support.script import (
    NOT_SENT,
    Reply,
    Script,
    enters,
    goes_back,
    leaves,
    mail_server_down,
    meanwhile,
    presses,
    while_,
)

FIRST_RUN = "Register the first administrator"
LOGIN = "Log in to the Kintone Store"
CODE = "Enter the verification code"
REGISTRATION = "Register with a registration code"
FORGOTTEN = "Forgot your password?"
RESETS = "Choose a new password"
NEW = "eleven quiet lamps"
INVITED = "new@example.com"


async def goes_in(store: Store, *replies: Reply, origin: str = ORIGIN, served: bool = False) -> Script:
    """Play the replies from the front door until the person is in."""
    script = Script(*replies)
    assert isinstance(await enter(script, store, origin, served=served), LoggedIn)
    assert script.replies == []
    return script


async def test_the_first_administrator_registers_and_is_logged_in(store: Store) -> None:
    script = await goes_in(store, enters(ADDRESS, PASSWORD, PASSWORD))
    assert script.asked == [FIRST_RUN]


async def test_the_slower_of_two_first_administrators_learns_that_the_other_was_first(store: Store) -> None:
    script = await goes_in(
        store,
        meanwhile(lambda: registered(store)),
        enters("other@example.com", PASSWORD, PASSWORD),
        enters(ADDRESS, PASSWORD),
    )
    assert script.asked == [FIRST_RUN, LOGIN]
    assert script.told == [f"✗ {AlreadyRegistered()}"]


async def test_over_ssh_only_the_operator_registers_the_first_administrator(store: Store) -> None:
    script = await goes_in(
        store,
        enters(),
        meanwhile(lambda: store.registration.add_first(ADDRESS, PASSWORD)),
        enters(),
        enters(ADDRESS, PASSWORD),
        served=True,
    )
    assert script.asked == [FIRST_RUN, LOGIN]
    closed = script.steps[0]
    assert (closed.fields, closed.links, closed.can_go_back) == ((), (), False)
    assert closed.paragraphs == ("kstore-tui administrators register EMAIL --password-stdin",)
    assert script.told == [f"✗ {NoAdministratorYet()}"]


class BrokenRegistration(Registration):
    async def is_first_run(self) -> bool:
        raise StoreUnavailable("The disk is full.")


async def test_a_store_that_cannot_be_read_says_so_on_the_login_screen(store: Store) -> None:
    await registered(store)
    broken = replace(store, registration=BrokenRegistration(**vars(store.registration)))
    script = await goes_in(broken, enters(ADDRESS, PASSWORD))
    assert script.asked == [LOGIN]
    assert script.told == ["✗ The disk is full."]


async def test_a_login_goes_on_after_a_wrong_password_and_once_a_full_disk_has_room(
    store: Store,
) -> None:
    await registered(store)
    script = await goes_in(
        store,
        enters(ADDRESS, "wrong"),
        while_(full_disk, enters(PASSWORD)),
        enters(PASSWORD),
        origin=BIG,
    )
    wrong, full = script.told
    assert wrong == f"✗ {InvalidCredentials()}"
    assert "The disk is full" in full


async def test_a_mail_server_that_is_down_stops_a_login_only_as_long_as_it_is_down(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    script = await goes_in(
        store,
        while_(lambda: mail_server_down(store), enters(ADDRESS, PASSWORD)),
        enters(PASSWORD),
        meanwhile(lambda: clock.advance(minutes=1)),
        while_(lambda: mail_server_down(store), presses("Send again")),
        presses("Send again"),
        enters(lambda: mailbox.newest_code),
    )
    assert script.asked == [LOGIN, CODE]
    assert script.steps[1].lead == f"{SENT} a•••@example.net."
    assert script.unfinished is None
    down, down_again, sent = script.told
    assert down.startswith(NOT_SENT)
    assert down_again.startswith(NOT_SENT)
    assert sent == NEW_CODE_SENT


async def test_five_wrong_codes_lead_back_to_the_login(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    wrong = enters(lambda: another_code(mailbox.newest_code))
    right = enters(lambda: mailbox.newest_code)
    script = await goes_in(store, enters(ADDRESS, PASSWORD), *[wrong] * 5, enters(PASSWORD), right)
    assert script.asked == [LOGIN, CODE, LOGIN, CODE]
    assert script.told[-1] == f"✗ {ChallengeEnded()}"


async def test_going_back_from_the_code_gives_up_the_login_and_keeps_the_address(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    script = await goes_in(
        store,
        enters(f" {ADDRESS}", PASSWORD),
        goes_back,
        enters(PASSWORD),
        enters(lambda: mailbox.codes[-2]),
        enters(lambda: mailbox.newest_code),
    )
    assert script.asked == [LOGIN, CODE, LOGIN, CODE]
    assert script.steps[2].values["address"] == f" {ADDRESS}"
    assert len(script.told) == 1  # the code of the login that was given up opens nothing
    assert script.unfinished is None
    await store.mail_worker.drain()
    assert ["the right password for a•••@example.com" in text for text in mailbox.texts].count(True) == 1


async def test_leaving_at_the_code_leaves_a_login_to_give_up(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    script = Script(enters(ADDRESS, PASSWORD), leaves)
    with pytest.raises(asyncio.CancelledError):
        await enter(script, store, ORIGIN)
    await script.give_up()
    assert script.unfinished is None
    await store.mail_worker.drain()
    assert "the right password for a•••@example.com" in mailbox.newest_text


async def test_a_registration_code_leads_back_to_the_login_with_the_address(
    store: Store, mailbox: Mailbox
) -> None:
    session = await registered(store)
    await store.administrators.register(session.session_id, INVITED)
    await store.mail_worker.drain()
    script = await goes_in(
        store,
        presses("I have a registration code"),
        goes_back,
        presses("I have a registration code"),
        enters(INVITED, "AAAA-AAAA-AAAA", NEW, NEW),
        enters(lambda: mailbox.newest_code),
        enters(NEW),
    )
    assert script.asked == [LOGIN, REGISTRATION, LOGIN, REGISTRATION, LOGIN]
    assert script.told[1:] == [REGISTERED]


async def test_an_unknown_address_gets_the_same_steps_and_lines(store: Store) -> None:
    await registered(store)
    seen = []
    for address in (ADDRESS, "nobody@example.com"):
        script = Script(
            presses("Forgot your password?"), enters(address), enters("AAAA-AAAA-AAAA", NEW, NEW), leaves
        )
        with pytest.raises(asyncio.CancelledError):
            await enter(script, store, ORIGIN)
        seen.append((script.asked, script.told, script.steps[-1].lead))
    assert seen[0] == seen[1]
    assert seen[0][1] == [f"✗ {InvalidResetCode()}"]


async def test_an_address_once_entered_is_kept_on_every_way_to_the_login_and_back(store: Store) -> None:
    await registered(store)
    script = await goes_in(
        store,
        enters(ADDRESS, "wrong"),
        presses("Forgot your password?"),
        enters(),
        goes_back,
        goes_back,
        enters(PASSWORD),
    )
    assert script.asked == [LOGIN, FORGOTTEN, RESETS, FORGOTTEN, LOGIN]
    assert [step.values.get("address") for step in script.steps] == [ADDRESS, ADDRESS, None, ADDRESS, ADDRESS]


async def test_a_reset_leads_to_a_login_and_keeps_what_was_not_refused_on_the_way(
    store: Store, mailbox: Mailbox
) -> None:
    elsewhere = await registered(store)
    script = await goes_in(
        store,
        presses("Forgot your password?"),
        enters("ami"),
        enters(ADDRESS),
        meanwhile(store.mail_worker.drain),
        enters("AAAA-AAAA-AAAA", NEW, NEW),
        enters(lambda: mailbox.newest_code, "password1", "password1"),
        enters(NEW, PASSWORD),
        enters(NEW),
        enters(NEW),
    )
    assert script.asked == [LOGIN, FORGOTTEN, RESETS, LOGIN]
    no_address, wrong_code, common, differ, reset = script.told
    assert "isn't an email address" in no_address
    assert wrong_code == f"✗ {InvalidResetCode()}"
    assert "common" in common
    assert differ == f"✗ {PasswordsDiffer()}"
    assert reset == RESET
    with pytest.raises(SessionEnded, match="password"):
        await store.sessions.account(elsewhere.session_id)
