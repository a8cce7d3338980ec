"""Tokens (registration and reset codes): made for a mail, used once, and throttled when wrong."""

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from enum import StrEnum
from functools import partial
from hmac import compare_digest

from peewee import fn

from kstore_tui.activity.log import ActivityLog
from kstore_tui.core.addresses import address_digest, fold
from kstore_tui.core.clock import Clock, Randomness
from kstore_tui.core.errors import InvalidRegistrationCode, InvalidResetCode, TooManyWrongTokens
from kstore_tui.core.events import THE_STORE, EventKind
from kstore_tui.core.password_hasher import PasswordHasher
from kstore_tui.core.rules import RULES
from kstore_tui.database.models import Administrator, Token, WrongToken
from kstore_tui.database.transactions import Transactions
from kstore_tui.mail.messages import ResetCodeMail, TokenMail

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that can't be mistaken for one another: no I, O, 0 and 1."""
_LENGTH = 12
_GROUP = 4
_DAY = timedelta(days=1)


class TokenKind(StrEnum):
    """What a token is for; one of a kind doesn't work for the other."""

    REGISTRATION = "registration"
    RESET = "reset"

    @property
    def validity(self) -> timedelta:
        """How long one is valid after it was made."""
        return RULES.registration_validity if self is TokenKind.REGISTRATION else RULES.reset_validity


_REFUSED = {TokenKind.REGISTRATION: EventKind.REGISTRATION_REFUSED, TokenKind.RESET: EventKind.RESET_REFUSED}
_SENT = {TokenKind.REGISTRATION: EventKind.INVITATION_SENT, TokenKind.RESET: EventKind.RESET_CODE_SENT}
_INVALID = {TokenKind.REGISTRATION: InvalidRegistrationCode, TokenKind.RESET: InvalidResetCode}


def make_token(randomness: Randomness) -> str:
    """Return a new token of 60 bits, as it is shown: `XXXX-XXXX-XXXX`."""
    code = "".join(ALPHABET[randomness.randbelow(len(ALPHABET))] for _ in range(_LENGTH))
    return "-".join(code[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def token_digest(typed: str) -> str:
    """Return what is kept of a token typed in any case and form of letter, with or without dashes and spaces.

    A plain SHA-256 is enough: 60 random bits can't be guessed from it.
    """
    normal = unicodedata.normalize("NFKC", typed).upper()
    bare = "".join(character for character in normal if character.isalnum())
    return hashlib.sha256(bare.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(eq=False, repr=False)
class TokenThrottle:
    """Counts the wrong tokens of one kind. All methods run in the caller's transaction.

    An address without an account is treated the same.
    """

    clock: Clock
    randomness: Randomness
    key: bytes
    kind: TokenKind

    def check(self, address: str, note: Callable[[], object]) -> None:
        """Refuse an address that has to wait after wrong tokens.

        `note` is called for the first try during a wait only, so that nobody can flood the activity.

        Raises:
            TooManyWrongTokens: 5 wrong ones came within 15 minutes; it waits 15 minutes after the last.
        """
        now = self.clock()
        wrong = list(
            WrongToken.select()
            .where(
                WrongToken.address_digest == self._digest(address),
                WrongToken.tried_at > now - RULES.token_wait,
            )
            .order_by(WrongToken.tried_at.desc(), WrongToken.id)
        )
        if len(wrong) < RULES.token_tries:
            return
        if (
            WrongToken.update(wait_noted=True)
            .where(WrongToken.id == wrong[0].id, ~WrongToken.wait_noted)
            .execute()
        ):
            note()
        raise TooManyWrongTokens(wrong[0].tried_at + RULES.token_wait, now)

    def count(self, address: str) -> None:
        """Count a wrong token for an address, and forget those that no longer matter."""
        now = self.clock()
        WrongToken.delete().where(WrongToken.tried_at <= now - RULES.token_wait).execute()
        WrongToken.create(
            id=self.randomness.token_hex(16), address_digest=self._digest(address), tried_at=now
        )

    def _digest(self, address: str) -> str:
        return address_digest(self.key, self.kind, address)


@dataclass(eq=False, repr=False)
class Tokens:
    """The tokens of one kind. The methods without `async` run in the caller's transaction.

    A mail that is tried again brings another token each time, and nobody knows which of them arrived, so
    all tokens of one mail work. Those of older mails end when the mail server takes a newer one.
    """

    transactions: Transactions
    clock: Clock
    randomness: Randomness
    kind: TokenKind
    throttle: TokenThrottle
    activity: ActivityLog
    hasher: PasswordHasher

    def write_mail(self, mail: TokenMail, to: str, mail_id: str) -> EmailMessage | None:
        """Make a token and write the mail that brings it, unless its account has no use for it now.

        An account gets 5 reset codes a day; a mail that is sent again counts once.
        """
        account = Administrator.find(mail.administrator_id)
        if account is None or account.is_invited != (self.kind is TokenKind.REGISTRATION):
            return None
        if self.kind is TokenKind.RESET and self._other_mails(account, mail_id) >= RULES.resets_a_day:
            return None
        return mail.message(to, self._make(account, mail_id), self.clock() + self.kind.validity)

    def _other_mails(self, account: Administrator, mail_id: str) -> int:
        """Count the other mails that brought an account tokens in the last 24 hours."""
        count: int = (
            Token.select(fn.COUNT(Token.mail_id.distinct()))
            .where(*self._of(account), Token.made_at > self.clock() - _DAY, Token.mail_id != mail_id)
            .scalar()
        )
        return count

    def _make(self, account: Administrator, mail_id: str) -> str:
        now = self.clock()
        kept_since = now - max(self.kind.validity, _DAY)  # a day, so that its mails can be counted
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

    def mail_was_sent(self, mail: TokenMail, mail_id: str) -> None:
        """End the tokens of older mails."""
        of_mail = Token.select().where(Token.mail_id == mail_id)
        newest = of_mail.order_by(Token.made_at.desc()).first()
        if newest is not None:  # else the account was deleted in the meantime
            newest.was_sent = True
            newest.save(only=[Token.was_sent])
            self._end(newest.administrator, Token.mail_id != mail_id)
        origin = mail.origin if isinstance(mail, ResetCodeMail) else ""
        self.activity.note(_SENT[self.kind], THE_STORE, mail.account, origin)

    async def redeem(
        self, address: str, code: str, password: str, origin: str, then: Callable[[Administrator, str], None]
    ) -> None:
        """Use up a token for a password that its person chose. The password is checked before the token.

        `then` gives the account the hash of the password, in the transaction that uses up the token, for
        one caller alone. Raises `InvalidPassword`, after which the token still works, `TooManyWrongTokens`,
        and for a wrong token `InvalidRegistrationCode` or `InvalidResetCode`.
        """
        await self.transactions.run(self._check_throttle, address, origin)
        kept = await self.hasher.hash_new(password, address.strip(), origin)
        await self.transactions.run(self._redeem, address, code, kept, origin, then)

    def _check_throttle(self, address: str, origin: str) -> None:
        note = partial(self.activity.note_refused, _REFUSED[self.kind], address, origin)
        self.throttle.check(address, note)

    def _redeem(
        self, address: str, code: str, kept: str, origin: str, then: Callable[[Administrator, str], None]
    ) -> None:
        self._check_throttle(address, origin)  # again: others may have tried in the meantime
        digest = token_digest(code)
        right = [each for each in self._good_for(address) if compare_digest(each.digest, digest)]
        if not right or not self._end(right[0].administrator):
            self.throttle.count(address)
            self.activity.note_refused(_REFUSED[self.kind], address, origin)
            raise _INVALID[self.kind]
        then(right[0].administrator, kept)

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
                Token.made_at > now - self.kind.validity,
                # A token made before the password was last changed no longer works.
                Token.made_at >= Administrator.password_changed_at,
            )
        )

    def _end(self, account: Administrator, *which: object) -> bool:
        """End an account's tokens; return whether one was still valid: of two callers, one is told so."""
        ended = Token.update(ended_at=self.clock()).where(
            *self._of(account), *which, Token.ended_at.is_null()
        )
        return bool(ended.execute())

    def _of(self, account: Administrator) -> tuple[object, ...]:
        return Token.administrator == account.id, Token.kind == self.kind
