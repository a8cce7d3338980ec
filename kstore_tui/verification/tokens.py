"""Registration and reset codes that are out: made for a mail, and good until one is used or a newer comes."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from hmac import compare_digest

from peewee import fn

from kstore_tui.activity.log import ActivityLog
from kstore_tui.core.addresses import fold
from kstore_tui.core.clock import Clock
from kstore_tui.core.errors import InvalidRegistrationCode, InvalidResetCode, StoreError
from kstore_tui.core.events import EventKind
from kstore_tui.core.passwords import hash_new_password
from kstore_tui.core.randomness import Randomness
from kstore_tui.core.rules import RULES, Rules
from kstore_tui.core.tokens import TokenKind, make_token, token_digest
from kstore_tui.database.models import Administrator, Token
from kstore_tui.database.transactions import Transactions
from kstore_tui.verification.token_throttle import TokenThrottle

_DAY = timedelta(days=1)
_REFUSED = {TokenKind.REGISTRATION: EventKind.REGISTRATION_REFUSED, TokenKind.RESET: EventKind.RESET_REFUSED}
_WRONG = {TokenKind.REGISTRATION: InvalidRegistrationCode, TokenKind.RESET: InvalidResetCode}


@dataclass(eq=False, repr=False)
class Tokens:
    """The codes of one kind. The methods without `async` are parts of a unit of work.

    A mail that fails and is tried again brings another code each time, and nobody knows which of them
    arrived: all those of one mail are good. Those of an older mail end when a newer one was taken.
    """

    work: Transactions
    clock: Clock
    randomness: Randomness
    kind: TokenKind
    lockout: TokenThrottle
    record: ActivityLog
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
        Token.delete().where(*self._of(account), Token.made_at <= kept_since).execute()
        code = make_token(self.randomness)
        Token.create(
            id=self.randomness.token_hex(16),
            administrator=account,
            kind=self.kind,
            mail_id=mail_id,
            digest=token_digest(code),
            made_at=now,
        )
        return code

    def was_sent(self, mail_id: str) -> None:
        """Take note that the mail server took a mail: the codes of older mails end."""
        of_mail = Token.select().where(Token.mail_id == mail_id)
        newest = of_mail.order_by(Token.made_at.desc()).first()
        if newest is not None:  # else the account was deleted meanwhile
            newest.was_sent = True
            newest.save(only=[Token.was_sent])
            self._end(newest.administrator, Token.mail_id != mail_id)

    def mails_of_a_day(self, account: Administrator, but: str) -> int:
        """Return how many mails brought an account codes in the last 24 hours, one of them left out."""
        count: int = (
            Token.select(fn.COUNT(Token.mail_id.distinct()))
            .where(*self._of(account), Token.made_at > self.clock() - _DAY, Token.mail_id != but)
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
            InvalidPassword: The rules do not allow it; the code is still good.
            InvalidRegistrationCode: No such code for this address; a try is counted.
            InvalidResetCode: The same for a reset code.
            TooManyWrongTokens: There were too many for this address; nothing was looked at.
        """
        if (refusal := await self.work.run(self._wait, address, origin)) is not None:
            raise refusal
        kept = await asyncio.to_thread(hash_new_password, password, address.strip(), self.bcrypt_cost)
        if (refusal := await self.work.run(self._redeem, address, code, kept, origin, then)) is not None:
            raise refusal

    def _wait(self, address: str, origin: str) -> StoreError | None:
        return self.lockout.wait(
            address, partial(self.record.note_refused, _REFUSED[self.kind], address, origin)
        )

    def _redeem(
        self, address: str, code: str, kept: str, origin: str, then: Callable[[Administrator, str], None]
    ) -> StoreError | None:
        """Use up the code, or count the wrong one: to be committed, that is told by what is returned."""
        if (wait := self._wait(address, origin)) is not None:  # others may have tried meanwhile
            return wait
        digest = token_digest(code)
        right = [each for each in self._good_for(address) if compare_digest(each.digest, digest)]
        if not right or not self._end(right[0].administrator):
            self.lockout.count(address)
            self.record.note_refused(_REFUSED[self.kind], address, origin)
            return _WRONG[self.kind]()
        then(right[0].administrator, kept)
        return None

    def _good_for(self, address: str) -> list[Token]:
        now = self.clock()
        return list(
            Token.select(Token, Administrator)
            .join(Administrator)
            .where(
                Administrator.login_key == fold(address),
                Token.kind == self.kind,
                Token.ended_at.is_null(),
                Token.made_at <= now,  # a clock set back opens nothing
                Token.made_at > now - self.validity,
                # A code from before another way to a new password has served its turn.
                Token.made_at >= Administrator.password_changed_at,
            )
        )

    def _end(self, account: Administrator, *which: object) -> bool:
        """Make an account's codes worthless; tell whether one was worth something: of two, one is told so."""
        ended = Token.update(ended_at=self.clock()).where(
            *self._of(account), *which, Token.ended_at.is_null()
        )
        return bool(ended.execute())

    def _of(self, account: Administrator) -> tuple[object, ...]:
        return Token.administrator == account.id, Token.kind == self.kind
