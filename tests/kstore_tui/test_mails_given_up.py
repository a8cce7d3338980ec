"""A mail that will never be taken is given up, noted, and kept for the operator: none is lost in silence."""

import asyncio

import pytest

from kstore_tui.core.addresses import mask
from kstore_tui.core.events import OPERATOR, THE_STORE, EventKind
from kstore_tui.core.origin import HERE
from kstore_tui.core.results import WaitingMail
from kstore_tui.database.models import OutgoingMail
from kstore_tui.store import Store
from tests.journeys.faulty_smtp import drops_in_data, refuses_recipient
from tests.journeys.smtp_server import SmtpServer
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.events import told
from tests.kstore_tui.hanging import HangsInData
from tests.kstore_tui.happenings import HAPPENINGS
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import ADDRESS, ORIGIN, OTHER_ADDRESS, mailing_to, registered

FOR_GOOD = "550 5.1.1 No such mailbox"
NOT_DELIVERED = (EventKind.MAIL_NOT_DELIVERED, THE_STORE, "k•••@example.com (registration code)", "")


async def _invited(store: Store) -> str:
    """Invite somebody; return the session of who did."""
    session = (await registered(store)).session_id
    await store.administrators.register(session, OTHER_ADDRESS)
    return session


async def _refused(store: Store, answer: str = FOR_GOOD) -> tuple[int, object]:
    """Let the postman go round once while the server refuses every recipient."""
    with refuses_recipient(answer) as bad:
        return await mailing_to(store, bad.port).mail_worker.drain()


async def _sent_by_operator(store: Store) -> tuple[int, object]:
    return await store.mail_worker.send_all(lambda: None, lambda line: None)


async def _outbox(store: Store) -> WaitingMail:
    (mail,) = await store.outbox.list()
    return mail


async def test_a_recipient_refused_for_good_is_given_up_at_once_and_noted_masked(
    store: Store, server: SmtpServer, clock: MovableClock
) -> None:
    await _invited(store)
    assert await _refused(store) == (0, None)
    assert (await told(store))[-1] == NOT_DELIVERED
    assert (await _outbox(store)).given_up_at == clock()
    clock.advance(days=1)
    assert await store.mail_worker.drain() == (0, None)
    assert server.mails == []


@pytest.mark.parametrize(
    "answer", ["451 4.3.0 Try again later", "530 Authentication required", "554 5.7.1 Relay access denied"]
)
async def test_what_may_be_mended_is_tried_on(
    store: Store, server: SmtpServer, clock: MovableClock, answer: str
) -> None:
    await _invited(store)
    await _refused(store, answer)
    assert NOT_DELIVERED not in await told(store)
    clock.advance(seconds=30)
    assert await store.mail_worker.drain() == (1, None)


async def test_after_three_days_of_trying_a_mail_is_given_up_and_noted_once(
    store: Store, clock: MovableClock
) -> None:
    await _invited(store)
    with drops_in_data() as bad:
        mail_worker = mailing_to(store, bad.port).mail_worker
        clock.advance(days=2, hours=23, minutes=59)
        await mail_worker.drain()
        assert (await _outbox(store)).given_up_at is None
        clock.advance(minutes=1)
        assert await mail_worker.drain() == (0, None)
        clock.advance(days=1)
        assert await mail_worker.drain() == (0, None)
        assert bad.clients == 2
    assert (await told(store)).count(NOT_DELIVERED) == 1


async def test_a_mail_that_was_given_up_is_in_the_way_of_no_newer_one(store: Store, mailbox: Mailbox) -> None:
    session = await _invited(store)
    await _refused(store)
    (invited,) = (row for row in (await store.administrators.page(session)).rows if row.is_invited)
    await store.administrators.send_again(session, invited.id)
    assert await store.mail_worker.drain() == (1, None)
    assert mailbox.receivers == [OTHER_ADDRESS]


async def test_the_operator_has_postponed_mails_tried_now(store: Store, mailbox: Mailbox) -> None:
    await _invited(store)
    await _refused(store, "451 4.3.0 Try again later")
    assert await store.mail_worker.drain() == (0, (await _outbox(store)).due_at)
    assert await _sent_by_operator(store) == (1, None)
    assert mailbox.receivers == [OTHER_ADDRESS]


async def test_the_operator_has_mails_tried_that_were_given_up(store: Store, mailbox: Mailbox) -> None:
    await _invited(store)
    await _refused(store)
    assert await _sent_by_operator(store) == (1, None)
    assert mailbox.receivers == [OTHER_ADDRESS]
    assert await store.outbox.list() == ()


async def test_the_operator_leaves_a_mail_alone_that_another_program_has_in_hand(
    store: Store, server: SmtpServer
) -> None:
    await _invited(store)
    with HangsInData() as hanging:
        other = asyncio.create_task(
            mailing_to(store, hanging.port, 60, patience_seconds=0.1).mail_worker.drain()
        )
        await asyncio.to_thread(hanging.wait_for_mail)
        assert (await _sent_by_operator(store))[0] == 0
        other.cancel()
        await asyncio.gather(other, return_exceptions=True)
    assert server.mails == []


async def test_the_operator_is_told_why_a_mail_was_not_sent(store: Store) -> None:
    await _invited(store)
    lines: list[str] = []
    with refuses_recipient(FOR_GOOD) as bad:
        worker = mailing_to(store, bad.port).mail_worker
        await worker.send_all(lambda: None, lines.append)
    assert lines == [
        "k•••@example.com (registration code): "
        f"the mail server at 127.0.0.1:{bad.port} answered “{FOR_GOOD}”."
    ]


async def test_the_operator_discards_what_was_given_up_and_nothing_else(store: Store) -> None:
    await _invited(store)
    await _refused(store)
    await store.password_reset.ask(ADDRESS, ORIGIN)
    assert await store.outbox.discard() == 1
    assert [mail.kind for mail in await store.outbox.list()] == ["reset code"]
    discarded = (EventKind.MAIL_DISCARDED, OPERATOR, "k•••@example.com (registration code)", HERE)
    assert (await told(store))[-1] == discarded


@pytest.mark.parametrize("kind", HAPPENINGS)
async def test_a_mail_of_any_kind_is_given_up_under_its_name(
    store: Store, mailbox: Mailbox, kind: str
) -> None:
    await HAPPENINGS[kind].happens(store, mailbox)
    await _refused(store)
    noted = [row for row in await told(store) if row[0] == EventKind.MAIL_NOT_DELIVERED]
    assert len(noted) == len(HAPPENINGS[kind].told)
    assert sorted(about for _, _, about, _ in noted) == sorted(
        f"{mask(to)} ({kind})" for to in HAPPENINGS[kind].told
    )


async def test_what_nobody_is_mailed_is_not_shown(store: Store) -> None:
    await registered(store)
    await store.password_reset.ask("nobody@example.com", ORIGIN)
    assert await store.outbox.list() == ()
    assert await store.transactions.run(lambda: OutgoingMail.select().count()) == 1
