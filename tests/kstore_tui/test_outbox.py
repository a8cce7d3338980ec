"""What may wait is kept with what it tells of, sent when a server takes it, and sent once."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import AdministratorNotFound
from kstore_tui.database.models import OutgoingMail
from kstore_tui.mail.messages import OutboxMail
from kstore_tui.store import Store
from tests.journeys.faulty_smtp import drops_in_data, refuses_greeting, refuses_recipient
from tests.journeys.smtp_server import SmtpServer
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import (
    ADDRESS,
    NEW_ADDRESS,
    OTHER_ADDRESS,
    VERIFICATION_ADDRESS,
    mailing_to,
    new_address_proved,
    present_address_proved,
    registered,
    two_step_on,
)


class MailOfTomorrow(OutboxMail):
    kind = "of tomorrow"


async def _waiting(store: Store) -> int:
    return await store.transactions.run(lambda: OutgoingMail.select().count())


@pytest.mark.parametrize("trouble", [refuses_greeting, refuses_recipient, drops_in_data])
async def test_a_server_in_trouble_delays_a_mail_and_loses_none(
    store: Store, server: SmtpServer, clock: MovableClock, trouble: Callable[[], SmtpServer]
) -> None:
    session = await registered(store)
    await store.administrators.register(session.session_id, OTHER_ADDRESS)
    with trouble() as bad:
        sent, due = await mailing_to(store, bad.port, 1).mail_worker.drain()
    assert (sent, due) == (0, clock() + timedelta(seconds=30))
    assert await store.mail_worker.drain() == (0, due)  # not before it is due
    clock.advance(seconds=30)
    assert await store.mail_worker.drain() == (1, None)
    assert len(server.mails) == 1
    assert await _waiting(store) == 0


async def test_the_pause_grows_to_a_quarter_of_an_hour(store: Store, clock: MovableClock) -> None:
    session = await registered(store)
    await store.administrators.register(session.session_id, OTHER_ADDRESS)
    pauses = []
    with refuses_greeting() as bad:
        for _ in range(7):
            _, due = await mailing_to(store, bad.port, 1).mail_worker.drain()
            assert due is not None
            pauses.append((due - clock()).total_seconds())
            clock.advance(seconds=pauses[-1])
    assert pauses == [30, 60, 120, 240, 480, 900, 900]


async def test_two_programs_that_go_round_at_once_send_each_mail_once(
    store: Store, server: SmtpServer
) -> None:
    session = await registered(store)
    await store.administrators.register(session.session_id, "a@example.com b@example.com c@example.com")
    rounds = await asyncio.gather(*(store.mail_worker.drain() for _ in range(4)))
    assert sum(sent for sent, _ in rounds) == 3
    assert sorted(recipient for mail in server.mails for recipient in mail.recipients) == [
        "a@example.com",
        "b@example.com",
        "c@example.com",
    ]


async def test_a_mail_whose_program_died_is_tried_again_after_two_minutes(
    store: Store, server: SmtpServer, clock: MovableClock
) -> None:
    session = await registered(store)
    await store.administrators.register(session.session_id, OTHER_ADDRESS)
    await store.transactions.run(store.outbox.claim)  # claimed, and nothing more comes of it
    assert await store.mail_worker.drain() == (0, clock() + timedelta(minutes=2))
    clock.advance(minutes=2)
    assert await store.mail_worker.drain() == (1, None)


async def test_a_mail_that_cannot_be_written_is_in_no_others_way(store: Store, mailbox: Mailbox) -> None:
    session = await registered(store)
    await store.transactions.run(store.outbox.put, MailOfTomorrow(ADDRESS))
    await store.administrators.register(session.session_id, OTHER_ADDRESS)
    await store.mail_worker.drain()
    assert mailbox.receivers == [OTHER_ADDRESS]
    assert await _waiting(store) == 1


async def test_a_code_asked_for_again_while_one_waits_is_mailed_once(store: Store, mailbox: Mailbox) -> None:
    session = (await registered(store)).session_id
    await store.administrators.register(session, OTHER_ADDRESS)
    (invited,) = (row for row in (await store.administrators.page(session)).rows if row.is_invited)
    for _ in range(3):
        await store.administrators.send_again(session, invited.id)
    await store.mail_worker.drain()
    assert mailbox.receivers == [OTHER_ADDRESS]
    await store.administrators.send_again(session, invited.id)
    await store.mail_worker.drain()
    assert mailbox.receivers == [OTHER_ADDRESS, OTHER_ADDRESS]


async def test_no_code_is_mailed_to_who_was_deleted_meanwhile(store: Store, server: SmtpServer) -> None:
    session = await registered(store)
    await store.administrators.register(session.session_id, OTHER_ADDRESS)
    invited = (await store.administrators.page(session.session_id, OTHER_ADDRESS)).rows[0]
    await store.administrators.delete(session.session_id, invited.id)
    assert await store.mail_worker.drain() == (0, None)
    assert server.mails == []


async def test_what_is_told_is_kept_only_with_what_it_tells_of(store: Store) -> None:
    session = await registered(store)
    with pytest.raises(AdministratorNotFound):
        await store.administrators.delete(session.session_id, "nobody")
    assert await _waiting(store) == 0


async def test_enabling_is_told_to_the_login_address(store: Store, mailbox: Mailbox) -> None:
    await two_step_on(store, mailbox)
    await store.mail_worker.drain()
    assert mailbox.receivers[-1] == ADDRESS
    assert "Two-step verification was enabled" in mailbox.newest_text
    assert VERIFICATION_ADDRESS not in mailbox.newest_text


async def test_a_change_is_told_to_the_login_address_the_old_and_the_new(
    store: Store, mailbox: Mailbox
) -> None:
    session = (await two_step_on(store, mailbox)).session_id
    await store.mail_worker.drain()
    before = len(mailbox.receivers)
    old = await present_address_proved(store, mailbox, session, Purpose.CHANGE_OLD)
    new = await new_address_proved(store, mailbox, session, NEW_ADDRESS, old)
    await store.two_step.save(session, new, old)
    await store.mail_worker.drain()
    assert sorted(mailbox.receivers[before + 2 :]) == sorted([ADDRESS, VERIFICATION_ADDRESS, NEW_ADDRESS])
