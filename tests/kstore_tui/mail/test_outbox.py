"""A mail of the outbox comes once: trouble delays it, and one that is refused for good fails."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from kstore_tui.accounts.administrators import Operator
from kstore_tui.core.events import OPERATOR, THE_STORE, EventKind
from kstore_tui.core.origin import HERE
from kstore_tui.core.results import WaitingMail
from kstore_tui.database.models import OutgoingMail
from kstore_tui.mail.messages import AccountDeleted, OutboxMail
from kstore_tui.settings import Settings
from kstore_tui.store import Store, build_store
from tests.journeys.faulty_smtp import (
    drops_after_mail,
    drops_in_data,
    hangs,
    hangs_in_data,
    refuses_greeting,
    refuses_recipient,
)
from tests.journeys.smtp_server import SmtpServer
from tests.kstore_tui.mail.scenarios import SCENARIOS, Scenario
from tests.kstore_tui.support.events import told
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import Mailbox, mailing, read, transport_to
from tests.kstore_tui.support.steps import ADDRESS, ORIGIN, OTHER_ADDRESS, registered

Trouble = Callable[[], SmtpServer]
TROUBLES: tuple[Trouble, ...] = (refuses_greeting, refuses_recipient, drops_in_data, hangs)
SOME = ("registration code", "reset code", "verification address changed", "account deleted")
"""Of each way to make and address a mail, one."""
PAUSE = timedelta(seconds=30)
FOR_GOOD = "550 5.1.1 No such mailbox"
NOT_DELIVERED = (EventKind.MAIL_NOT_DELIVERED, THE_STORE, "k•••@example.com (registration code)", "")


async def _waiting(store: Store) -> list[tuple[str, str]]:
    """Return the kinds and receivers of what is in the outbox."""
    return await store.transactions.run(
        lambda: sorted((mail.kind, mail.to) for mail in OutgoingMail.select())
    )


def _taken(server: SmtpServer, scenario: Scenario) -> list[str]:
    """Return whom a server has mails for about something, each time that it took one."""
    about = [mail for mail in server.mails if read(mail)["Subject"] == scenario.subject]
    return sorted(receiver for mail in about for receiver in mail.recipients)


async def _tried(store: Store, trouble: Trouble) -> SmtpServer:
    """Try what is due while the mail server is in trouble."""
    # What hangs is told apart from what is slow only by waiting: here it need not be long.
    with trouble() as bad, mailing(store, bad.port, 0.2 if trouble is hangs else 10):
        await store.mail_worker.drain()
    return bad


async def _refused(store: Store, answer: str = FOR_GOOD) -> tuple[int, object]:
    """Try what is due while the server refuses every recipient."""
    with refuses_recipient(answer) as bad, mailing(store, bad.port):
        return await store.mail_worker.drain()


async def _send_all(store: Store) -> tuple[int, object]:
    return await store.mail_worker.send_all(lambda: None, lambda line: None)


async def _invited(store: Store, addresses: str = OTHER_ADDRESS) -> str:
    """Invite administrators; return the session of who did."""
    session = (await registered(store)).session_id
    await store.administrators.register(session, addresses)
    return session


async def _only(store: Store) -> WaitingMail:
    (mail,) = await store.outbox.waiting()
    return mail


@pytest.mark.parametrize("kind", SCENARIOS)
async def test_the_people_concerned_are_mailed(
    store: Store, server: SmtpServer, mailbox: Mailbox, kind: str
) -> None:
    scenario = SCENARIOS[kind]
    await scenario.happens(store, mailbox)
    assert await _waiting(store) == [(kind, to) for to in sorted(scenario.told)]
    await store.mail_worker.drain()
    assert _taken(server, scenario) == sorted(scenario.told)


@pytest.mark.parametrize(
    ("kind", "trouble"), [(kind, TROUBLES[number % len(TROUBLES)]) for number, kind in enumerate(SOME)]
)
async def test_a_mail_of_any_kind_arrives_once_after_an_outage(
    store: Store, server: SmtpServer, mailbox: Mailbox, clock: MovableClock, kind: str, trouble: Trouble
) -> None:
    scenario = SCENARIOS[kind]
    await scenario.happens(store, mailbox)
    wanted = sorted(scenario.told)
    bad = await _tried(store, trouble)
    assert (bad.clients, bad.mails) == (len(wanted), [])
    assert await _waiting(store) == [(kind, to) for to in wanted]
    assert await store.mail_worker.drain() == (0, clock() + PAUSE)  # not before it is due
    clock.advance(seconds=30)
    assert await store.mail_worker.drain() == (len(wanted), None)
    assert _taken(server, scenario) == wanted
    assert await _waiting(store) == []


@pytest.mark.parametrize("kind", ["registration code", "verification address changed"])
async def test_a_mail_accepted_without_an_answer_is_resent_with_the_same_message_id(
    store: Store, server: SmtpServer, mailbox: Mailbox, clock: MovableClock, kind: str
) -> None:
    scenario = SCENARIOS[kind]
    await scenario.happens(store, mailbox)
    bad = await _tried(store, drops_after_mail)
    wanted = sorted(scenario.told)
    assert _taken(bad, scenario) == wanted
    clock.advance(seconds=30)
    await store.mail_worker.drain()
    clock.advance(days=1)
    await store.mail_worker.drain()
    assert _taken(server, scenario) == wanted
    ids = [{str(read(mail)["Message-ID"]) for mail in each.mails} for each in (bad, server)]
    assert ids[0] <= ids[1]  # so that a mailbox can drop the second
    assert await _waiting(store) == []


async def test_the_pause_grows_to_a_quarter_of_an_hour(store: Store, clock: MovableClock) -> None:
    await _invited(store)
    pauses = []
    with refuses_greeting() as bad, mailing(store, bad.port):
        for _ in range(7):
            _, due = await store.mail_worker.drain()
            assert due is not None
            pauses.append((due - clock()).total_seconds())
            clock.advance(seconds=pauses[-1])
    assert pauses == [30, 60, 120, 240, 480, 900, 900]


async def test_programs_that_work_at_once_send_each_mail_once(store: Store, server: SmtpServer) -> None:
    addresses = ["a@example.com", "b@example.com", "c@example.com"]
    await _invited(store, " ".join(addresses))
    rounds = await asyncio.gather(*(store.mail_worker.drain() for _ in range(4)))
    assert sum(sent for sent, _ in rounds) == 3
    assert sorted(recipient for mail in server.mails for recipient in mail.recipients) == addresses


async def test_a_mail_of_a_dead_program_is_tried_after_two_minutes(store: Store, clock: MovableClock) -> None:
    await _invited(store)
    await store.transactions.run(store.outbox.claim)  # claimed, and nothing more comes of it
    assert await store.mail_worker.drain() == (0, clock() + timedelta(minutes=2))
    clock.advance(minutes=2)
    assert await store.mail_worker.drain() == (1, None)


class MailOfTomorrow(OutboxMail):
    kind = "of tomorrow"


async def test_a_mail_that_cannot_be_written_does_not_block_the_others(
    store: Store, mailbox: Mailbox
) -> None:
    await registered(store)
    await store.transactions.run(store.outbox.put, MailOfTomorrow(ADDRESS))
    await store.transactions.run(
        store.outbox.put, AccountDeleted(ADDRESS, store.clock(), "me"), "a\nb@c.example"
    )
    await store.password_reset.ask(ADDRESS, ORIGIN)
    await store.mail_worker.drain()
    assert mailbox.receivers == [ADDRESS]
    assert len(await _waiting(store)) == 2


async def test_a_code_asked_for_again_while_one_waits_is_mailed_once(store: Store, mailbox: Mailbox) -> None:
    session = await _invited(store)
    (invited,) = (row for row in (await store.administrators.page(session)).rows if row.is_invited)
    for _ in range(3):
        await store.administrators.send_again(session, invited.id)
    await store.mail_worker.drain()
    assert mailbox.receivers == [OTHER_ADDRESS]
    await store.administrators.send_again(session, invited.id)
    await store.mail_worker.drain()
    assert mailbox.receivers == [OTHER_ADDRESS, OTHER_ADDRESS]


# Mails that failed, and what the operator can do about them.


async def test_a_recipient_refused_for_good_fails_at_once_and_is_noted_masked(
    store: Store, server: SmtpServer, clock: MovableClock
) -> None:
    await _invited(store)
    assert await _refused(store) == (0, None)
    assert (await told(store))[-1] == NOT_DELIVERED
    assert (await _only(store)).failed_at == clock()
    clock.advance(days=1)
    assert await store.mail_worker.drain() == (0, None)
    assert server.mails == []
    # It holds up no newer one.
    await store.administrators.send_again(Operator(), await store.administrators.id_of(OTHER_ADDRESS))
    assert await store.mail_worker.drain() == (1, None)


@pytest.mark.parametrize(
    "answer", ["451 4.3.0 Try again later", "530 Authentication required", "554 5.7.1 Relay access denied"]
)
async def test_what_can_be_fixed_is_tried_again(store: Store, clock: MovableClock, answer: str) -> None:
    await _invited(store)
    await _refused(store, answer)
    assert NOT_DELIVERED not in await told(store)
    clock.advance(seconds=30)
    assert await store.mail_worker.drain() == (1, None)


async def test_a_mail_fails_after_three_days_and_is_noted_once(store: Store, clock: MovableClock) -> None:
    await _invited(store)
    with drops_in_data() as bad, mailing(store, bad.port):
        clock.advance(days=2, hours=23, minutes=59)
        await store.mail_worker.drain()
        assert (await _only(store)).failed_at is None
        clock.advance(minutes=1)
        assert await store.mail_worker.drain() == (0, None)
        clock.advance(days=1)
        assert await store.mail_worker.drain() == (0, None)
        assert bad.clients == 2
    assert (await told(store)).count(NOT_DELIVERED) == 1


@pytest.mark.parametrize("answer", [FOR_GOOD, "451 4.3.0 Try again later"], ids=["failed", "postponed"])
async def test_the_operator_can_retry_every_mail_now(store: Store, mailbox: Mailbox, answer: str) -> None:
    await _invited(store)
    await _refused(store, answer)
    assert (await store.mail_worker.drain())[0] == 0
    lines: list[str] = []
    with refuses_recipient() as bad, mailing(store, bad.port):
        await store.mail_worker.send_all(lambda: None, lines.append)
    assert lines == [
        f"k•••@example.com (registration code): the mail server at 127.0.0.1:{bad.port} "
        "answered “451 4.3.0 Try again later”."
    ]
    assert await _send_all(store) == (1, None)
    assert mailbox.receivers == [OTHER_ADDRESS]
    assert await store.outbox.waiting() == ()


async def test_the_operator_leaves_a_mail_alone_that_another_program_is_sending(
    store: Store, settings: Settings, clock: MovableClock, server: SmtpServer
) -> None:
    await _invited(store)
    with hangs_in_data() as hanging:
        transport = transport_to(hanging.port)
        other = build_store(settings, clock, transport=transport, transactions=store.transactions)
        other.mail_worker.patience_seconds = 0.1
        sending = asyncio.create_task(other.mail_worker.drain())
        await asyncio.to_thread(hanging.wait_for_mail)
        assert (await _send_all(store))[0] == 0
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
    assert (hanging.clients, server.mails) == (1, [])


async def test_the_operator_sees_what_waits_and_discards_only_what_failed(store: Store) -> None:
    await _invited(store)
    await _refused(store)
    await store.password_reset.ask(ADDRESS, ORIGIN)
    await store.password_reset.ask("nobody@example.com", ORIGIN)  # puts in a mail for nobody
    assert (len(await store.outbox.waiting()), len(await _waiting(store))) == (2, 3)
    assert await store.outbox.discard() == 1
    assert [mail.kind for mail in await store.outbox.waiting()] == ["reset code"]
    discarded = (EventKind.MAIL_DISCARDED, OPERATOR, "k•••@example.com (registration code)", HERE)
    assert (await told(store))[-1] == discarded


async def _asked_again(store: Store, kind: str) -> None:
    if kind == "reset code":
        await store.password_reset.ask(ADDRESS, ORIGIN)
    else:
        await store.administrators.send_again(Operator(), await store.administrators.id_of(OTHER_ADDRESS))


@pytest.mark.parametrize("kind", ["registration code", "reset code"])
async def test_a_mail_asked_for_again_is_due_at_once(
    store: Store, mailbox: Mailbox, server: SmtpServer, clock: MovableClock, kind: str
) -> None:
    await SCENARIOS[kind].happens(store, mailbox)
    await _tried(store, refuses_greeting)
    assert await store.mail_worker.drain() == (0, clock() + PAUSE)
    await _asked_again(store, kind)
    await store.mail_worker.drain()
    assert len(_taken(server, SCENARIOS[kind])) == 1


async def test_a_mail_in_hand_is_not_sent_twice_when_it_is_asked_for_again(
    store: Store, mailbox: Mailbox
) -> None:
    await registered(store)
    await store.mail_worker.drain()
    await store.password_reset.ask(ADDRESS, ORIGIN)
    assert await store.transactions.run(store.outbox.claim) is not None
    await _asked_again(store, "reset code")
    assert await store.transactions.run(store.outbox.claim) is None
