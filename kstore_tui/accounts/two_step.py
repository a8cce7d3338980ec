"""Two-step verification of one's own account: enable it, change its address, disable it."""

from dataclasses import dataclass

from kstore_tui.accounts.sessions import Sessions
from kstore_tui.core.addresses import check_verification_address, fold, mask, read_address
from kstore_tui.core.clock import Clock
from kstore_tui.core.codes import Purpose
from kstore_tui.core.errors import InvalidAddress, ProofExpired, SettingsChanged
from kstore_tui.core.events import EventKind
from kstore_tui.core.results import ChallengeStarted, CodeSent, Proof
from kstore_tui.core.rules import RULES
from kstore_tui.database.models import Administrator, Challenge, Session
from kstore_tui.database.transactions import Transactions
from kstore_tui.mail.messages import TwoStepDisabled, TwoStepEnabled, VerificationAddressChanged
from kstore_tui.mail.outbox import Outbox
from kstore_tui.verification.challenges import Challenges
from kstore_tui.verification.code_checker import CodeChecker
from kstore_tui.verification.code_sender import CodeSender

_SESSION_PURPOSES = (Purpose.ENABLE, Purpose.CHANGE_OLD, Purpose.CHANGE_NEW, Purpose.DISABLE)
_OTHERS_ARE_TOLD = "You were logged out because two-step verification was changed. Log in again."


@dataclass(eq=False, repr=False)
class TwoStep:
    """Changes two-step verification, each time with a code from the address concerned.

    A new address proves itself before it is used, the current one before it is replaced, so without access
    to the mailbox nobody can disable it (the article). Use cases raise `SessionEnded`; those that change
    something raise `ReauthenticationRequired`, `ProofExpired` 10 minutes after a code was entered, and
    `SettingsChanged` if two-step verification was changed elsewhere in the meantime.
    """

    transactions: Transactions
    clock: Clock
    sessions: Sessions
    challenges: Challenges
    code_sender: CodeSender
    code_checker: CodeChecker
    outbox: Outbox

    async def send_to_new_address(self, session_id: str, typed: str, old: Proof | None = None) -> CodeSent:
        """Mail a code to a new verification address; `old` is the proof of the current one when it changes.

        Raises `InvalidAddress`, and what `CodeSender.send` raises.
        """
        challenge_id = await self.transactions.run(self._ask_new_address, session_id, typed, old)
        return await self.code_sender.send(challenge_id, session_id)

    def _ask_new_address(self, session_id: str, typed: str, old: Proof | None) -> str:
        session = self.sessions.require_fresh(session_id)
        address = read_address(typed)
        administrator = session.administrator
        check_verification_address(address, administrator.login_address)
        if administrator.verification_address and fold(address) == fold(administrator.verification_address):
            raise InvalidAddress("Codes already go to this address. Use another one.")
        if old is None:
            purpose = Purpose.ENABLE
            _require_off(administrator)
        else:
            purpose = Purpose.CHANGE_NEW
            self._check(old, session, Purpose.CHANGE_OLD)
        return self.challenges.begin(purpose, administrator, address, session.origin, session).id

    async def ask_current_address(self, session_id: str, purpose: Purpose) -> ChallengeStarted:
        """Ask for a code from the current address, to `CHANGE_OLD` or `DISABLE`; `send` sends it."""
        return await self.transactions.run(self._ask_current_address, session_id, purpose)

    def _ask_current_address(self, session_id: str, purpose: Purpose) -> ChallengeStarted:
        session = self.sessions.require_fresh(session_id)
        administrator = session.administrator
        if administrator.verification_address is None:
            raise SettingsChanged
        challenge = self.challenges.begin(
            purpose, administrator, administrator.verification_address, session.origin, session
        )
        return ChallengeStarted(challenge.id, challenge.address)

    async def send(self, session_id: str, challenge_id: str) -> CodeSent:
        """Mail the code of a challenge, the first or a new one. Raises what `CodeSender.send` raises."""
        await self.transactions.run(self.sessions.require, session_id)
        return await self.code_sender.send(challenge_id, session_id)

    async def verify(self, session_id: str, challenge_id: str, typed: str) -> Proof:
        """Check the code of a challenge; its proof then allows what it was for, once.

        Raises what `CodeChecker.redeem` raises.
        """
        await self.transactions.run(self.sessions.require, session_id)
        return await self.code_checker.redeem(
            challenge_id, session_id, _SESSION_PURPOSES, typed, then=lambda used: Proof(used.id, used.address)
        )

    async def save(self, session_id: str, new: Proof, old: Proof | None = None) -> None:
        """Start sending codes to a proved address; every other session ends."""
        await self.transactions.run(self._save, session_id, new, old)

    def _save(self, session_id: str, new: Proof, old: Proof | None) -> None:
        session = self.sessions.require_fresh(session_id)
        if old is None:
            _require_off(session.administrator)
            self._spend(new, session, Purpose.ENABLE)
        else:
            self._spend(old, session, Purpose.CHANGE_OLD)
            self._spend(new, session, Purpose.CHANGE_NEW)
        self._set(session, new.address)
        what = EventKind.TWO_STEP_ENABLED if old is None else EventKind.TWO_STEP_CHANGED
        self.sessions.note(what, session, about=mask(new.address))
        account, now = session.administrator.login_address, self.clock()
        if old is None:
            self.outbox.put(TwoStepEnabled(account, now, new.address))
        else:
            for to in {account, old.address, new.address}:
                self.outbox.put(VerificationAddressChanged(account, now, new.address), to)

    async def disable(self, session_id: str, proof: Proof) -> None:
        """Turn two-step verification off; every other session ends."""
        await self.transactions.run(self._disable, session_id, proof)

    def _disable(self, session_id: str, proof: Proof) -> None:
        session = self.sessions.require_fresh(session_id)
        self._spend(proof, session, Purpose.DISABLE)
        self._set(session, None)
        self.sessions.note(EventKind.TWO_STEP_DISABLED, session)
        self.outbox.put(TwoStepDisabled(session.administrator.login_address, self.clock()))

    def _set(self, session: Session, address: str | None) -> None:
        Administrator.update(verification_address=address).where(
            Administrator.id == session.administrator_id
        ).execute()
        self.sessions.end_others(session, _OTHERS_ARE_TOLD)
        self.challenges.end_all(session.administrator_id)

    def _check(self, proof: Proof, session: Session, purpose: Purpose) -> None:
        """Require that a proof still counts. It lasts no longer than a code does."""
        used = Challenge.get_or_none(
            Challenge.id == proof.challenge_id,
            Challenge.session == session.id,
            Challenge.purpose == purpose,
            Challenge.address == proof.address,
            Challenge.used_at.is_null(False),
            Challenge.spent_at.is_null(),
            Challenge.ended_at.is_null(),
        )
        if used is None:
            raise SettingsChanged
        if used.used_at <= self.clock() - RULES.code_validity:
            raise ProofExpired

    def _spend(self, proof: Proof, session: Session, purpose: Purpose) -> None:
        self._check(proof, session, purpose)
        Challenge.update(spent_at=self.clock()).where(Challenge.id == proof.challenge_id).execute()


def _require_off(administrator: Administrator) -> None:
    if administrator.verification_address is not None:
        raise SettingsChanged
