"""A forgotten password: a code is mailed to the login address, and a new password is taken for it."""

from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial

from kstore_tui.accounts.sessions import ENDED_BY_NEW_PASSWORD, Sessions
from kstore_tui.activity.log import ActivityLog
from kstore_tui.core.addresses import fold, read_address
from kstore_tui.core.clock import Clock
from kstore_tui.core.events import THE_STORE, EventKind
from kstore_tui.core.rules import RULES, Rules
from kstore_tui.database.models import Administrator
from kstore_tui.database.transactions import Transactions
from kstore_tui.mail.messages import PasswordChanged, ResetCodeMail
from kstore_tui.mail.outbox import Outbox
from kstore_tui.verification.challenges import Challenges
from kstore_tui.verification.lockout import CodeLockout
from kstore_tui.verification.tokens import Tokens

_NOBODY = ""


@dataclass(eq=False, repr=False)
class PasswordReset:
    """What may be done about a forgotten password. No one is logged in by it, and no second step skipped."""

    work: Transactions
    clock: Clock
    codes: Tokens
    sessions: Sessions
    challenges: Challenges
    lockout: CodeLockout
    outbox: Outbox
    record: ActivityLog
    rules: Rules = RULES

    async def ask(self, address: str, origin: str) -> str:
        """Ask for a reset code. What is done and answered is the same for every address.

        The mail goes later, and only then a code is made, where there is an account.

        Args:
            address: The login address as typed.
            origin: Where the person comes from, which the mail and activity tell.

        Returns:
            The address in its normal form.

        Raises:
            InvalidAddress: It is no email address.
        """
        asked_for = read_address(address)
        await self.work.run(self._ask, asked_for, origin)
        return asked_for

    def _ask(self, address: str, origin: str) -> None:
        account = Administrator.get_or_none(Administrator.login_key == fold(address))
        # For nobody a mail is put down as well, which nobody is sent: the same statements. What was typed
        # as an unknown address is not kept.
        whose, to = (_NOBODY, "") if account is None else (account.id, account.login_address)
        self.outbox.put(ResetCodeMail(to, whose, self.clock(), origin))

    def write_mail(self, mail: ResetCodeMail, to: str, mail_id: str) -> EmailMessage | None:
        """Make a reset code and write the mail with it; return None when no account can use one now.

        Part of a transaction. A mail that has to be sent again counts once towards the codes of a day.
        """
        account = Administrator.get_or_none(Administrator.id == mail.administrator_id)
        if account is None or account.is_invited:
            return None
        if self.codes.mails_of_a_day(account, but=mail_id) >= self.rules.resets_a_day:
            return None
        code = self.codes.make(account, mail_id)
        return mail.message(to, code, self.clock() + self.codes.validity)

    def mail_was_sent(self, mail: ResetCodeMail, mail_id: str) -> None:
        """End the codes of older mails (a part of a transaction)."""
        self.codes.was_sent(mail_id)
        self.record.note(EventKind.RESET_CODE_SENT, THE_STORE, mail.account, mail.origin)

    async def redeem(self, address: str, code: str, password: str, origin: str) -> None:
        """Take a new password for a reset code. The person then logs in as always.

        Every session of the account ends.

        Args:
            address: The login address as typed.
            code: The reset code as typed.
            password: The password they chose.
            origin: Where the person comes from.

        Raises:
            InvalidPassword: As `Tokens.redeem`.
            InvalidResetCode: As `Tokens.redeem`.
            TooManyWrongTokens: As `Tokens.redeem`.
        """
        await self.codes.redeem(address, code, password, origin, then=partial(self._take, origin))

    def _take(self, origin: str, account: Administrator, kept: str) -> None:
        now = self.clock()
        account.password_hash = kept
        account.password_changed_at = now
        account.save(only=[Administrator.password_hash, Administrator.password_changed_at])
        self.sessions.end_all(account.id, ENDED_BY_NEW_PASSWORD)
        self.challenges.end_all(account.id)
        self.lockout.end_wait_and_hold(account)
        self.record.note(EventKind.PASSWORD_RESET, account.login_address, origin=origin)
        self.outbox.put(PasswordChanged(account.login_address, now))
