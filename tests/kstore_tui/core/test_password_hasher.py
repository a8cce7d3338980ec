"""Whoever waits for a hash is served in turn."""

import asyncio
import threading
from typing import Any

import bcrypt
import pytest

from kstore_tui.core.password_hasher import PasswordHasher
from kstore_tui.core.passwords import hash_of_nobody
from kstore_tui.core.results import LoggedIn
from kstore_tui.store import Store
from tests.kstore_tui.support.steps import ADDRESS, ORIGIN, PASSWORD, registered


class _Line:
    """Clients that wait while somebody else has the only turn."""

    def __init__(self) -> None:
        self.hasher = PasswordHasher(cost=4, turns=1)
        self.served: list[str] = []
        self.may_go_on = asyncio.Event()

    async def hash(self, client: str, name: str) -> None:
        async with self.hasher.turn(client):
            self.served.append(name)
            await self.may_go_on.wait()

    async def wait(self, *clients_and_names: tuple[str, str]) -> list[asyncio.Task[None]]:
        first = asyncio.create_task(self.hash("first", "first"))
        await asyncio.sleep(0)
        tasks = [asyncio.create_task(self.hash(*each)) for each in clients_and_names]
        await asyncio.sleep(0)
        return [first, *tasks]


async def test_a_client_that_asks_often_does_not_make_the_others_wait() -> None:
    line = _Line()
    tasks = await line.wait(("busy", "busy 1"), ("busy", "busy 2"), ("busy", "busy 3"), ("other", "other"))
    assert line.hasher.waiting == 4
    line.may_go_on.set()
    await asyncio.gather(*tasks)
    assert line.served == ["first", "busy 1", "other", "busy 2", "busy 3"]
    assert line.hasher.waiting == 0


async def test_one_who_gives_up_leaves_the_line() -> None:
    line = _Line()
    tasks = await line.wait(("gone", "gone"), ("other", "other"))
    tasks[1].cancel()
    await asyncio.sleep(0)
    assert line.hasher.waiting == 1
    line.may_go_on.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert line.served == ["first", "other"]


async def test_one_who_gives_up_just_as_the_turn_comes_passes_it_on() -> None:
    line = _Line()
    first, gone, other = await line.wait(("gone", "gone"), ("other", "other"))
    line.may_go_on.set()
    await asyncio.sleep(0)
    assert line.hasher.waiting == 1
    gone.cancel()
    async with asyncio.timeout(20):
        await asyncio.gather(first, gone, other, return_exceptions=True)
    assert line.served == ["first", "other"]


async def test_sixty_right_logins_at_once_from_one_address_are_not_taken_for_an_attack(store: Store) -> None:
    await registered(store)
    logins = await asyncio.gather(*(store.login.log_in(ADDRESS, PASSWORD, ORIGIN) for _ in range(60)))
    assert all(isinstance(each, LoggedIn) for each in logins)


async def test_hashing_keeps_no_transaction_waiting_for_a_thread(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []
    check = bcrypt.checkpw

    def noted(*args: Any) -> bool:
        threads.append(threading.current_thread().name)
        return check(*args)

    monkeypatch.setattr(bcrypt, "checkpw", noted)
    assert not await store.hasher.matches("anything", hash_of_nobody(4))
    threads.append(await store.transactions.run(lambda: threading.current_thread().name))
    assert [name.partition("_")[0] for name in threads] == ["hashing", "transactions"]
