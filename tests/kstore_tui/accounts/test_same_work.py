"""An unknown address costs the same work as a known one, so nobody learns which exist."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import bcrypt
import pytest

from kstore_tui.core.errors import InvalidCredentials, InvalidResetCode, TooManyWrongPasswords
from kstore_tui.settings import Settings
from kstore_tui.store import Store, build_store
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import (
    ADDRESS,
    ELSEWHERE,
    ORIGIN,
    OTHER_ADDRESS,
    PASSWORD,
    registered,
    two_step_on,
)


@pytest.fixture
def work_done(monkeypatch: pytest.MonkeyPatch, statements: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """The SQL statements, and among them the calls of bcrypt with their cost, as they happen."""

    def noted(name: str) -> Callable[..., Any]:
        real: Callable[..., Any] = getattr(bcrypt, name)

        def call(password: bytes, salt: bytes) -> Any:
            statements.append((f"{name} {salt[:7].decode()}", None))
            return real(password, salt)

        return call

    for name in ("checkpw", "hashpw"):
        monkeypatch.setattr(bcrypt, name, noted(name))
    return statements


async def _work_of(
    store: Store,
    work_done: list[tuple[str, Any]],
    address: str,
    password: str,
    origin: str = ORIGIN,
    refused: type[Exception] = InvalidCredentials,
) -> list[str]:
    work_done.clear()
    with pytest.raises(refused):
        await store.login.log_in(address, password, origin)
    return [step for step, _ in work_done]


@pytest.mark.parametrize("unknown", ["nobody@example.com", "no address at all", ""])
async def test_an_unknown_address_costs_the_same_work(
    store: Store, mailbox: Mailbox, work_done: list[tuple[str, Any]], unknown: str
) -> None:
    await two_step_on(store, mailbox)
    known = await _work_of(store, work_done, ADDRESS, "wrong")
    assert known.count("checkpw $2b$04$") == 1
    assert any("SELECT" in step for step in known)
    assert await _work_of(store, work_done, unknown, "wrong") == known
    assert await _work_of(store, work_done, unknown, PASSWORD) == known


@pytest.mark.parametrize("origin", [ORIGIN, ELSEWHERE])
async def test_a_try_during_a_wait_costs_the_same_work_and_no_hashing(
    store: Store, mailbox: Mailbox, work_done: list[tuple[str, Any]], origin: str
) -> None:
    await two_step_on(store, mailbox)
    for address in (ADDRESS, "nobody@example.com"):
        for _ in range(5):
            await _work_of(store, work_done, address, "wrong", origin)
    for is_noted in (True, False):  # the first of a wait alone
        known, unknown = [
            await _work_of(store, work_done, address, PASSWORD, origin, TooManyWrongPasswords)
            for address in (ADDRESS, "nobody@example.com")
        ]
        assert known == unknown
        assert not [step for step in known if step.startswith(("checkpw", "hashpw"))]
        assert any('INSERT INTO "activity"' in step for step in known) == is_noted


async def test_after_the_cost_was_raised_an_account_not_seen_since_costs_as_much(
    store: Store, settings: Settings, work_done: list[tuple[str, Any]]
) -> None:
    await registered(store)
    dearer = build_store(replace(settings, bcrypt_cost=7))
    known = await _work_of(dearer, work_done, ADDRESS, "wrong")
    unknown = await _work_of(dearer, work_done, "nobody@example.com", "wrong")
    assert _rounds(known) == _rounds(unknown) == 2**7


@pytest.mark.parametrize("asked_before", [False, True])
async def test_asking_for_a_reset_code_takes_the_same_statements_for_every_address(
    store: Store, work_done: list[tuple[str, Any]], asked_before: bool, session: str
) -> None:
    await store.administrators.register(session, OTHER_ADDRESS)
    work = []
    for address in (ADDRESS, ADDRESS.upper(), OTHER_ADDRESS, "nobody@example.com", "another@example.com"):
        if asked_before:
            await store.password_reset.ask(address, ORIGIN)
        work_done.clear()
        await store.password_reset.ask(address, ORIGIN)
        work.append([step for step, _ in work_done])
    assert [step.split()[0] for step in work[0] if not step.startswith(("PRAGMA", "BEGIN"))] == [
        "SELECT",
        "INSERT",
    ]
    assert work == [work[0]] * 5


async def test_a_wrong_reset_code_costs_the_same_work_for_every_address(
    store: Store, mailbox: Mailbox, work_done: list[tuple[str, Any]], session: str
) -> None:
    await store.administrators.register(session, OTHER_ADDRESS)
    await store.password_reset.ask(ADDRESS, ORIGIN)
    await store.mail_worker.drain()
    work = []
    for address in (ADDRESS, OTHER_ADDRESS, "nobody@example.com", "no address at all"):
        work_done.clear()
        with pytest.raises(InvalidResetCode):
            await store.password_reset.redeem(address, "AAAA-AAAA-AAAA", PASSWORD, ORIGIN)
        work.append([step for step, _ in work_done])
    assert work[0].count("hashpw $2b$04$") == 1
    assert work == [work[0]] * 4


def _rounds(steps: list[str]) -> int:
    """Return how much bcrypt had to do: each cost is twice the work of the one before."""
    return sum(2 ** int(step.split("$")[2]) for step in steps if step.startswith("checkpw"))
