"""Logging in: address and password, then a code where two-step verification is on."""

import asyncio
from dataclasses import dataclass
from functools import partial

from kstore_tui.addresses import fold
from kstore_tui.challenges import Challenges
from kstore_tui.code_checks import CodeChecks
from kstore_tui.codes import Purpose
from kstore_tui.database.connection import UnitsOfWork
from kstore_tui.database.models import Administrator, Challenge
from kstore_tui.events import What
from kstore_tui.outcomes import CodeSent, LoggedIn
from kstore_tui.password_limits import PasswordLimits
from kstore_tui.passwords import (
    do_the_rest_of_the_work,
    hash_of_nobody,
    hash_password,
    needs_rehash,
    password_matches,
)
from kstore_tui.record import Record
from kstore_tui.refusals import TooManyWrongPasswords, WrongPair
from kstore_tui.sessions import Sessions


@dataclass(eq=False, repr=False)
class Login:
    """How an administrator gets in."""

    work: UnitsOfWork
    sessions: Sessions
    challenges: Challenges
    code_checks: CodeChecks
    password_limits: PasswordLimits
    record: Record
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
            WrongPair: No account has this address with this password.
            CodeNotSent: The mail server did not take the code; no session has begun.
            TooManyCodes: The account has had its codes for this hour.
            TooManyWrongCodes: The account has to wait after wrong codes.
            AccountHeld: After still more of them somebody has to release it.
        """
        kept = await self.work.run(self._count_try, address, origin)
        if isinstance(kept, TooManyWrongPasswords):
            raise kept
        if not await asyncio.to_thread(password_matches, password, kept):
            await asyncio.to_thread(do_the_rest_of_the_work, password, kept, self.bcrypt_cost)
            await self.work.run(self.record.note_refused, What.LOGIN_REFUSED, address, origin)
            raise WrongPair
        rehashed = None
        if needs_rehash(kept, self.bcrypt_cost):
            rehashed = await asyncio.to_thread(hash_password, password, self.bcrypt_cost)
        passed = await self.work.run(self._first_step, address, kept, rehashed, origin)
        if passed is None:
            raise WrongPair
        if isinstance(passed, LoggedIn):
            return passed
        try:
            return await self.challenges.send(passed, session_id=None)
        except asyncio.CancelledError:  # the terminal has gone: nobody will enter the code
            await self.challenges.give_up(passed)
            raise

    def _count_try(self, address: str, origin: str) -> str | TooManyWrongPasswords:
        """Count the try and return the hash to check: to be committed before that takes its time."""
        note = partial(self.record.note_refused, What.LOGIN_REFUSED, address, origin)
        if (wait := self.password_limits.count(address, origin, note)) is not None:
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
            self.record.note_refused(What.LOGIN_REFUSED, address, origin)
            return None
        self.password_limits.forget(address, origin)
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
            Refusal: As `Challenges.send`.
        """
        return await self.challenges.send(challenge_id, session_id=None)

    async def give_up(self, challenge_id: str) -> None:
        """Make the code of a login worthless: the person went back."""
        await self.challenges.give_up(challenge_id)

    async def verify(self, challenge_id: str, typed: str) -> LoggedIn:
        """Take the code of a login and begin the session.

        Raises:
            Refusal: As `CodeChecks.redeem`.
        """
        return await self.code_checks.redeem(
            challenge_id, None, (Purpose.LOG_IN,), typed, then=self._begin_session
        )

    def _begin_session(self, challenge: Challenge) -> LoggedIn:
        return self.sessions.begin(challenge.administrator, challenge.origin)
