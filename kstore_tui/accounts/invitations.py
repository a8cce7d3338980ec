"""Invitations: a registered address becomes an account once its owner enters the mailed code."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kstore_tui.activity.log import ActivityLog
from kstore_tui.core.addresses import mask
from kstore_tui.core.clock import Clock
from kstore_tui.core.events import EventKind
from kstore_tui.database.models import Administrator
from kstore_tui.mail.notices import REGISTERED, registration_mail
from kstore_tui.mail.outbox import Outbox
from kstore_tui.verification.tokens import Tokens

if TYPE_CHECKING:
    from email.message import EmailMessage


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
        self.outbox.put(
            REGISTERED,
            invited.login_address,
            account=mask(invited.login_address),
            when=f"{now:%Y-%m-%d %H:%M} UTC",
        )

    def write_mail(self, to: str, facts: dict[str, str]) -> "EmailMessage | None":
        """Make a registration code and write the mail that brings it (a part of a unit of work).

        Made only now, it lies in no outbox and in no backup.

        Args:
            to: The login address of the invited.
            facts: `administrator_id`, `by`: who invited them, and `mail_id`.

        Returns:
            The mail; None when they have registered or are gone.
        """
        invited = Administrator.get_or_none(Administrator.id == facts["administrator_id"])
        if invited is None or not invited.is_invited:
            return None
        code = self.codes.make(invited, facts["mail_id"])
        valid_until = self.clock() + self.codes.validity
        return registration_mail(to, code, facts["by"], f"{valid_until:%Y-%m-%d %H:%M} UTC")
