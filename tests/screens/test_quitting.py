"""Quitting ends a login that waits for its code, sends what can be sent, and waits for no mail server."""

import asyncio
from pathlib import Path

import pytest

from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import ChallengeEnded
from kstore_tui.database.models import Challenge, OutgoingMail
from kstore_tui.store import Store
from screens.app import KstoreApp
from tests.journeys.faulty_smtp import hangs, hangs_in_data
from tests.journeys.smtp_server import SmtpServer
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import Mailbox, mailing
from tests.kstore_tui.support.steps import ADDRESS, ORIGIN, PASSWORD, registered, two_step_on
from tests.screens.support.person import LOGIN, SENT, Person, at_terminal, sending, until

WARNING = "Someone entered the right password for a•••@example.com"


@pytest.fixture
async def protected(store: Store, mailbox: Mailbox) -> Store:
    """A store with an administrator whose two-step verification is on, and an empty outbox."""
    await two_step_on(store, mailbox)
    await store.mail_worker.drain()
    return store


async def waits_for_the_code(person: Person) -> None:
    await person.sees(LOGIN)
    await person.enters(ADDRESS, PASSWORD)
    await person.sees(SENT)


async def changes_the_password(person: Person) -> None:
    await person.opens_settings()
    await person.clicks("#change-password")
    await person.sees("Current password")
    await person.enters(PASSWORD, "eleven quiet lamps", "eleven quiet lamps")
    await person.sees("Your password was changed.")


async def outbox(store: Store) -> list[str]:
    return await store.transactions.run(lambda: [mail.kind for mail in OutgoingMail.select()])


@pytest.mark.parametrize("signal", [False, True], ids=["palette: Quit", "a signal"])
async def test_a_login_that_waits_for_its_code_is_given_up_and_its_owner_warned(
    protected: Store, mailbox: Mailbox, signal: bool
) -> None:
    async with at_terminal(protected) as person:
        await waits_for_the_code(person)
        code = mailbox.newest_code
        if signal:
            person.app.exit(143)
        else:
            await person.picks("Quit")
    assert WARNING in mailbox.newest_text
    assert mailbox.receivers[-1] == ADDRESS
    begun = await protected.transactions.run(lambda: Challenge.get(Challenge.purpose == Purpose.LOG_IN).id)
    with pytest.raises(ChallengeEnded):
        await protected.login.verify(begun, code)


async def test_entering_the_code_sends_no_warning(protected: Store, mailbox: Mailbox) -> None:
    async with at_terminal(protected) as person:
        await waits_for_the_code(person)
        await person.enters(mailbox.newest_code)
        await person.sees("Welcome.")
    assert [text for text in mailbox.texts if WARNING in text] == []
    assert await outbox(protected) == []


async def test_quitting_while_the_code_is_being_sent_does_not_wait_and_still_warns(
    protected: Store, mailbox: Mailbox, clock: MovableClock
) -> None:
    with hangs_in_data() as hanging, mailing(protected, hanging.port, 3600, patience_seconds=0.1):
        async with at_terminal(protected) as person:
            await person.sees(LOGIN)
            await person.enters(ADDRESS, PASSWORD)
            await asyncio.to_thread(hanging.wait_for_mail)
    async with asyncio.timeout(20):
        while await outbox(protected) == []:  # noqa: ASYNC110 - the use case that was cancelled tells nobody
            await asyncio.sleep(0.01)
    clock.advance(minutes=3)  # the program that ended may have had the warning in its hands
    await protected.mail_worker.drain()
    assert WARNING in mailbox.newest_text


async def test_a_hanging_notice_delays_neither_a_flow_nor_quitting(store: Store) -> None:
    await registered(store)
    with hangs() as hanging, mailing(store, hanging.port, 3600, patience_seconds=0.2):
        async with asyncio.timeout(60), at_terminal(store) as person:
            await person.logs_in()
            await changes_the_password(person)
            await person.waits_for(lambda: hanging.clients == 1)
            await person.presses("escape")
            await person.has_open("Home")
        assert hanging.clients == 1
    assert await outbox(store) == ["password changed"]


async def test_an_app_that_ends_leaves_the_mails_of_another_one_alone(
    store: Store, server: SmtpServer, log_folder: Path
) -> None:
    await registered(store)
    first, second = (KstoreApp(store, ORIGIN, "dark", log_folder) for _ in range(2))
    async with sending(store), first.run_test() as pilot:
        async with second.run_test() as other:
            await Person(second, other).sees(LOGIN)
        await store.password_reset.ask(ADDRESS, ORIGIN)
        await until(pilot, lambda: server.mails)
