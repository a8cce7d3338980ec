"""The mail worker wakes when a mail is put into the outbox, and stops without losing or doubling one."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest

from kstore_tui.core.errors import StoreError, StoreUnavailable
from kstore_tui.database.models import OutgoingMail
from kstore_tui.database.opening import open_store
from kstore_tui.database.transactions import Transactions
from kstore_tui.mail.messages import PasswordChanged
from kstore_tui.settings import Settings
from kstore_tui.store import Store, build_store
from tests.journeys.faulty_smtp import answers_late, hangs_in_data
from tests.journeys.smtp_server import SmtpServer
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import mailing, read
from tests.kstore_tui.support.program import Program
from tests.kstore_tui.support.steps import ADDRESS, ORIGIN, registered

T = TypeVar("T")


def _count() -> int:
    return int(OutgoingMail.select().count())


async def _waiting(store: Store) -> int:
    return await store.transactions.run(_count)


def _put(store: Store, to: str = ADDRESS) -> None:
    store.outbox.put(PasswordChanged(ADDRESS, store.clock()), to)


async def _sent(store: Store) -> None:
    """Wait until the worker says that it has sent something."""
    told = asyncio.Event()
    store.mail_worker.on_sent.append(told.set)
    async with asyncio.timeout(20):
        await told.wait()
    store.mail_worker.on_sent.remove(told.set)


# From start to stop.


async def test_mails_are_sent_at_the_start_and_when_they_are_put(store: Store, server: SmtpServer) -> None:
    await store.mail_worker.stop()  # which does nothing before a start
    await store.transactions.run(_put, store)
    for _ in range(2):  # it can be started again
        store.mail_worker.start()
        sent = asyncio.create_task(_sent(store))
        await store.transactions.run(_put, store)
        await sent
        await store.mail_worker.stop()
    await store.transactions.run(_put, store)
    assert len(server.mails) == 3


class Refused(StoreError):
    commits = True


@pytest.mark.parametrize("error", [Refused(), StoreError(), RuntimeError()])
async def test_the_worker_is_woken_only_by_what_was_committed(store: Store, error: Exception) -> None:
    woken = 0

    def wake() -> None:
        nonlocal woken
        woken += 1

    store.outbox.on_put = wake

    def put_and_fail() -> None:
        _put(store)
        assert woken == 0
        raise error

    with pytest.raises(type(error)):
        await store.transactions.run(put_and_fail)
    assert woken == await _waiting(store) == isinstance(error, Refused)


class FailsOnce(Transactions):
    def run_here(self, unit: Callable[[], T]) -> T:
        if self.failing:
            self.failing = False
            raise StoreUnavailable("The disk is full.")
        return super().run_here(unit)

    failing = False


async def test_the_worker_outlives_a_fault_of_the_store(settings: Settings, server: SmtpServer) -> None:
    transactions = FailsOnce(open_store(settings.database))
    store = build_store(settings, transactions=transactions)
    transactions.failing = True
    store.mail_worker.start()
    async with asyncio.timeout(20):
        while transactions.failing:  # noqa: ASYNC110 - the failure tells nobody
            await asyncio.sleep(0.01)
    sent = asyncio.create_task(_sent(store))
    await store.transactions.run(_put, store)
    await sent
    await store.mail_worker.stop()
    assert len(server.mails) == 1


async def test_a_mail_put_just_before_the_end_is_sent_without_a_wait(
    store: Store, server: SmtpServer
) -> None:
    store.mail_worker.patience_seconds = 3600
    store.mail_worker.start()
    await store.transactions.run(_put, store)
    async with asyncio.timeout(20):
        await store.mail_worker.stop()
    assert (len(server.mails), await _waiting(store)) == (1, 0)


async def test_a_hanging_server_delays_quitting_only_briefly(store: Store) -> None:
    with hangs_in_data() as hanging, mailing(store, hanging.port, 3600, patience_seconds=0.1):
        store.mail_worker.start()
        await store.transactions.run(_put, store)
        async with asyncio.timeout(20):
            await store.mail_worker.stop()
    assert (hanging.clients, await _waiting(store)) == (1, 1)


# A program that ends while a mail is in hand.


async def _told_to_end(store: Store, server: SmtpServer) -> None:
    """Begin to send, and be told to end as soon as the server has a mail."""
    going = asyncio.create_task(store.mail_worker.drain())
    await asyncio.to_thread(server.wait_for_mail)
    going.cancel()
    async with asyncio.timeout(20):
        with pytest.raises(asyncio.CancelledError):
            await going


async def test_the_end_waits_for_the_mail_in_hand(
    store: Store, server: SmtpServer, clock: MovableClock
) -> None:
    for to in ("a@example.com", "b@example.com"):
        await store.transactions.run(_put, store, to)
    with answers_late(0.3) as late, mailing(store, late.port):
        await _told_to_end(store, late)
    assert await _waiting(store) == 1
    clock.advance(minutes=15)
    assert await store.mail_worker.drain() == (1, None)
    assert (len(late.mails), len(server.mails)) == (1, 1)


@pytest.mark.slow
async def test_a_mail_whose_program_was_killed_is_resent_with_the_same_message_id(
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
    assert read(server.mails[0])["Message-ID"] == read(server.mails[1])["Message-ID"]
