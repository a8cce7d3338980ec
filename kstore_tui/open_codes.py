"""Registration and reset codes that are out: made for a mail, and good until one is used or a newer comes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from hmac import compare_digest

from peewee import fn

from kstore_tui.addresses import fold
from kstore_tui.clock import Clock
from kstore_tui.database.connection import UnitsOfWork
from kstore_tui.database.models import Administrator, MailedCode
from kstore_tui.events import What
from kstore_tui.mailed_codes import CodeKind, mailed_code_digest, make_mailed_code
from kstore_tui.passwords import hash_new_password
from kstore_tui.randomness import Randomness
from kstore_tui.record import Record
from kstore_tui.refusals import Refusal, WrongRegistrationCode, WrongResetCode
from kstore_tui.rules import RULES, Rules
from kstore_tui.wrong_mailed_codes import WrongMailedCodes

_DAY = timedelta(days=1)
_REFUSED = {CodeKind.REGISTRATION: What.REGISTRATION_REFUSED, CodeKind.RESET: What.RESET_REFUSED}
_WRONG = {CodeKind.REGISTRATION: WrongRegistrationCode, CodeKind.RESET: WrongResetCode}


@dataclass(eq=False, repr=False)
class OpenCodes:
    """The codes of one kind. The methods without `async` are parts of a unit of work.

    A mail that fails and is tried again brings another code each time, and nobody knows which of them
    arrived: all those of one mail are good. Those of an older mail end when a newer one was taken.
    """

    work: UnitsOfWork
    clock: Clock
    randomness: Randomness
    kind: CodeKind
    wrong_codes: WrongMailedCodes
    record: Record
    bcrypt_cost: int
    rules: Rules = RULES

    @property
    def validity(self) -> timedelta:
        """From the making of a code to its end."""
        return self.kind.validity(self.rules)

    def make(self, account: Administrator, mail_id: str) -> str:
        """Return a fresh code for an account, as it is shown.

        Args:
            account: Who is to use it.
            mail_id: The mail of the outbox that brings it.
        """
        now = self.clock()
        kept_since = now - max(self.validity, _DAY)  # for a day, so that the mails of a day can be counted
        MailedCode.delete().where(*self._of(account), MailedCode.made_at <= kept_since).execute()
        code = make_mailed_code(self.randomness)
        MailedCode.create(
            id=self.randomness.token_hex(16),
            administrator=account,
            kind=self.kind,
            mail_id=mail_id,
            digest=mailed_code_digest(code),
            made_at=now,
        )
        return code

    def was_sent(self, mail_id: str) -> None:
        """Take note that the mail server took a mail: the codes of older mails end."""
        of_mail = MailedCode.select().where(MailedCode.mail_id == mail_id)
        newest = of_mail.order_by(MailedCode.made_at.desc()).first()
        if newest is not None:  # else the account was deleted meanwhile
            newest.was_sent = True
            newest.save(only=[MailedCode.was_sent])
            self._end(newest.administrator, MailedCode.mail_id != mail_id)

    def mails_of_a_day(self, account: Administrator, but: str) -> int:
        """Return how many mails brought an account codes in the last 24 hours, one of them left out."""
        count: int = (
            MailedCode.select(fn.COUNT(MailedCode.mail_id.distinct()))
            .where(*self._of(account), MailedCode.made_at > self.clock() - _DAY, MailedCode.mail_id != but)
            .scalar()
        )
        return count

    async def redeem(
        self,
        address: str,
        code: str,
        password: str,
        origin: str,
        then: Callable[[Administrator, str], None],
    ) -> None:
        """Take a password that a person chose for a code. It is looked at before the code is used up.

        Args:
            address: The login address as typed.
            code: The code as typed.
            password: The password they chose.
            origin: Where they come from.
            then: Gives the account the hash of its password; done in the unit of work that uses up the code,
                by one caller alone.

        Raises:
            PasswordRefused: The rules do not allow it; the code is still good.
            WrongRegistrationCode: No such code for this address; a try is counted.
            WrongResetCode: The same for a reset code.
            TooManyWrongMailedCodes: There were too many for this address; nothing was looked at.
        """
        if (refusal := await self.work.run(self._wait, address, origin)) is not None:
            raise refusal
        kept = await asyncio.to_thread(hash_new_password, password, address.strip(), self.bcrypt_cost)
        if (refusal := await self.work.run(self._redeem, address, code, kept, origin, then)) is not None:
            raise refusal

    def _wait(self, address: str, origin: str) -> Refusal | None:
        return self.wrong_codes.wait(
            address, partial(self.record.note_refused, _REFUSED[self.kind], address, origin)
        )

    def _redeem(
        self, address: str, code: str, kept: str, origin: str, then: Callable[[Administrator, str], None]
    ) -> Refusal | None:
        """Use up the code, or count the wrong one: to be committed, that is told by what is returned."""
        if (wait := self._wait(address, origin)) is not None:  # others may have tried meanwhile
            return wait
        digest = mailed_code_digest(code)
        right = [each for each in self._good_for(address) if compare_digest(each.digest, digest)]
        if not right or not self._end(right[0].administrator):
            self.wrong_codes.count(address)
            self.record.note_refused(_REFUSED[self.kind], address, origin)
            return _WRONG[self.kind]()
        then(right[0].administrator, kept)
        return None

    def _good_for(self, address: str) -> list[MailedCode]:
        now = self.clock()
        return list(
            MailedCode.select(MailedCode, Administrator)
            .join(Administrator)
            .where(
                Administrator.login_key == fold(address),
                MailedCode.kind == self.kind,
                MailedCode.ended_at.is_null(),
                MailedCode.made_at <= now,  # a clock set back opens nothing
                MailedCode.made_at > now - self.validity,
                # A code from before another way to a new password has served its turn.
                MailedCode.made_at >= Administrator.password_changed_at,
            )
        )

    def _end(self, account: Administrator, *which: object) -> bool:
        """Make an account's codes worthless; tell whether one was worth something: of two, one is told so."""
        ended = MailedCode.update(ended_at=self.clock()).where(
            *self._of(account), *which, MailedCode.ended_at.is_null()
        )
        return bool(ended.execute())

    def _of(self, account: Administrator) -> tuple[object, ...]:
        return MailedCode.administrator == account.id, MailedCode.kind == self.kind
