"""Whoever leaves while a login waits for its code gives that login up, and its owner is told at once."""

import asyncio
from contextlib import ExitStack

import pytest

from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import ChallengeEnded
from kstore_tui.database.models import Challenge, OutgoingMail
from kstore_tui.store import Store
from tests.journeys.faulty_smtp import hangs
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.hanging import HangsInData
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import ADDRESS, PASSWORD, mailing_to, two_step_on
from tests.kstore_tui.transport import mailing
from tests.screens.person import Person, at_terminal
from tests.screens.running import SENT, by_palette, of_the_database

WARNING = "Someone entered the right password for a•••@example.com"


async def _waits_for_the_code(person: Person) -> None:
    await person.sees("Log in to the Kintone Store")
    await person.enters(ADDRESS, PASSWORD)
    await person.sees(SENT)


async def _leaves(person: Person, way: str) -> None:
    if way == "palette: Quit":
        await by_palette(person, "Quit")
    elif way == "ctrl+q":
        await person.presses(way)
    else:
        person.app.exit(143)  # as a signal does


async def _challenge(store: Store) -> str:
    """Return the only login that was begun."""
    return await of_the_database(store, lambda: str(Challenge.get(Challenge.purpose == Purpose.LOG_IN).id))


@pytest.mark.parametrize("way", ["ctrl+q", "palette: Quit", "a signal"])
async def test_on_every_way_out(store: Store, mailbox: Mailbox, way: str) -> None:
    await two_step_on(store, mailbox)
    await store.mail_worker.drain()
    async with at_terminal(store) as person:
        await _waits_for_the_code(person)
        code = mailbox.newest_code
        await _leaves(person, way)
    assert WARNING in mailbox.newest_text
    assert mailbox.receivers[-1] == ADDRESS
    with pytest.raises(ChallengeEnded):
        await store.login.verify(await _challenge(store), code)


async def test_who_has_entered_the_code_is_not_warned(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    await store.mail_worker.drain()
    async with at_terminal(store) as person:
        await _waits_for_the_code(person)
        await person.enters(mailbox.newest_code)
        await person.sees("Welcome.")
        await person.presses("ctrl+q")
    assert [text for text in mailbox.texts if WARNING in text] == []
    assert await of_the_database(store, lambda: OutgoingMail.select().count()) == 0


async def test_who_went_back_is_warned_once(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    await store.mail_worker.drain()
    async with at_terminal(store) as person:
        await _waits_for_the_code(person)
        await person.presses("escape")
        await person.sees("Log in to the Kintone Store")
        await person.presses("ctrl+q")
    await store.mail_worker.drain()
    assert len([text for text in mailbox.texts if WARNING in text]) == 1


async def test_who_leaves_while_the_code_is_being_sent(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    await two_step_on(store, mailbox)
    await store.mail_worker.drain()
    with HangsInData() as hanging:
        async with at_terminal(mailing_to(store, hanging.port, 3600, patience_seconds=0.1)) as person:
            await person.sees("Log in to the Kintone Store")
            await person.enters(ADDRESS, PASSWORD)
            await asyncio.to_thread(hanging.wait_for_mail)
            await person.presses("ctrl+q")
    async with asyncio.timeout(20):
        while WARNING not in mailbox.newest_text:  # who leaves is not made to wait until it is noted
            clock.advance(seconds=1)  # the program that ends may have had the warning in its hands
            await store.mail_worker.drain()


async def test_a_mail_server_that_hangs_holds_up_nobody_and_the_warning_waits(
    store: Store, mailbox: Mailbox
) -> None:
    await two_step_on(store, mailbox)
    await store.mail_worker.drain()
    with hangs() as hanging, ExitStack() as elsewhere:
        async with asyncio.timeout(60), at_terminal(store) as person:
            await _waits_for_the_code(person)
            elsewhere.enter_context(mailing(store, hanging.port, answer_seconds=3600, patience_seconds=0.1))
            await person.presses("ctrl+q")
        assert hanging.clients == 1
    assert await of_the_database(store, lambda: [mail.kind for mail in OutgoingMail.select()]) == [
        "password known"
    ]
