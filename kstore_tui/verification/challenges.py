"""Challenges: a code asked for, sent and sent again, until it is used or worth nothing."""

from dataclasses import dataclass

from kstore_tui.activity.log import ActivityLog
from kstore_tui.core.addresses import fold, mask
from kstore_tui.core.clock import Clock
from kstore_tui.core.codes import Purpose, code_digest, make_code
from kstore_tui.core.errors import (
    AccountHeld,
    ChallengeEnded,
    CodeNotSent,
    TooManyCodesSent,
    TooManyWrongCodes,
)
from kstore_tui.core.events import EventKind
from kstore_tui.core.randomness import Randomness
from kstore_tui.core.results import CodeSent
from kstore_tui.core.rules import RULES, Rules
from kstore_tui.database.models import Administrator, Challenge, SentCode, Session
from kstore_tui.database.transactions import Transactions
from kstore_tui.mail.messages import CodeMail
from kstore_tui.mail.smtp import MailNotSent, SmtpTransport
from kstore_tui.verification.alerts import Alerts
from kstore_tui.verification.lockout import CodeLockout
from kstore_tui.verification.send_limits import refuse_early_resend, refuse_too_many_codes

NOT_ASKED_FOR = "That code is no longer asked for. Start again to get a new one."


@dataclass(eq=False, repr=False)
class Challenges:
    """What may happen to challenges, up to the entering of a code.

    The methods without `async` are parts of a unit of work. A challenge lives and dies in the
    program that asked for it, whose key its digests are made with.
    """

    work: Transactions
    clock: Clock
    randomness: Randomness
    key: bytes
    delivery: SmtpTransport
    lockout: CodeLockout
    warnings: Alerts
    record: ActivityLog
    rules: Rules = RULES

    def begin(
        self,
        purpose: Purpose,
        administrator: Administrator,
        address: str,
        origin: str,
        session: Session | None,
    ) -> Challenge:
        """Ask for a code. Nothing is sent yet; an earlier challenge of the same journey ends."""
        if session is not None:
            self._end(Challenge.session == session.id, Challenge.purpose == purpose)
        else:
            self.warnings.warn_of_lapsed(administrator)
        return Challenge.create(
            id=self.randomness.token_hex(16),
            administrator=administrator,
            session=session,
            purpose=purpose,
            address=address,
            address_key=fold(address),
            origin=origin,
            begun_at=self.clock(),
        )

    def end_all(self, administrator_id: str) -> None:
        """Make every challenge of an account worthless: its security has changed."""
        self._end(Challenge.administrator == administrator_id)

    async def give_up(self, challenge_id: str) -> None:
        """Make a challenge worthless whose person went back: else one could guess at it beside a new one."""
        await self.work.run(self._give_up, challenge_id)

    def _give_up(self, challenge_id: str) -> None:
        alive = Challenge.get_or_none(*self.alive(challenge_id, session_id=None))
        self._end(Challenge.id == challenge_id)
        if alive is not None:
            self.warnings.warn(alive)

    def _end(self, *which: object) -> None:
        Challenge.update(ended_at=self.clock()).where(
            *which, Challenge.spent_at.is_null(), Challenge.ended_at.is_null()
        ).execute()

    async def send(self, challenge_id: str, session_id: str | None) -> CodeSent:
        """Mail a fresh code for a challenge; the one before is worth nothing once this one is sent.

        Commit that it is about to be sent, send, commit that it was: no transaction spans the mail.

        Raises:
            ChallengeEnded: The challenge is over.
            ResendTooEarly: The last code was sent a moment ago.
            NoResendsLeft: It was sent again as often as allowed.
            TooManyCodesSent: The account or the address has had its codes for this hour.
            TooManyWrongCodes: The account has to wait after wrong codes.
            AccountHeld: After still more of them somebody has to release it.
            CodeNotSent: The mail server did not take it; no limit counts it.
        """
        try:
            code_id, mail = await self.work.run(self._prepare, challenge_id, session_id)
        except (TooManyCodesSent, TooManyWrongCodes, AccountHeld):
            await self.work.run(self._note_not_sent, challenge_id)
            raise
        try:
            await self.delivery.send(mail.message())
        except MailNotSent as error:
            await self.work.run(self._forget, code_id)
            raise CodeNotSent(str(error)) from error
        return await self.work.run(self._note_sent, code_id)

    def _prepare(self, challenge_id: str, session_id: str | None) -> tuple[str, CodeMail]:
        challenge = Challenge.get_or_none(*self.alive(challenge_id, session_id))
        if challenge is None:
            raise ChallengeEnded(NOT_ASKED_FOR)
        self.lockout.refuse(challenge.administrator)
        now = self.clock()
        refuse_early_resend(challenge, now, self.rules)
        refuse_too_many_codes(challenge, now, self.rules)
        code = make_code(self.randomness)
        administrator = challenge.administrator
        sent = SentCode.create(
            id=self.randomness.token_hex(16),
            challenge=challenge,
            digest=code_digest(self.key, Purpose(challenge.purpose), challenge.id, administrator.id, code),
            made_at=now,
        )
        return sent.id, CodeMail(
            code=code,
            to=challenge.address,
            account=mask(administrator.login_address),
            purpose=Purpose(challenge.purpose),
            asked_at=now,
            origin=challenge.origin,
            valid_until=now + self.rules.code_validity,
        )

    def _forget(self, code_id: str) -> None:
        sent = SentCode.get_or_none(SentCode.id == code_id)
        if sent is not None:
            self.note(EventKind.CODE_NOT_SENT, sent.challenge)
            sent.delete_instance()

    def _note_not_sent(self, challenge_id: str) -> None:
        challenge = Challenge.get_or_none(Challenge.id == challenge_id)
        if challenge is not None:
            self.note(EventKind.CODE_NOT_SENT, challenge)

    def note(self, what: EventKind, challenge: Challenge) -> None:
        """Note what happened to a challenge: its address is masked, as always where others may look."""
        login_address = challenge.administrator.login_address
        self.record.note(what, login_address, mask(challenge.address), challenge.origin)

    def _note_sent(self, code_id: str) -> CodeSent:
        sent = SentCode.get_or_none(SentCode.id == code_id)
        if sent is None:  # its account was deleted meanwhile
            raise ChallengeEnded(NOT_ASKED_FOR)
        sent.was_sent = True
        sent.save(only=[SentCode.was_sent])
        challenge = sent.challenge
        self.note(EventKind.CODE_SENT, challenge)
        return CodeSent(
            challenge_id=challenge.id,
            sent_to=mask(challenge.address) if challenge.purpose == Purpose.LOG_IN else challenge.address,
            valid_until=sent.made_at + self.rules.code_validity,
            again_from=sent.made_at + self.rules.resend_pause,
            resends_left=self.rules.resends + 1 - len(challenge.codes()),
        )

    def alive(self, challenge_id: str, session_id: str | None) -> tuple[object, ...]:
        """Return what is true of a challenge whose code can be sent or tried."""
        return (
            Challenge.id == challenge_id,
            Challenge.session.is_null() if session_id is None else Challenge.session == session_id,
            Challenge.tries < self.rules.tries,
            Challenge.used_at.is_null(),
            Challenge.ended_at.is_null(),
        )
