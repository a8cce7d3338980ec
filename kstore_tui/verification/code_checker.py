"""Checking a code that a person entered: it is counted, compared and used up once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest
from typing import TypeVar

from kstore_tui.core.clock import Clock
from kstore_tui.core.codes import Purpose, code_digest, read_code
from kstore_tui.core.errors import ChallengeEnded, CodeExpired, NewerCodeSent, StoreError, WrongCode
from kstore_tui.core.events import EventKind
from kstore_tui.core.rules import RULES, Rules
from kstore_tui.database.models import Challenge
from kstore_tui.database.transactions import Transactions
from kstore_tui.verification.alerts import Alerts
from kstore_tui.verification.challenges import NOT_ASKED_FOR, Challenges
from kstore_tui.verification.lockout import CodeLockout, Counted

T = TypeVar("T")


@dataclass(eq=False, repr=False)
class CodeChecker:
    """What may happen to a code that was entered for a challenge."""

    work: Transactions
    clock: Clock
    key: bytes
    challenges: Challenges
    lockout: CodeLockout
    warnings: Alerts
    rules: Rules = RULES

    async def redeem(
        self,
        challenge_id: str,
        session_id: str | None,
        purposes: tuple[Purpose, ...],
        typed: str,
        then: Callable[[Challenge], T],
    ) -> T:
        """Take what a person typed, and if it is the code, use it up and do what it was for.

        The try is counted first and committed on its own: nothing that fails later takes it back
        (CVE-2026-35597 tells of a system where it did).

        Args:
            challenge_id: The challenge that waits.
            session_id: Whose session asked for it; None for a login.
            purposes: What it must have been asked for.
            typed: The field's content.
            then: Done in the transaction that uses up the code, by one caller alone.

        Raises:
            NoCodeEntered: There is no code in it; no try is counted.
            WrongCode: It is another code.
            NewerCodeSent: It is an older code of this challenge.
            CodeExpired: The newest code is over 10 minutes old.
            ChallengeEnded: There was no try left, or the challenge is over.
            TooManyWrongCodes: The account has to wait after wrong codes; this one was not looked at.
            AccountHeld: After still more of them somebody has to release it.
        """
        code = read_code(typed)
        counted = await self.work.run(self._count_try, challenge_id, session_id, purposes)
        if isinstance(counted, StoreError):
            raise counted
        outcome = await self.work.run(lambda: self._use_up(challenge_id, code, counted, then))
        if isinstance(outcome, StoreError):
            raise outcome
        return outcome

    def _count_try(
        self, challenge_id: str, session_id: str | None, purposes: tuple[Purpose, ...]
    ) -> Counted | ChallengeEnded:
        """Count a try; what is refused is returned, as the note of it is to be committed."""
        counted = (
            Challenge.update(tries=Challenge.tries + 1)
            .where(*self.challenges.alive(challenge_id, session_id), Challenge.purpose.in_(purposes))
            .execute()
        )
        if counted:
            return self.lockout.count(Challenge.get_by_id(challenge_id).administrator_id)
        challenge = Challenge.get_or_none(Challenge.id == challenge_id)
        if challenge is not None:
            self.challenges.note(EventKind.CODE_REFUSED, challenge)
        out_of_tries = challenge is not None and challenge.tries >= self.rules.tries
        return ChallengeEnded() if out_of_tries else ChallengeEnded(NOT_ASKED_FOR)

    def _use_up(
        self, challenge_id: str, code: str, counted: Counted, then: Callable[[Challenge], T]
    ) -> T | StoreError:
        """Use up the code and do what it was for, or tell the owner of wrong ones where that is due.

        What is refused is returned, as in `_count_try`.
        """
        challenge = Challenge.get_or_none(Challenge.id == challenge_id)
        if challenge is None:  # its account was deleted meanwhile
            return ChallengeEnded(NOT_ASKED_FOR)
        refusal = self._what_is_wrong(challenge, code)
        if refusal is not None:
            self.lockout.was_wrong(challenge, counted)
            if challenge.tries >= self.rules.tries:
                self.warnings.warn(challenge)
        elif not self._win(challenge):
            refusal = ChallengeEnded("That code has been used already.")
        if refusal is not None:
            self.challenges.note(EventKind.CODE_REFUSED, challenge)
            return refusal
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

    def _what_is_wrong(self, challenge: Challenge, code: str) -> StoreError | None:
        """Return why a code does not count, or None when it is the one."""
        codes = challenge.codes()
        newest = next((sent for sent in reversed(codes) if sent.was_sent), None)
        digest = code_digest(
            self.key, Purpose(challenge.purpose), challenge.id, challenge.administrator_id, code
        )
        matching = [sent for sent in codes if compare_digest(sent.digest, digest)]
        tries_left = self.rules.tries - challenge.tries
        if newest is None or not timedelta() <= self.clock() - newest.made_at < self.rules.code_validity:
            return CodeExpired() if tries_left else ChallengeEnded()
        if newest in matching:
            return None
        if not tries_left:
            return ChallengeEnded()
        return NewerCodeSent() if matching else WrongCode(tries_left)
