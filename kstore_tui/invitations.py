"""Invitations: a registered address becomes an account once its owner enters the mailed code."""

import asyncio
from dataclasses import dataclass
from functools import partial
from hmac import compare_digest
from typing import TYPE_CHECKING

from kstore_tui.addresses import fold, mask
from kstore_tui.clock import Clock
from kstore_tui.database.connection import UnitsOfWork
from kstore_tui.database.models import Administrator, RegistrationCode
from kstore_tui.events import What
from kstore_tui.mail.notices import REGISTERED, registration_mail
from kstore_tui.mail.outbox import Outbox
from kstore_tui.mailed_codes import mailed_code_digest, make_mailed_code
from kstore_tui.passwords import hash_new_password
from kstore_tui.randomness import Randomness
from kstore_tui.record import Record
from kstore_tui.refusals import Refusal, WrongRegistrationCode
from kstore_tui.rules import RULES, Rules
from kstore_tui.wrong_mailed_codes import WrongMailedCodes

if TYPE_CHECKING:
    from email.message import EmailMessage


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Invitations:
    """How the invited get in. No one ever chooses a password for somebody else."""

    work: UnitsOfWork
    clock: Clock
    randomness: Randomness
    wrong_codes: WrongMailedCodes
    outbox: Outbox
    record: Record
    bcrypt_cost: int
    rules: Rules = RULES

    async def redeem(self, address: str, code: str, password: str, origin: str) -> None:
        """Let an invited administrator choose a password. They then log in as everyone does.

        The password is looked at before the code is used up.

        Args:
            address: The login address as typed.
            code: The registration code as typed.
            password: The password they chose.
            origin: Where they come from.

        Raises:
            PasswordRefused: The rules do not allow it; the code is still good.
            WrongRegistrationCode: No such invitation; a try is counted.
            TooManyWrongMailedCodes: There were too many for this address; nothing was looked at.
        """
        if (refusal := await self.work.run(self._wait, address, origin)) is not None:
            raise refusal
        kept = await asyncio.to_thread(hash_new_password, password, address.strip(), self.bcrypt_cost)
        if (refusal := await self.work.run(self._redeem, address, code, kept, origin)) is not None:
            raise refusal

    def _wait(self, address: str, origin: str) -> Refusal | None:
        note = partial(self.record.note_refused, What.REGISTRATION_REFUSED, address, origin)
        return self.wrong_codes.wait(address, note)

    def _redeem(self, address: str, code: str, kept: str, origin: str) -> Refusal | None:
        """Use up the code, or count the wrong one: to be committed, that is told by what is returned."""
        if (wait := self._wait(address, origin)) is not None:  # others may have tried meanwhile
            return wait
        invitation = (
            RegistrationCode.select(RegistrationCode, Administrator)
            .join(Administrator)
            .where(
                Administrator.login_key == fold(address),
                Administrator.password_hash == "",
                RegistrationCode.expires_at > self.clock(),
            )
            .first()
        )
        if invitation is None or not compare_digest(invitation.digest, mailed_code_digest(code)):
            self.wrong_codes.count(address)
            self.record.note_refused(What.REGISTRATION_REFUSED, address, origin)
            return WrongRegistrationCode()
        now = self.clock()
        administrator = invitation.administrator
        administrator.password_hash = kept
        administrator.password_changed_at = now
        administrator.save(only=[Administrator.password_hash, Administrator.password_changed_at])
        invitation.delete_instance()
        self.record.note(What.REGISTERED, administrator.login_address, administrator.login_address, origin)
        self.outbox.put(
            REGISTERED,
            administrator.login_address,
            account=mask(administrator.login_address),
            when=f"{now:%Y-%m-%d %H:%M} UTC",
        )
        return None

    def write_mail(self, to: str, facts: dict[str, str]) -> "EmailMessage | None":
        """Make a registration code and write the mail that brings it (a part of a unit of work).

        Made only now, it lies in no outbox and in no backup. An older code is worth nothing any more.

        Args:
            to: The login address of the invited.
            facts: `administrator_id`, and `by`: who invited them.

        Returns:
            The mail; None when they have registered or are gone.
        """
        invited = Administrator.get_or_none(Administrator.id == facts["administrator_id"])
        if invited is None or not invited.is_invited:
            return None
        code = make_mailed_code(self.randomness)
        expires_at = self.clock() + self.rules.registration_validity
        RegistrationCode.delete().where(RegistrationCode.administrator == invited.id).execute()
        RegistrationCode.create(
            id=self.randomness.token_hex(16),
            administrator=invited,
            digest=mailed_code_digest(code),
            expires_at=expires_at,
        )
        return registration_mail(to, code, facts["by"], f"{expires_at:%Y-%m-%d %H:%M} UTC")
