"""Invitations: a registered address becomes an account once its owner enters the mailed code."""

from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial

from kstore_tui.activity.log import ActivityLog
from kstore_tui.core.clock import Clock
from kstore_tui.core.events import THE_STORE, EventKind
from kstore_tui.database.models import Administrator
from kstore_tui.mail.messages import AccountRegistered, RegistrationCodeMail
from kstore_tui.mail.outbox import Outbox
from kstore_tui.verification.tokens import Tokens


@dataclass(eq=False, repr=False)
class Invitations:
    """How the invited get in. No one ever chooses a password for somebody else."""

    clock: Clock
    codes: Tokens
    outbox: Outbox
    record: ActivityLog

    async def redeem(self, address: str, code: str, password: str, origin: str) -> None:
        """Let an invited administrator choose a password. They then log in as everyone does.

        Args:
            address: The login address as typed.
            code: The registration code as typed.
            password: The password they chose.
            origin: Where they come from.

        Raises:
            InvalidPassword: As `Tokens.redeem`.
            InvalidRegistrationCode: As `Tokens.redeem`.
            TooManyWrongTokens: As `Tokens.redeem`.
        """
        await self.codes.redeem(address, code, password, origin, then=partial(self._register, origin))

    def _register(self, origin: str, invited: Administrator, kept: str) -> None:
        now = self.clock()
        invited.password_hash = kept
        invited.password_changed_at = now
        invited.save(only=[Administrator.password_hash, Administrator.password_changed_at])
        self.record.note(EventKind.REGISTERED, invited.login_address, invited.login_address, origin)
        self.outbox.put(AccountRegistered(invited.login_address, now))

    def write_mail(self, mail: RegistrationCodeMail, to: str, mail_id: str) -> EmailMessage | None:
        """Make a registration code and write the mail with it; return None when nobody waits for one now.

        Part of a transaction.
        """
        invited = Administrator.get_or_none(Administrator.id == mail.administrator_id)
        if invited is None or not invited.is_invited:
            return None
        code = self.codes.make(invited, mail_id)
        return mail.message(to, code, self.clock() + self.codes.validity)

    def mail_was_sent(self, mail: RegistrationCodeMail, mail_id: str) -> None:
        """End the codes of older mails (a part of a transaction)."""
        self.codes.was_sent(mail_id)
        self.record.note(EventKind.INVITATION_SENT, THE_STORE, mail.account)
