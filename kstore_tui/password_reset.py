"""A forgotten password: a code is mailed to the login address, and a new password is taken for it."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from hmac import compare_digest
from typing import TYPE_CHECKING

from kstore_tui.addresses import fold, mask, read_address
from kstore_tui.challenges import Challenges
from kstore_tui.clock import Clock
from kstore_tui.database.connection import UnitsOfWork
from kstore_tui.database.models import Administrator, ResetCode
from kstore_tui.events import What
from kstore_tui.mail.notices import NEW_PASSWORD, RESET, reset_mail
from kstore_tui.mail.outbox import Outbox
from kstore_tui.mailed_codes import mailed_code_digest, make_mailed_code
from kstore_tui.passwords import hash_new_password
from kstore_tui.randomness import Randomness
from kstore_tui.record import Record
from kstore_tui.refusals import Refusal, WrongResetCode
from kstore_tui.rules import RULES, Rules
from kstore_tui.sessions import ENDED_BY_NEW_PASSWORD, Sessions
from kstore_tui.wrong_codes import WrongCodes
from kstore_tui.wrong_mailed_codes import WrongMailedCodes

if TYPE_CHECKING:
    from email.message import EmailMessage

_DAY = timedelta(days=1)
_NOBODY = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PasswordReset:
    """What may be done about a forgotten password. No one is logged in by it, and no second step skipped."""

    work: UnitsOfWork
    clock: Clock
    randomness: Randomness
    sessions: Sessions
    challenges: Challenges
    wrong_resets: WrongMailedCodes
    wrong_codes: WrongCodes
    outbox: Outbox
    record: Record
    bcrypt_cost: int
    rules: Rules = RULES

    async def ask(self, address: str) -> str:
        """Ask for a reset code. What is done and answered is the same for every address.

        The mail goes later, and only then a code is made, where there is an account.

        Args:
            address: The login address as typed.

        Returns:
            The address in its normal form.

        Raises:
            AddressRefused: It is no email address.
        """
        asked_for = read_address(address)
        await self.work.run(self._ask, asked_for)
        return asked_for

    def _ask(self, address: str) -> None:
        account = Administrator.get_or_none(Administrator.login_key == fold(address))
        # For nobody a mail is put down as well, which nobody is sent: the same statements. What was typed
        # as an unknown address is not kept.
        whose, to = (_NOBODY, "") if account is None else (account.id, account.login_address)
        request = self.randomness.token_hex(16)
        self.outbox.put_one_for(whose, RESET, to, administrator_id=whose, request=request)

    def write_mail(self, to: str, facts: dict[str, str]) -> "EmailMessage | None":
        """Make a reset code and write the mail that brings it (a part of a unit of work).

        Made only now, it lies in no outbox and in no backup. An older code is worth nothing any more.

        Args:
            to: The login address of the account.
            facts: `administrator_id`, and `request`: a mail that has to be sent again counts once.

        Returns:
            The mail; None when no account can use it, or there were enough of them today.
        """
        account = Administrator.get_or_none(Administrator.id == facts["administrator_id"])
        if account is None or account.is_invited:
            return None
        now = self.clock()
        of_the_account = ResetCode.administrator == account.id
        counts_no_more = (ResetCode.id == facts["request"]) | (ResetCode.made_at <= now - _DAY)
        ResetCode.delete().where(of_the_account, counts_no_more).execute()
        if ResetCode.select().where(of_the_account).count() >= self.rules.resets_a_day:
            return None
        self._end_code(of_the_account)
        code = make_mailed_code(self.randomness)
        ResetCode.create(
            id=facts["request"], administrator=account, digest=mailed_code_digest(code), made_at=now
        )
        return reset_mail(to, code, f"{now + self.rules.reset_validity:%Y-%m-%d %H:%M} UTC")

    async def redeem(self, address: str, code: str, password: str, origin: str) -> None:
        """Take a new password for a reset code. The person then logs in as always.

        The password is looked at before the code is used up. Every session of the account ends.

        Args:
            address: The login address as typed.
            code: The reset code as typed.
            password: The password they chose.
            origin: Where the person comes from.

        Raises:
            PasswordRefused: The rules do not allow it; the code is still good.
            WrongResetCode: No such account, or another code; a try is counted.
            TooManyWrongMailedCodes: There were too many for this address; nothing was looked at.
        """
        if (refusal := await self.work.run(self._wait, address, origin)) is not None:
            raise refusal
        kept = await asyncio.to_thread(hash_new_password, password, address.strip(), self.bcrypt_cost)
        if (refusal := await self.work.run(self._redeem, address, code, kept, origin)) is not None:
            raise refusal

    def _wait(self, address: str, origin: str) -> Refusal | None:
        note = partial(self.record.note_refused, What.RESET_REFUSED, address, origin)
        return self.wrong_resets.wait(address, note)

    def _redeem(self, address: str, code: str, kept: str, origin: str) -> Refusal | None:
        """Use up the code, or count the wrong one: to be committed, that is told by what is returned."""
        if (wait := self._wait(address, origin)) is not None:  # others may have tried meanwhile
            return wait
        now = self.clock()
        mailed = (
            ResetCode.select(ResetCode, Administrator)
            .join(Administrator)
            .where(
                Administrator.login_key == fold(address),
                ResetCode.ended_at.is_null(),
                ResetCode.made_at <= now,  # a clock set back opens nothing
                ResetCode.made_at > now - self.rules.reset_validity,
                # A code from before another way to a new password has served its turn.
                ResetCode.made_at >= Administrator.password_changed_at,
            )
            .first()
        )
        if (
            mailed is None
            or not compare_digest(mailed.digest, mailed_code_digest(code))
            or not self._end_code(ResetCode.id == mailed.id)
        ):
            self.wrong_resets.count(address)
            self.record.note_refused(What.RESET_REFUSED, address, origin)
            return WrongResetCode()
        self._take(mailed.administrator, kept)
        self.record.note(What.PASSWORD_RESET, mailed.administrator.login_address, origin=origin)
        return None

    def _end_code(self, which: object) -> bool:
        """Make a code worthless; tell whether it was worth something until now: of two, one is told so."""
        ended = ResetCode.update(ended_at=self.clock()).where(which, ResetCode.ended_at.is_null())
        return bool(ended.execute())

    def _take(self, account: Administrator, kept: str) -> None:
        now = self.clock()
        account.password_hash = kept
        account.password_changed_at = now
        account.save(only=[Administrator.password_hash, Administrator.password_changed_at])
        self.sessions.end_all(account.id, ENDED_BY_NEW_PASSWORD)
        self.challenges.end_all(account.id)
        self.wrong_codes.end_wait_and_hold(account)
        self.outbox.put(
            NEW_PASSWORD,
            account.login_address,
            account=mask(account.login_address),
            when=f"{now:%Y-%m-%d %H:%M} UTC",
        )
