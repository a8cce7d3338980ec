"""Whoever is let in just as the terminal goes is logged out all the same."""

import asyncio
from dataclasses import fields, replace
from typing import TypeVar

import pytest

from kstore_tui.accounts.login import Login
from kstore_tui.core.results import CodeSent, LoggedIn
from kstore_tui.database.models import Session
from kstore_tui.store import Store
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import ADDRESS, PASSWORD, registered, two_step_on
from tests.screens.support.person import LOGIN, SENT, at_terminal, until

R = TypeVar("R")


class SlowLogin(Login):
    """Tells that a session has begun, and takes a moment to answer."""

    begun = False

    async def log_in(self, address: str, password: str, origin: str) -> LoggedIn | CodeSent:
        return await self._slowly(await super().log_in(address, password, origin))

    async def verify(self, challenge_id: str, typed: str) -> LoggedIn:
        return await self._slowly(await super().verify(challenge_id, typed))

    async def _slowly(self, result: R) -> R:
        self.begun = isinstance(result, LoggedIn)
        await asyncio.sleep(0.1 if self.begun else 0)
        return result


@pytest.mark.parametrize("with_code", [True, False])
async def test_a_session_that_begins_during_a_hang_up_is_ended(
    store: Store, mailbox: Mailbox, with_code: bool
) -> None:
    await (two_step_on(store, mailbox) if with_code else registered(store))
    await store.mail_worker.drain()
    before = await _open_sessions(store)
    login = SlowLogin(**{each.name: getattr(store.login, each.name) for each in fields(Login) if each.init})
    async with at_terminal(replace(store, login=login)) as person:
        await person.sees(LOGIN)
        await person.enters(ADDRESS, PASSWORD)
        if with_code:
            await person.sees(SENT)
            await person.enters(mailbox.newest_code)
        await until(person.pilot, lambda: login.begun)
        assert person.app.navigator.session is None
    assert await _open_sessions(store) == before


async def _open_sessions(store: Store) -> int:
    return await store.transactions.run(lambda: Session.select().where(Session.ended_at.is_null()).count())
