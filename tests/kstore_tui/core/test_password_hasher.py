"""Hashing takes turns and threads of its own."""

import asyncio
import threading
from typing import Any

import bcrypt
import pytest

from kstore_tui.core.passwords import hash_of_nobody
from kstore_tui.core.results import LoggedIn
from kstore_tui.store import Store
from tests.kstore_tui.support.steps import ADDRESS, ORIGIN, PASSWORD, registered


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
