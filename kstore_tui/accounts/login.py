"""Logging in: address and password, then a code where two-step verification is on."""

import asyncio
from dataclasses import dataclass
from functools import partial

from kstore_tui.accounts.password_throttle import PasswordThrottle
from kstore_tui.accounts.sessions import Sessions
from kstore_tui.activity.log import ActivityLog
from kstore_tui.core.addresses import fold
from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import InvalidCredentials, TooManyWrongPasswords
from kstore_tui.core.events import EventKind
from kstore_tui.core.passwords import (
    do_the_rest_of_the_work,
    hash_of_nobody,
    hash_password,
    needs_rehash,
    password_matches,
)
from kstore_tui.core.results import CodeSent, LoggedIn
from kstore_tui.database.models import Administrator, Challenge
from kstore_tui.database.transactions import Transactions
from kstore_tui.verification.challenges import Challenges
from kstore_tui.verification.code_checker import CodeChecker


@dataclass(eq=False, repr=False)
class Login:
    """How an administrator gets in."""

    work: Transactions
    sessions: Sessions
    challenges: Challenges
    code_checker: CodeChecker
    password_throttle: PasswordThrottle
    record: ActivityLog
    bcrypt_cost: int

    async def log_in(self, address: str, password: str, origin: str) -> LoggedIn | CodeSent:
        """Take address and password; begin a session, or mail a code and wait for it.

        An unknown address costs the same work and gets the same answer as a wrong password.

        Args:
            address: The login address, in any spelling.
            password: The password.
            origin: Where the person comes from.

        Raises:
            TooManyWrongPasswords: There were too many wrong ones; this one was not looked at.
            InvalidCredentials: No account has this address with this password.
            CodeNotSent: The mail server did not take the code; no session has begun.
            TooManyCodesSent: The account has had its codes for this hour.
            TooManyWrongCodes: The account has to wait after wrong codes.
            AccountHeld: After still more of them somebody has to release it.
        """
        kept = await self.work.run(self._count_try, address, origin)
        if isinstance(kept, TooManyWrongPasswords):
            raise kept
        if not await asyncio.to_thread(password_matches, password, kept):
            await asyncio.to_thread(do_the_rest_of_the_work, password, kept, self.bcrypt_cost)
            await self.work.run(self.record.note_refused, EventKind.LOGIN_REFUSED, address, origin)
            raise InvalidCredentials
        rehashed = None
        if needs_rehash(kept, self.bcrypt_cost):
            rehashed = await asyncio.to_thread(hash_password, password, self.bcrypt_cost)
        passed = await self.work.run(self._first_step, address, kept, rehashed, origin)
        if passed is None:
            raise InvalidCredentials
        if isinstance(passed, LoggedIn):
            return passed
        try:
            return await self.challenges.send(passed, session_id=None)
        except asyncio.CancelledError:  # the terminal has gone: nobody will enter the code
            await self.challenges.give_up(passed)
            raise

    def _count_try(self, address: str, origin: str) -> str | TooManyWrongPasswords:
        """Count the try and return the hash to check: to be committed before that takes its time."""
        note = partial(self.record.note_refused, EventKind.LOGIN_REFUSED, address, origin)
        if (wait := self.password_throttle.count(address, origin, note)) is not None:
            return wait
        administrator = Administrator.get_or_none(Administrator.login_key == fold(address))
        if administrator is None or administrator.is_invited:
            return hash_of_nobody(self.bcrypt_cost)
        kept: str = administrator.password_hash
        return kept

    def _first_step(
        self, address: str, checked: str, rehashed: str | None, origin: str
    ) -> LoggedIn | str | None:
        """Go on after the right password: return the session, or the challenge's id.

        The account is read anew: it may have changed while the password was checked. None tells that it
        has: the note of that is to be committed.
        """
        administrator = Administrator.get_or_none(
            Administrator.login_key == fold(address), Administrator.password_hash == checked
        )
        if administrator is None:
            self.record.note_refused(EventKind.LOGIN_REFUSED, address, origin)
            return None
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
        """Mail a fresh code for a login that waits for one.

        Raises:
            StoreError: As `Challenges.send`.
        """
        return await self.challenges.send(challenge_id, session_id=None)

    async def give_up(self, challenge_id: str) -> None:
        """Make the code of a login worthless: the person went back."""
        await self.challenges.give_up(challenge_id)

    async def verify(self, challenge_id: str, typed: str) -> LoggedIn:
        """Take the code of a login and begin the session.

        Raises:
            StoreError: As `CodeChecker.redeem`.
        """
        return await self.code_checker.redeem(
            challenge_id, None, (Purpose.LOG_IN,), typed, then=self._begin_session
        )

    def _begin_session(self, challenge: Challenge) -> LoggedIn:
        return self.sessions.begin(challenge.administrator, challenge.origin)
