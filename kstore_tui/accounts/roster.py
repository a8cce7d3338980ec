"""The roster: what changes who the administrators are, as parts of units of work."""

from dataclasses import dataclass
from datetime import datetime

from kstore_tui.accounts.registration import Registration
from kstore_tui.activity.log import ActivityLog
from kstore_tui.core.addresses import fold
from kstore_tui.core.clock import Clock
from kstore_tui.core.errors import (
    AccountNotHeld,
    AdministratorNotFound,
    InvalidAddress,
    InvalidAddresses,
    InvitationGone,
    LastAdministrator,
)
from kstore_tui.core.events import EventKind
from kstore_tui.database.models import Administrator
from kstore_tui.mail.messages import AccountDeleted, RegistrationCodeMail
from kstore_tui.mail.outbox import Outbox
from kstore_tui.verification.lockout import CodeLockout


@dataclass(eq=False, repr=False)
class Actor:
    """Who changes the roster.

    Args:
        name: For fellow administrators to see.
        in_mails: For the one whom it concerns.
        origin: Where it is done from.
    """

    name: str
    in_mails: str
    origin: str


@dataclass(eq=False, repr=False)
class Roster:
    """Every change is noted in the activity, and mailed where that helps."""

    clock: Clock
    registration: Registration
    outbox: Outbox
    lockout: CodeLockout
    record: ActivityLog

    def invite(self, addresses: tuple[str, ...], refused: list[str], by: Actor) -> None:
        """Invite administrators, all or none.

        Args:
            addresses: Their login addresses in the normal form.
            refused: Why others of those that were named cannot be registered.
            by: Who does it.

        Raises:
            InvalidAddresses: Some cannot be registered.
            InvalidAddress: There is none.
        """
        taken = [
            f"{address} is registered already."
            for address in addresses
            if Administrator.select().where(Administrator.login_key == fold(address)).exists()
        ]
        if refused or taken:
            raise InvalidAddresses((*refused, *taken))
        if not addresses:
            raise InvalidAddress("Enter an email address.")
        for address in addresses:
            self._mail_code(self.registration.create(address, password_hash="", registered_by=by.name), by)
            self._note(EventKind.INVITED, address, by)

    def send_again(self, administrator: Administrator | None, by: Actor) -> None:
        """Have another registration code mailed; once sent, it ends the old one.

        Args:
            administrator: Whose; None when they are not there any more.
            by: Who does it.

        Raises:
            InvitationGone: They have registered, or are gone.
        """
        invited = _still_invited(administrator)
        self._mail_code(invited, by)
        self._note(EventKind.INVITED_AGAIN, invited.login_address, by)

    def withdraw(self, administrator: Administrator | None, by: Actor) -> None:
        """Take an invitation back: its code is worth nothing any more.

        Args:
            administrator: Who was invited; None when they are not there any more.
            by: Who does it.

        Raises:
            InvitationGone: They have registered, or are gone.
        """
        invited = _still_invited(administrator)
        self._note(EventKind.WITHDRAWN, invited.login_address, by)
        invited.delete_instance()

    def delete(self, administrator: Administrator | None, by: Actor) -> None:
        """Delete an account.

        Args:
            administrator: Whose it is; None when it is not there any more.
            by: Who does it.

        Raises:
            AdministratorNotFound: It is not there.
            LastAdministrator: Nobody would be left who can log in.
        """
        if administrator is None:
            raise AdministratorNotFound
        if administrator.is_invited:
            return self.withdraw(administrator, by)
        others = Administrator.select().where(
            Administrator.id != administrator.id,
            Administrator.password_hash != "",
            Administrator.held_at.is_null(),
        )
        # The unit of work holds the database's one writer, so two who delete each other come here in turn.
        if not others.exists():
            raise LastAdministrator
        now: datetime = self.clock()
        address = administrator.login_address
        self.outbox.put(AccountDeleted(address, now, by.in_mails))
        self._note(EventKind.DELETED, address, by)
        administrator.delete_instance()

    def release(self, administrator: Administrator | None, by: Actor) -> None:
        """Let an account go on that is held after too many wrong codes.

        Args:
            administrator: Whose it is; None when it is not there any more.
            by: Who does it.

        Raises:
            AdministratorNotFound: It is not there.
            AccountNotHeld: It is not held.
        """
        if administrator is None:
            raise AdministratorNotFound
        if not administrator.is_held:
            raise AccountNotHeld
        self.lockout.end_wait_and_hold(administrator)
        self._note(EventKind.RELEASED, administrator.login_address, by)

    def _mail_code(self, invited: Administrator, by: Actor) -> None:
        # One at a time: however often a code is asked for again, a server that was down is sent one mail.
        self.outbox.put(RegistrationCodeMail(invited.login_address, invited.id, by.in_mails))

    def _note(self, what: EventKind, address: str, by: Actor) -> None:
        self.record.note(what, by.name, about=address, origin=by.origin)


def _still_invited(administrator: Administrator | None) -> Administrator:
    if administrator is None or not administrator.is_invited:
        raise InvitationGone
    return administrator
