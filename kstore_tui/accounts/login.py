"""Logging in: address and password, then a code if two-step verification is on."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import NoReturn

from kstore_tui.accounts.password_throttle import PasswordThrottle
from kstore_tui.accounts.sessions import Sessions
from kstore_tui.activity.log import ActivityLog
from kstore_tui.core.addresses import fold
from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import InvalidCredentials, StoreUnavailable
from kstore_tui.core.events import EventKind
from kstore_tui.core.password_hasher import PasswordHasher
from kstore_tui.core.passwords import hash_of_nobody
from kstore_tui.core.results import CodeSent, LoggedIn
from kstore_tui.database.models import Administrator, Challenge
from kstore_tui.database.transactions import Transactions
from kstore_tui.verification.challenges import Challenges
from kstore_tui.verification.code_checker import CodeChecker
from kstore_tui.verification.code_sender import CodeSender


@dataclass(eq=False, repr=False)
class Login:
    """The steps of a login."""

    transactions: Transactions
    sessions: Sessions
    challenges: Challenges
    code_sender: CodeSender
    code_checker: CodeChecker
    password_throttle: PasswordThrottle
    activity: ActivityLog
    hasher: PasswordHasher

    async def log_in(self, address: str, password: str, origin: str) -> LoggedIn | CodeSent:
        """Check address and password; begin a session, or mail a code and wait for it.

        An unknown address costs the same work and gets the same answer as a wrong password.

        Raises:
            TooManyWrongPasswords: There were too many wrong ones; this one was not checked.
            InvalidCredentials: No account has this address with this password.
            CodeNotSent: The mail server did not take the code; no session has begun.
            TooManyCodesSent: The account was sent 10 unused codes within an hour.
            TooManyWrongCodes: The account has to wait after wrong codes.
            AccountHeld: The account is on hold after wrong codes.
        """
        async with self.hasher.turn(origin):
            kept = await self.transactions.run(self._count_try, address, origin)
            if not await self.hasher.matches(password, kept):
                await self.transactions.run(self._refuse, address, origin)
            rehashed = await self.hasher.rehash(password, kept)
            passed = await self.transactions.run(self._first_step, address, kept, rehashed, origin)
        if isinstance(passed, LoggedIn):
            return passed
        try:
            return await self.code_sender.send(passed, session_id=None)
        except asyncio.CancelledError:  # the terminal is gone: nobody will enter the code
            with suppress(StoreUnavailable):  # the code then works until it expires
                await self.challenges.give_up(passed)
            raise

    def _count_try(self, address: str, origin: str) -> str:
        """Count the try and return the hash to check, which takes its time after this is committed."""
        note = partial(self.activity.note_refused, EventKind.LOGIN_REFUSED, address, origin)
        self.password_throttle.count(address, origin, note)
        administrator = Administrator.of_address(address)
        if administrator is None or administrator.is_invited:
            return hash_of_nobody(self.hasher.cost)
        kept: str = administrator.password_hash
        return kept

    def _refuse(self, address: str, origin: str) -> NoReturn:
        self.activity.note_refused(EventKind.LOGIN_REFUSED, address, origin)
        raise InvalidCredentials

    def _first_step(self, address: str, checked: str, rehashed: str | None, origin: str) -> LoggedIn | str:
        """Continue after the right password: return the session, or the challenge's id.

        The account is read again: it may have changed while the password was checked.
        """
        administrator = Administrator.get_or_none(
            Administrator.login_key == fold(address), Administrator.password_hash == checked
        )
        if administrator is None:
            self._refuse(address, origin)
        self.password_throttle.forget(address, origin)
        if rehashed is not None:
            administrator.password_hash = rehashed
            administrator.save(only=[Administrator.password_hash])
        if administrator.verification_address is None:
            return self.sessions.begin(administrator, origin)
        return self.challenges.begin(
            Purpose.LOG_IN, administrator, administrator.verification_address, origin, session=None
        ).id

    async def send_again(self, challenge_id: str) -> CodeSent:
        """Mail a new code for a login that waits for one.

        Raises:
            StoreError: As `CodeSender.send`.
        """
        return await self.code_sender.send(challenge_id, session_id=None)

    async def give_up(self, challenge_id: str) -> None:
        """End the challenge of a login whose person went back."""
        await self.challenges.give_up(challenge_id)

    async def verify(self, challenge_id: str, typed: str) -> LoggedIn:
        """Check the code of a login and begin the session.

        Raises:
            StoreError: As `CodeChecker.redeem`.
        """
        return await self.code_checker.redeem(
            challenge_id, None, (Purpose.LOG_IN,), typed, then=self._begin_session
        )

    def _begin_session(self, challenge: Challenge) -> LoggedIn:
        return self.sessions.begin(challenge.administrator, challenge.origin)
