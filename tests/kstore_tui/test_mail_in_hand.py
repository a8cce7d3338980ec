"""A program that ends while a mail is in hand sends it once; killed outright, twice under one Message-ID."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from kstore_tui.database.models import OutgoingMail
from kstore_tui.settings import Settings
from kstore_tui.store import Store, build_store
from tests.journeys.faulty_smtp import answers_late, drops_after_mail
from tests.journeys.smtp_server import Mail, SmtpServer
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.hanging import HangsInData
from tests.kstore_tui.mailbox import read
from tests.kstore_tui.program import Program
from tests.kstore_tui.steps import ADDRESS, ORIGIN, OTHER_ADDRESS, mailing_to, registered


async def _invited(store: Store, addresses: str = OTHER_ADDRESS) -> None:
    session = await registered(store)
    await store.administrators.register(session.session_id, addresses)


async def _waiting(store: Store) -> int:
    return await store.transactions.run(lambda: int(OutgoingMail.select().count()))


def _id(mail: Mail) -> str:
    return str(read(mail)["Message-ID"])


async def _told_to_end(store: Store, server: SmtpServer) -> None:
    """Begin to send, and be told to end as soon as the server has a mail."""
    going = asyncio.create_task(store.mail_worker.drain())
    await asyncio.to_thread(server.wait_for_mail)
    going.cancel()
    with pytest.raises(asyncio.CancelledError):
        await going


async def test_what_the_server_takes_while_the_program_ends_is_not_sent_again(
    store: Store, server: SmtpServer, clock: MovableClock
) -> None:
    await _invited(store)
    with answers_late(0.3) as late:
        await _told_to_end(mailing_to(store, late.port), late)
    assert await _waiting(store) == 0
    clock.advance(minutes=15)
    assert await store.mail_worker.drain() == (0, None)
    assert (len(late.mails), server.mails) == (1, [])


async def test_the_end_waits_for_the_mail_in_hand_and_for_no_other(
    store: Store, server: SmtpServer, clock: MovableClock
) -> None:
    await _invited(store, "a@example.com b@example.com")
    with answers_late(0.3) as late:
        await _told_to_end(mailing_to(store, late.port), late)
    assert await _waiting(store) == 1
    clock.advance(minutes=15)
    await store.mail_worker.drain()
    assert (len(late.mails), len(server.mails)) == (1, 1)


async def test_the_end_waits_no_longer_than_it_may(store: Store) -> None:
    await _invited(store)
    with HangsInData() as hanging:
        mail_worker = mailing_to(store, hanging.port, 3600, patience_seconds=0.1).mail_worker
        going = asyncio.create_task(mail_worker.drain())
        await asyncio.to_thread(hanging.wait_for_mail)
        going.cancel()
        async with asyncio.timeout(20):
            with pytest.raises(asyncio.CancelledError):
                await going
    assert await _waiting(store) == 1


async def test_a_mail_that_is_sent_again_has_the_same_message_id(
    store: Store, server: SmtpServer, clock: MovableClock
) -> None:
    await _invited(store, "a@example.com b@example.com")
    with drops_after_mail() as bad:
        await mailing_to(store, bad.port).mail_worker.drain()
    clock.advance(seconds=30)
    await store.mail_worker.drain()
    first = {_id(mail) for mail in bad.mails}
    assert len(first) == 2
    assert {_id(mail) for mail in server.mails} == first


async def test_killed_between_the_servers_answer_and_its_note_the_second_has_the_same_message_id(
    settings: Settings, server: SmtpServer
) -> None:
    clock = MovableClock(datetime.now(UTC))
    store = build_store(settings, clock)
    await registered(store)
    await store.password_reset.ask(ADDRESS, ORIGIN)
    with Program("post", settings) as program:
        program.reaches("taken")
        program.kill()
    assert (await _waiting(store), len(server.mails)) == (1, 1)
    clock.now = datetime.now(UTC) + timedelta(minutes=3)
    assert await store.mail_worker.drain() == (1, None)
    assert _id(server.mails[0]) == _id(server.mails[1])
