"""Registration and reset codes: each works once, for a while, and wrong ones bring a wait."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from kstore_tui.core.errors import (
    InvalidPassword,
    InvalidRegistrationCode,
    InvalidResetCode,
    StoreError,
    TooManyWrongTokens,
)
from kstore_tui.database.models import WrongToken
from kstore_tui.settings import Settings
from kstore_tui.store import Store, build_store
from tests.journeys.faulty_smtp import drops_after_mail, drops_in_data
from tests.kstore_tui.support.events import told
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import Mailbox, mailing
from tests.kstore_tui.support.steps import (
    ADDRESS,
    NEW_PASSWORD,
    ORIGIN,
    OTHER_ADDRESS,
    registered,
    session_of,
)
from tests.kstore_tui.support.transactions import InStep, at_once

WRONG = "AAAA-AAAA-AAAA"


@dataclass
class Tokens:
    """The codes of one kind, in a store with one administrator."""

    store: Store
    mailbox: Mailbox
    kind: str

    @property
    def address(self) -> str:
        return OTHER_ADDRESS if self.kind == "registration" else ADDRESS

    @property
    def invalid(self) -> type[StoreError]:
        return InvalidRegistrationCode if self.kind == "registration" else InvalidResetCode

    @property
    def validity(self) -> timedelta:
        return timedelta(days=3) if self.kind == "registration" else timedelta(minutes=30)

    async def ask(self) -> None:
        if self.kind == "reset":
            await self.store.password_reset.ask(ADDRESS, ORIGIN)
            return
        session = (await session_of(self.store)).session_id
        rows = (await self.store.administrators.page(session, OTHER_ADDRESS)).rows
        if rows:
            await self.store.administrators.send_again(session, rows[0].id)
        else:
            await self.store.administrators.register(session, OTHER_ADDRESS)

    async def mailed(self) -> str:
        """Ask for a code and return the one in the mail."""
        await self.ask()
        await self.store.mail_worker.drain()
        return self.mailbox.newest_code

    async def use(
        self, code: str, password: str = NEW_PASSWORD, address: str = "", store: Store | None = None
    ) -> None:
        store = store or self.store
        redeem = store.invitations.redeem if self.kind == "registration" else store.password_reset.redeem
        await redeem(address or self.address, code, password, ORIGIN)

    async def refuses(self, *codes: str) -> None:
        for code in codes:
            with pytest.raises(self.invalid):
                await self.use(code)


@pytest.fixture(params=["registration", "reset"])
async def tokens(request: pytest.FixtureRequest, store: Store, mailbox: Mailbox) -> Tokens:
    """The codes of each kind."""
    await registered(store)
    return Tokens(store, mailbox, request.param)


@pytest.mark.parametrize(
    "write", [str, str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "]
)
async def test_case_and_dashes_of_a_code_do_not_matter(tokens: Tokens, write: Callable[[str], str]) -> None:
    await tokens.use(write(await tokens.mailed()), address=tokens.address.upper())
    await tokens.store.login.log_in(tokens.address, NEW_PASSWORD, ORIGIN)


async def test_a_code_works_once(tokens: Tokens) -> None:
    code = await tokens.mailed()
    await tokens.use(code)
    await tokens.refuses(code)


async def test_a_code_entered_twice_at_once_works_once(
    tokens: Tokens, settings: Settings, clock: MovableClock
) -> None:
    code = await tokens.mailed()
    both = build_store(settings, clock, transactions=InStep())
    outcomes = await at_once(*(tokens.use(code, store=both) for _ in range(2)))
    assert [type(outcome) for outcome in outcomes if outcome is not None] == [tokens.invalid]


async def test_a_code_ends_when_its_time_is_over(tokens: Tokens, clock: MovableClock) -> None:
    code = await tokens.mailed()
    clock.now += tokens.validity
    await tokens.refuses(code)
    clock.advance(seconds=-1)
    await tokens.use(code)


async def test_a_clock_set_back_opens_nothing(tokens: Tokens, clock: MovableClock) -> None:
    code = await tokens.mailed()
    clock.advance(seconds=-1)
    await tokens.refuses(code)


async def test_a_password_that_is_refused_does_not_cost_the_code(tokens: Tokens) -> None:
    code = await tokens.mailed()
    for _ in range(6):
        with pytest.raises(InvalidPassword):
            await tokens.use(code, "password1")
    await tokens.use(code)


async def test_a_code_of_one_kind_does_not_work_for_the_other(tokens: Tokens) -> None:
    code = await tokens.mailed()
    other = replace(tokens, kind="reset" if tokens.kind == "registration" else "registration")
    with pytest.raises(other.invalid):
        await other.use(code, address=tokens.address)
    await tokens.use(code)


@pytest.mark.parametrize("address", ["", "nobody@example.com"], ids=["known", "unknown"])
async def test_after_five_wrong_codes_an_address_waits(
    tokens: Tokens, clock: MovableClock, address: str
) -> None:
    code = await tokens.mailed()
    for _ in range(5):
        with pytest.raises(tokens.invalid):
            await tokens.use(WRONG, address=address)
    for password in (NEW_PASSWORD, "password1"):
        with pytest.raises(TooManyWrongTokens, match=r"Try again in 15 minutes \(09:29 UTC\)\.$"):
            await tokens.use(code, password, address=address.upper())
    refused = [row for row in await told(tokens.store) if row[0].value.endswith("refused")]
    assert len(refused) == 6  # of the tries during a wait, activity has the first alone
    clock.advance(minutes=15)
    if address:
        with pytest.raises(tokens.invalid):
            await tokens.use(code, address=address)
    else:
        await tokens.use(code)


async def test_a_new_code_does_not_end_the_wait(tokens: Tokens) -> None:
    await tokens.refuses(*[WRONG] * 5)
    with pytest.raises(TooManyWrongTokens):
        await tokens.use(await tokens.mailed())


async def test_a_wait_for_one_kind_does_not_affect_the_other(tokens: Tokens) -> None:
    other = replace(tokens, kind="reset" if tokens.kind == "registration" else "registration")
    for _ in range(5):
        with pytest.raises(other.invalid):
            await other.use(WRONG, address=tokens.address)
    await tokens.use(await tokens.mailed())


async def test_of_eight_wrong_codes_at_once_five_are_checked(tokens: Tokens) -> None:
    outcomes = await at_once(*(tokens.use(WRONG) for _ in range(8)))
    kinds = [type(outcome) for outcome in outcomes]
    assert (kinds.count(tokens.invalid), kinds.count(TooManyWrongTokens)) == (5, 3)


async def test_wrong_codes_are_kept_only_while_they_matter(tokens: Tokens, clock: MovableClock) -> None:
    await tokens.refuses(*[WRONG] * 3)
    clock.advance(minutes=15)
    await tokens.refuses(WRONG)
    assert await tokens.store.transactions.run(lambda: WrongToken.select().count()) == 1


async def test_a_newer_code_replaces_the_older_one(tokens: Tokens) -> None:
    older, newer = await tokens.mailed(), await tokens.mailed()
    await tokens.refuses(older)
    await tokens.use(newer)


@pytest.mark.parametrize("is_sent_at_last", [False, True])
async def test_a_code_ends_when_a_newer_is_sent(
    tokens: Tokens, clock: MovableClock, is_sent_at_last: bool
) -> None:
    older = await tokens.mailed()
    await tokens.ask()
    with drops_in_data() as bad, mailing(tokens.store, bad.port):
        await tokens.store.mail_worker.drain()
    if is_sent_at_last:
        clock.advance(seconds=30)
        await tokens.store.mail_worker.drain()
        await tokens.refuses(older)
    await tokens.use(tokens.mailbox.newest_code)


@pytest.fixture
def sent_twice(tokens: Tokens, clock: MovableClock) -> Callable[[], Awaitable[tuple[str, str]]]:
    """Sends a mail that the server takes without a word, so once more; returns the code of each."""

    async def send() -> tuple[str, str]:
        await tokens.ask()
        with drops_after_mail() as bad, mailing(tokens.store, bad.port):
            await tokens.store.mail_worker.drain()
        clock.advance(seconds=30)
        await tokens.store.mail_worker.drain()
        return Mailbox(bad).newest_code, tokens.mailbox.newest_code

    return send


@pytest.mark.parametrize("arrived", [0, 1], ids=["the first arrived", "the second arrived"])
async def test_either_code_of_a_mail_sent_twice_works_once(
    tokens: Tokens, sent_twice: Callable[[], Awaitable[tuple[str, str]]], arrived: int
) -> None:
    codes = await sent_twice()
    await tokens.use(codes[arrived])
    await tokens.refuses(*codes)


async def test_a_newer_mail_ends_every_code_of_the_one_before(
    tokens: Tokens, sent_twice: Callable[[], Awaitable[tuple[str, str]]]
) -> None:
    older = await sent_twice()
    newer = await tokens.mailed()
    await tokens.refuses(*older)
    await tokens.use(newer)
