"""Send a code, and send it again, within limits."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kstore_tui.core.addresses import mask
from kstore_tui.core.clock import Clock, Randomness
from kstore_tui.core.codes import Purpose, code_digest, make_code
from kstore_tui.core.errors import (
    AccountHeld,
    ChallengeEnded,
    CodeNotSent,
    NoResendsLeft,
    ResendTooEarly,
    TooManyCodesSent,
    TooManyWrongCodes,
)
from kstore_tui.core.events import EventKind
from kstore_tui.core.results import CodeSent
from kstore_tui.core.rules import RULES
from kstore_tui.database.models import Challenge, SentCode
from kstore_tui.database.transactions import Transactions
from kstore_tui.mail.messages import CodeMail
from kstore_tui.mail.smtp import MailNotSent, SmtpTransport
from kstore_tui.verification.challenges import NO_LONGER_VALID, Challenges
from kstore_tui.verification.lockout import CodeLockout

_HOUR = timedelta(hours=1)
_SENDING = timedelta(seconds=30)
"""How long a code counts that may still be on its way: after that, sending it failed or was cancelled."""


@dataclass(eq=False, repr=False)
class CodeSender:
    """Sends the codes of challenges.

    A challenge lives and dies in the program that asked for it: digests are made with that program's key.
    """

    transactions: Transactions
    clock: Clock
    randomness: Randomness
    code_key: bytes
    transport: SmtpTransport
    challenges: Challenges
    lockout: CodeLockout

    async def send(self, challenge_id: str, session_id: str | None) -> CodeSent:
        """Mail a new code for a challenge; once it is sent, the previous one no longer works.

        It is sent between two transactions, so neither spans the mail. Raises `ChallengeEnded`,
        `ResendTooEarly`, `NoResendsLeft`, `TooManyCodesSent`, `TooManyWrongCodes`, `AccountHeld`, or
        `CodeNotSent`, which no limit counts.
        """
        try:
            code_id, mail = await self.transactions.run(self._prepare, challenge_id, session_id)
        except (TooManyCodesSent, TooManyWrongCodes, AccountHeld):
            await self.transactions.run(self._note_refused, challenge_id)
            raise
        try:
            await self.transport.send(mail.message())
        except MailNotSent as error:
            await self.transactions.run(self._forget, code_id)
            raise CodeNotSent(str(error)) from error
        return await self.transactions.run(self._note_sent, code_id)

    def _prepare(self, challenge_id: str, session_id: str | None) -> tuple[str, CodeMail]:
        challenge = Challenge.get_or_none(*self.challenges.alive(challenge_id, session_id))
        if challenge is None:
            raise ChallengeEnded(NO_LONGER_VALID)
        now = self.clock()
        self.lockout.check(challenge.administrator)
        self._check_resend(challenge, now)
        self._check_codes_of_last_hour(challenge, now)
        code = make_code(self.randomness)
        administrator = challenge.administrator
        purpose = Purpose(challenge.purpose)
        sent = SentCode.create(
            id=self.randomness.token_hex(16),
            challenge=challenge,
            digest=code_digest(self.code_key, purpose, challenge.id, administrator.id, code),
            made_at=now,
        )
        return sent.id, CodeMail(
            code=code,
            to=challenge.address,
            account=mask(administrator.login_address),
            purpose=purpose,
            asked_at=now,
            origin=challenge.origin,
            valid_until=now + RULES.code_validity,
        )

    def _note_refused(self, challenge_id: str) -> None:
        challenge = Challenge.find(challenge_id)
        if challenge is not None:
            self.challenges.note(EventKind.CODE_NOT_SENT, challenge)

    def _check_resend(self, challenge: Challenge, now: datetime) -> None:
        """Let the first code pass, and others after a pause, up to a number."""
        made = [sent.made_at for sent in challenge.codes() if sent.was_sent or sent.made_at > now - _SENDING]
        if len(made) > RULES.resends:
            raise NoResendsLeft
        if made and now < made[-1] + RULES.resend_pause:
            raise ResendTooEarly(made[-1] + RULES.resend_pause, now)

    def _check_codes_of_last_hour(self, challenge: Challenge, now: datetime) -> None:
        """Hold up more codes an hour than an account and an address may have; used ones don't count.

        So nobody's mailbox can be flooded, and nobody gets more guesses from more codes.
        """
        for whose in (
            Challenge.administrator == challenge.administrator_id,
            Challenge.address_key == challenge.address_key,
        ):
            recent = (
                SentCode.select(SentCode.made_at)
                .join(Challenge)
                .where(
                    whose,
                    Challenge.used_at.is_null(),
                    SentCode.made_at > now - _HOUR,
                    SentCode.was_sent | (SentCode.made_at > now - _SENDING),
                )
                .order_by(SentCode.made_at.desc())
                .limit(RULES.codes_an_hour)
            )
            made = [sent.made_at for sent in recent]
            if len(made) == RULES.codes_an_hour:
                raise TooManyCodesSent(made[-1] + _HOUR, now)

    def _forget(self, code_id: str) -> None:
        sent = SentCode.find(code_id)
        if sent is not None:
            self.challenges.note(EventKind.CODE_NOT_SENT, sent.challenge)
            sent.delete_instance()

    def _note_sent(self, code_id: str) -> CodeSent:
        sent = SentCode.find(code_id)
        if sent is None:  # its account was deleted in the meantime
            raise ChallengeEnded(NO_LONGER_VALID)
        sent.was_sent = True
        sent.save(only=[SentCode.was_sent])
        challenge = sent.challenge
        self.challenges.note(EventKind.CODE_SENT, challenge)
        return CodeSent(
            challenge_id=challenge.id,
            sent_to=mask(challenge.address) if challenge.purpose == Purpose.LOG_IN else challenge.address,
            valid_until=sent.made_at + RULES.code_validity,
        )
