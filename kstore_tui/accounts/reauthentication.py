"""Asking for the current password again during a session."""

from dataclasses import dataclass
from functools import partial
from typing import NoReturn

from kstore_tui.accounts.password_throttle import PasswordThrottle
from kstore_tui.accounts.sessions import Sessions
from kstore_tui.core.clock import Clock
from kstore_tui.core.errors import ReauthenticationRequired, WrongPassword
from kstore_tui.core.events import EventKind
from kstore_tui.core.password_hasher import PasswordHasher
from kstore_tui.database.models import Session
from kstore_tui.database.transactions import Transactions


@dataclass(eq=False, repr=False)
class Reauthentication:
    """Checks the account's password for someone who is logged in."""

    transactions: Transactions
    clock: Clock
    sessions: Sessions
    password_throttle: PasswordThrottle
    hasher: PasswordHasher

    async def is_fresh(self, session_id: str) -> bool:
        """Return whether the password was entered within the last 5 minutes.

        Raises:
            SessionEnded: The session has ended.
        """
        try:
            await self.transactions.run(self.sessions.require_fresh, session_id)
        except ReauthenticationRequired:
            return False
        return True

    async def confirm(self, session_id: str, password: str) -> None:
        """Check the password again, which lets the session change the account's security for 5 minutes.

        Raises:
            StoreError: As `check`.
        """
        await self.check(session_id, password)
        await self.transactions.run(self._note_given, session_id)

    def _note_given(self, session_id: str) -> None:
        self.note_given(self.sessions.require(session_id))

    async def check(self, session_id: str, password: str) -> str:
        """Check the account's password and return its hash; a wrong one counts as it does at a login.

        Raises:
            SessionEnded: The session has ended.
            TooManyWrongPasswords: There were too many wrong ones; this one was not checked.
            WrongPassword: It is not the account's.
        """
        async with self.hasher.turn(session_id):
            kept = await self.transactions.run(self._count, session_id)
            if not await self.hasher.matches(password, kept):
                await self.transactions.run(lambda: self.refuse(self.sessions.require(session_id)))
            await self.transactions.run(self._forget, session_id)
        return kept

    def _count(self, session_id: str) -> str:
        session = self.sessions.require(session_id)
        administrator = session.administrator
        note = partial(self.sessions.note, EventKind.PASSWORD_REFUSED, session)
        self.password_throttle.count(administrator.login_address, session.origin, note)
        kept: str = administrator.password_hash
        return kept

    def _forget(self, session_id: str) -> None:
        session = self.sessions.require(session_id)
        self.password_throttle.forget(session.administrator.login_address, session.origin)

    def refuse(self, session: Session) -> NoReturn:
        """Note a wrong password and raise `WrongPassword`, in the caller's transaction."""
        self.sessions.note(EventKind.PASSWORD_REFUSED, session)
        raise WrongPassword

    def note_given(self, session: Session) -> None:
        """Note that the password was just entered, in the caller's transaction."""
        session.password_given_at = self.clock()
        session.save(only=[Session.password_given_at])
