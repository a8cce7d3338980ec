"""The roster: what changes who the administrators are, as parts of units of work."""

from dataclasses import dataclass
from datetime import datetime

from kstore_tui.addresses import fold, mask
from kstore_tui.clock import Clock
from kstore_tui.database.models import Administrator
from kstore_tui.events import What
from kstore_tui.mail.notices import DELETED
from kstore_tui.mail.outbox import Outbox
from kstore_tui.mailed_codes import CodeKind
from kstore_tui.record import Record
from kstore_tui.refusals import (
    AddressesRefused,
    AddressRefused,
    AdministratorGone,
    LastAdministrator,
    NotHeld,
    NotInvited,
)
from kstore_tui.registration import Registration
from kstore_tui.wrong_codes import WrongCodes


@dataclass(eq=False, repr=False)
class Doer:
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
    wrong_codes: WrongCodes
    record: Record

    def invite(self, addresses: tuple[str, ...], refused: list[str], by: Doer) -> None:
        """Invite administrators, all or none.

        Args:
            addresses: Their login addresses in the normal form.
            refused: Why others of those that were named cannot be registered.
            by: Who does it.

        Raises:
            AddressesRefused: Some cannot be registered.
            AddressRefused: There is none.
        """
        taken = [
            f"{address} is registered already."
            for address in addresses
            if Administrator.select().where(Administrator.login_key == fold(address)).exists()
        ]
        if refused or taken:
            raise AddressesRefused((*refused, *taken))
        if not addresses:
            raise AddressRefused("Enter an email address.")
        for address in addresses:
            self._mail_code(self.registration.create(address, password_hash="", registered_by=by.name), by)
            self._note(What.INVITED, address, by)

    def send_again(self, administrator: Administrator | None, by: Doer) -> None:
        """Have another registration code mailed; once sent, it ends the old one.

        Args:
            administrator: Whose; None when they are not there any more.
            by: Who does it.

        Raises:
            NotInvited: They have registered, or are gone.
        """
        invited = _still_invited(administrator)
        self._mail_code(invited, by)
        self._note(What.INVITED_AGAIN, invited.login_address, by)

    def withdraw(self, administrator: Administrator | None, by: Doer) -> None:
        """Take an invitation back: its code is worth nothing any more.

        Args:
            administrator: Who was invited; None when they are not there any more.
            by: Who does it.

        Raises:
            NotInvited: They have registered, or are gone.
        """
        invited = _still_invited(administrator)
        self._note(What.WITHDRAWN, invited.login_address, by)
        invited.delete_instance()

    def delete(self, administrator: Administrator | None, by: Doer) -> None:
        """Delete an account.

        Args:
            administrator: Whose it is; None when it is not there any more.
            by: Who does it.

        Raises:
            AdministratorGone: It is not there.
            LastAdministrator: Nobody would be left who can log in.
        """
        if administrator is None:
            raise AdministratorGone
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
        when = f"{now:%Y-%m-%d %H:%M} UTC"
        self.outbox.put(DELETED, address, account=mask(address), by=by.in_mails, when=when)
        self._note(What.DELETED, address, by)
        administrator.delete_instance()

    def release(self, administrator: Administrator | None, by: Doer) -> None:
        """Let an account go on that is held after too many wrong codes.

        Args:
            administrator: Whose it is; None when it is not there any more.
            by: Who does it.

        Raises:
            AdministratorGone: It is not there.
            NotHeld: It is not held.
        """
        if administrator is None:
            raise AdministratorGone
        if not administrator.is_held:
            raise NotHeld
        self.wrong_codes.end_wait_and_hold(administrator)
        self._note(What.RELEASED, administrator.login_address, by)

    def _mail_code(self, invited: Administrator, by: Doer) -> None:
        # One at a time: however often a code is asked for again, a server that was down is sent one mail.
        to, told = invited.login_address, by.in_mails
        self.outbox.put_one_for(invited.id, CodeKind.REGISTRATION, to, administrator_id=invited.id, by=told)

    def _note(self, what: What, address: str, by: Doer) -> None:
        self.record.note(what, by.name, about=address, origin=by.origin)


def _still_invited(administrator: Administrator | None) -> Administrator:
    if administrator is None or not administrator.is_invited:
        raise NotInvited
    return administrator
