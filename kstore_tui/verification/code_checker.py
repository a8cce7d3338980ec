"""Check a code that a person entered: count the try, compare, use the code up once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest
from typing import TypeVar

from kstore_tui.core.clock import Clock
from kstore_tui.core.codes import Purpose, code_digest, read_code
from kstore_tui.core.errors import ChallengeEnded, CodeExpired, NewerCodeSent, StoreError, WrongCode
from kstore_tui.core.events import EventKind
from kstore_tui.core.rules import RULES
from kstore_tui.database.models import Challenge
from kstore_tui.database.transactions import Transactions
from kstore_tui.verification.alerts import Alerts
from kstore_tui.verification.challenges import NO_LONGER_VALID, Challenges
from kstore_tui.verification.lockout import CodeLockout, Counted

T = TypeVar("T")


@dataclass(eq=False, repr=False)
class CodeChecker:
    """Checks codes, for a login and for changes in a session."""

    transactions: Transactions
    clock: Clock
    code_key: bytes
    challenges: Challenges
    lockout: CodeLockout
    alerts: Alerts

    async def redeem(
        self,
        challenge_id: str,
        session_id: str | None,
        purposes: tuple[Purpose, ...],
        typed: str,
        then: Callable[[Challenge], T],
    ) -> T:
        """Use up the code in what a person typed, and do what it was for.

        The try is counted first and committed on its own, so nothing that fails later takes it back
        (in CVE-2026-35597 it did). `then` runs in the transaction that uses up the code, for one caller
        alone; it raises nothing that `commits`.

        After `NoCodeEntered`, `TooManyWrongCodes` and `AccountHeld` the try is not counted. The others are
        `WrongCode`, `NewerCodeSent`, `CodeExpired` and `ChallengeEnded`.
        """
        code = read_code(typed)
        counted = await self.transactions.run(self._count_try, challenge_id, session_id, purposes)
        return await self.transactions.run(lambda: self._use_up(challenge_id, code, counted, then))

    def _count_try(self, challenge_id: str, session_id: str | None, purposes: tuple[Purpose, ...]) -> Counted:
        is_counted = (
            Challenge.update(tries=Challenge.tries + 1)
            .where(*self.challenges.alive(challenge_id, session_id), Challenge.purpose.in_(purposes))
            .execute()
        )
        challenge = Challenge.find(challenge_id)
        if challenge is None:
            raise ChallengeEnded(NO_LONGER_VALID)
        if is_counted:
            return self.lockout.count(challenge.administrator_id)
        self.challenges.note(EventKind.CODE_REFUSED, challenge)
        raise ChallengeEnded if challenge.tries >= RULES.tries else ChallengeEnded(NO_LONGER_VALID)

    def _use_up(self, challenge_id: str, code: str, counted: Counted, then: Callable[[Challenge], T]) -> T:
        challenge = Challenge.find(challenge_id)
        if challenge is None:  # its account was deleted in the meantime
            raise ChallengeEnded(NO_LONGER_VALID)
        try:
            self._compare(challenge, code)
        except StoreError:
            self.challenges.note(EventKind.CODE_REFUSED, challenge)
            self.lockout.was_wrong(challenge, counted)
            if challenge.tries >= RULES.tries:
                self.alerts.warn(challenge)
            raise
        if not self._win(challenge):
            self.challenges.note(EventKind.CODE_REFUSED, challenge)
            raise ChallengeEnded("This code has already been used. Start again to get a new one.")
        self.lockout.was_right(challenge.administrator_id, counted)
        return then(challenge)

    def _win(self, challenge: Challenge) -> bool:
        """Use a challenge up; of several callers one wins."""
        used = (
            Challenge.update(used_at=self.clock())
            .where(Challenge.id == challenge.id, Challenge.used_at.is_null(), Challenge.ended_at.is_null())
            .execute()
        )
        return bool(used)

    def _compare(self, challenge: Challenge, code: str) -> None:
        """Let the newest code pass while it is valid, even on the last try."""
        codes = challenge.codes()
        newest = next((sent for sent in reversed(codes) if sent.was_sent), None)
        digest = code_digest(
            self.code_key, Purpose(challenge.purpose), challenge.id, challenge.administrator_id, code
        )
        matching = [sent for sent in codes if compare_digest(sent.digest, digest)]
        tries_left = RULES.tries - challenge.tries
        if newest is None or not timedelta() <= self.clock() - newest.made_at < RULES.code_validity:
            raise CodeExpired if tries_left else ChallengeEnded
        if newest in matching:
            return
        if not tries_left:
            raise ChallengeEnded
        raise NewerCodeSent if matching else WrongCode(tries_left)
