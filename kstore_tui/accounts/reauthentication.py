"""The present password, asked for again in the midst of a session."""

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import NoReturn

from kstore_tui.accounts.password_throttle import PasswordThrottle
from kstore_tui.accounts.sessions import Sessions
from kstore_tui.core.clock import Clock
from kstore_tui.core.errors import ReauthenticationRequired, TooManyWrongPasswords, WrongPassword
from kstore_tui.core.events import EventKind
from kstore_tui.core.passwords import password_matches
from kstore_tui.database.models import Session
from kstore_tui.database.transactions import Transactions


@dataclass(eq=False, repr=False)
class Reauthentication:
    """How a person who is logged in gives the account's password again."""

    work: Transactions
    clock: Clock
    sessions: Sessions
    password_throttle: PasswordThrottle

    async def is_fresh(self, session_id: str) -> bool:
        """Tell whether the password was given a moment ago.

        Raises:
            SessionEnded: The session has ended.
        """
        try:
            await self.work.run(self.sessions.require_fresh, session_id)
        except ReauthenticationRequired:
            return False
        return True

    async def confirm(self, session_id: str, password: str) -> None:
        """Take the password again.

        Raises:
            StoreError: As `check`.
        """
        await self.check(session_id, password)
        await self.work.run(self._note_given, session_id)

    async def refuse(self, session_id: str) -> NoReturn:
        """Note that the present password was given wrongly, and say so.

        Raises:
            WrongPassword: Always, but when the session has ended.
            SessionEnded: It has ended meanwhile.
        """
        await self.work.run(self._note_refused, session_id)
        raise WrongPassword

    def _note_refused(self, session_id: str) -> None:
        self.sessions.note(EventKind.PASSWORD_REFUSED, self.sessions.require(session_id))

    def _note_given(self, session_id: str) -> None:
        self.note_given(self.sessions.require(session_id))

    async def check(self, session_id: str, password: str) -> str:
        """Let the account's password pass; another one counts as it does at a login.

        Returns:
            What is kept of the password.

        Raises:
            SessionEnded: The session has ended.
            TooManyWrongPasswords: There were too many wrong ones; this one was not looked at.
            WrongPassword: It is not the account's.
        """
        kept = await self.work.run(self._count, session_id)
        if isinstance(kept, TooManyWrongPasswords):
            raise kept
        if not await asyncio.to_thread(password_matches, password, kept):
            await self.refuse(session_id)
        await self.work.run(self._forget, session_id)
        return kept

    def _count(self, session_id: str) -> str | TooManyWrongPasswords:
        session = self.sessions.require(session_id)
        administrator = session.administrator
        note = partial(self.sessions.note, EventKind.PASSWORD_REFUSED, session)
        wait = self.password_throttle.count(administrator.login_address, session.origin, note)
        if wait is not None:
            return wait
        kept: str = administrator.password_hash
        return kept

    def _forget(self, session_id: str) -> None:
        session = self.sessions.require(session_id)
        self.password_throttle.forget(session.administrator.login_address, session.origin)

    def note_given(self, session: Session) -> None:
        """Note that the password was just given."""
        session.password_given_at = self.clock()
        session.save(only=[Session.password_given_at])
