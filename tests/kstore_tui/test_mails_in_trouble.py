"""A mail server that refuses, hangs or drops the line delays a mail of any kind: none is lost or doubled."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from kstore_tui.database.models import OutgoingMail
from kstore_tui.mail.messages import MAILS
from kstore_tui.store import Store
from tests.journeys.faulty_smtp import (
    drops_after_mail,
    drops_in_data,
    hangs,
    refuses_greeting,
    refuses_recipient,
)
from tests.journeys.smtp_server import SmtpServer
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.happenings import HAPPENINGS, NEW_PASSWORD, Happening
from tests.kstore_tui.mailbox import Mailbox, read
from tests.kstore_tui.steps import ADDRESS, ORIGIN, OTHER_ADDRESS, mailing_to

Trouble = Callable[[], SmtpServer]
PAUSE = timedelta(seconds=30)


async def _waiting(store: Store) -> list[tuple[str, str]]:
    """Return the kinds and receivers of what is in the outbox."""
    return await store.transactions.run(
        lambda: sorted((mail.kind, mail.to) for mail in OutgoingMail.select())
    )


def _told(server: SmtpServer, happening: Happening) -> list[str]:
    """Return whom a server has mails for about something, each time that it took one."""
    about = [mail for mail in server.mails if read(mail)["Subject"] == happening.subject]
    return sorted(receiver for mail in about for receiver in mail.recipients)


async def _tried(store: Store, trouble: Trouble) -> SmtpServer:
    """Let the postman go round once while the mail server is in trouble."""
    with trouble() as bad:
        # What hangs is told apart from what is slow only by waiting: here it need not be long.
        answer_seconds = 0.2 if trouble is hangs else 10
        await mailing_to(store, bad.port, answer_seconds).mail_worker.drain()
    return bad


def test_there_is_a_happening_for_every_kind_that_the_outbox_knows() -> None:
    assert set(HAPPENINGS) == set(MAILS)


@pytest.mark.parametrize("trouble", [refuses_greeting, refuses_recipient, drops_in_data, hangs])
@pytest.mark.parametrize("kind", HAPPENINGS)
async def test_a_mail_of_any_kind_comes_once_when_the_trouble_is_over(
    store: Store, server: SmtpServer, mailbox: Mailbox, clock: MovableClock, kind: str, trouble: Trouble
) -> None:
    happening = HAPPENINGS[kind]
    await happening.happens(store, mailbox)
    wanted = sorted(happening.told)
    assert await _waiting(store) == [(kind, to) for to in wanted]
    bad = await _tried(store, trouble)
    assert (bad.clients, bad.mails) == (len(wanted), [])
    assert _told(server, happening) == []
    assert await _waiting(store) == [(kind, to) for to in wanted]
    clock.advance(seconds=30)
    assert await store.mail_worker.drain() == (len(wanted), None)
    assert _told(server, happening) == wanted
    assert await _waiting(store) == []


@pytest.mark.parametrize("kind", HAPPENINGS)
async def test_a_mail_that_was_taken_without_a_word_is_not_lost_and_comes_no_third_time(
    store: Store, server: SmtpServer, mailbox: Mailbox, clock: MovableClock, kind: str
) -> None:
    happening = HAPPENINGS[kind]
    await happening.happens(store, mailbox)
    bad = await _tried(store, drops_after_mail)
    wanted = sorted(happening.told)
    assert _told(bad, happening) == wanted
    clock.advance(seconds=30)
    await store.mail_worker.drain()
    clock.advance(days=1)
    await store.mail_worker.drain()
    assert _told(server, happening) == wanted
    assert await _waiting(store) == []


async def test_one_mail_that_is_refused_keeps_no_other_back(
    store: Store, server: SmtpServer, mailbox: Mailbox, clock: MovableClock
) -> None:
    await HAPPENINGS["account deleted"].happens(store, mailbox)
    await _tried(store, refuses_recipient)
    await store.password_reset.ask(ADDRESS, ORIGIN)
    assert await store.mail_worker.drain() == (1, clock() + PAUSE)
    assert _told(server, HAPPENINGS["reset code"]) == [ADDRESS]
    assert await _waiting(store) == [("account deleted", OTHER_ADDRESS)]


@pytest.mark.parametrize("trouble", [drops_in_data, drops_after_mail, hangs])
async def test_the_registration_code_that_comes_in_the_end_is_good(
    store: Store, mailbox: Mailbox, clock: MovableClock, trouble: Trouble
) -> None:
    await HAPPENINGS["registration code"].happens(store, mailbox)
    await _tried(store, trouble)
    clock.advance(seconds=30)
    await store.mail_worker.drain()
    await store.invitations.redeem(OTHER_ADDRESS, mailbox.newest_code, NEW_PASSWORD, ORIGIN)


@pytest.mark.parametrize("trouble", [drops_in_data, drops_after_mail, hangs])
async def test_the_reset_code_that_comes_in_the_end_is_good(
    store: Store, mailbox: Mailbox, clock: MovableClock, trouble: Trouble
) -> None:
    await HAPPENINGS["reset code"].happens(store, mailbox)
    await _tried(store, trouble)
    clock.advance(seconds=30)
    await store.mail_worker.drain()
    await store.password_reset.redeem(ADDRESS, mailbox.newest_code, NEW_PASSWORD, ORIGIN)
