"""A registration or reset code that was mailed is good until a newer one has really gone out."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

import pytest

from kstore_tui.core.errors import InvalidRegistrationCode, InvalidResetCode, StoreError
from kstore_tui.store import Store
from tests.journeys.faulty_smtp import drops_after_mail, drops_in_data, hangs, refuses_recipient
from tests.journeys.smtp_server import SmtpServer
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.mailbox import Mailbox
from tests.kstore_tui.steps import ADDRESS, ORIGIN, OTHER_ADDRESS, mailing_to, registered, session_of

NEW = "eleven quiet lamps"


async def _is_invited(store: Store) -> None:
    session = (await session_of(store)).session_id
    await store.administrators.register(session, OTHER_ADDRESS)


async def _is_invited_again(store: Store) -> None:
    session = (await session_of(store)).session_id
    (invited,) = (row for row in (await store.administrators.page(session)).rows if row.is_invited)
    await store.administrators.send_again(session, invited.id)


async def _asks_for_reset(store: Store) -> None:
    await store.password_reset.ask(ADDRESS, ORIGIN)


async def _registers(store: Store, code: str) -> None:
    await store.invitations.redeem(OTHER_ADDRESS, code, NEW, ORIGIN)


async def _resets(store: Store, code: str) -> None:
    await store.password_reset.redeem(ADDRESS, code, NEW, ORIGIN)


class Kind(NamedTuple):
    """How a code of a kind is asked for, asked for again, used and refused."""

    asks: Callable[[Store], Awaitable[None]]
    asks_again: Callable[[Store], Awaitable[None]]
    uses: Callable[[Store, str], Awaitable[None]]
    wrong: type[StoreError]


KINDS = [
    pytest.param(
        Kind(_is_invited, _is_invited_again, _registers, InvalidRegistrationCode), id="registration"
    ),
    pytest.param(Kind(_asks_for_reset, _asks_for_reset, _resets, InvalidResetCode), id="reset"),
]


@pytest.fixture
def sent_twice(
    store: Store, mailbox: Mailbox, clock: MovableClock
) -> Callable[[Kind], Awaitable[tuple[str, str]]]:
    """Sends a mail that is taken without a word, so once more; gives the code of each."""

    async def send(kind: Kind) -> tuple[str, str]:
        await registered(store)
        await kind.asks(store)
        with drops_after_mail() as bad:
            await mailing_to(store, bad.port).mail_worker.drain()
        clock.advance(seconds=30)
        await store.mail_worker.drain()
        return Mailbox(bad).newest_code, mailbox.newest_code

    return send


@pytest.mark.parametrize("trouble", [refuses_recipient, drops_in_data, hangs])
@pytest.mark.parametrize("kind", KINDS)
async def test_a_code_is_good_while_the_newer_one_cannot_be_sent(
    store: Store, mailbox: Mailbox, kind: Kind, trouble: Callable[[], SmtpServer]
) -> None:
    await registered(store)
    await kind.asks(store)
    await store.mail_worker.drain()
    await kind.asks_again(store)
    with trouble() as bad:
        await mailing_to(store, bad.port, 0.2 if trouble is hangs else 10).mail_worker.drain()
    await kind.uses(store, mailbox.newest_code)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_code_ends_when_the_newer_one_was_sent_after_all(
    store: Store, mailbox: Mailbox, clock: MovableClock, kind: Kind
) -> None:
    await registered(store)
    await kind.asks(store)
    await store.mail_worker.drain()
    older = mailbox.newest_code
    await kind.asks_again(store)
    with drops_in_data() as bad:
        await mailing_to(store, bad.port).mail_worker.drain()
    clock.advance(seconds=30)
    await store.mail_worker.drain()
    with pytest.raises(kind.wrong):
        await kind.uses(store, older)
    await kind.uses(store, mailbox.newest_code)


@pytest.mark.parametrize("arrived", [0, 1], ids=["the first arrived", "the second arrived"])
@pytest.mark.parametrize("kind", KINDS)
async def test_of_a_mail_that_was_sent_twice_either_code_is_good_once(
    store: Store,
    sent_twice: Callable[[Kind], Awaitable[tuple[str, str]]],
    kind: Kind,
    arrived: int,
) -> None:
    codes = await sent_twice(kind)
    await kind.uses(store, codes[arrived])
    for code in codes:
        with pytest.raises(kind.wrong):
            await kind.uses(store, code)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_newer_mail_ends_every_code_of_the_one_before(
    store: Store,
    mailbox: Mailbox,
    sent_twice: Callable[[Kind], Awaitable[tuple[str, str]]],
    kind: Kind,
) -> None:
    older = await sent_twice(kind)
    await kind.asks_again(store)
    await store.mail_worker.drain()
    for code in older:
        with pytest.raises(kind.wrong):
            await kind.uses(store, code)
    await kind.uses(store, mailbox.newest_code)
