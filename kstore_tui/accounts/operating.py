"""What the operator of the host may do: without a session, and without any password."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from kstore_tui.accounts.administrator_rows import rows_of
from kstore_tui.accounts.administrators import Administrators, read_addresses
from kstore_tui.accounts.roster import Actor
from kstore_tui.activity.log import ActivityLog
from kstore_tui.core.addresses import fold, mask
from kstore_tui.core.clock import Clock
from kstore_tui.core.errors import NoAdministratorYet
from kstore_tui.core.events import OPERATOR, EventKind
from kstore_tui.core.origin import HERE
from kstore_tui.core.results import AdministratorRow, WaitingMail
from kstore_tui.database.models import Administrator, OutgoingMail
from kstore_tui.database.transactions import Transactions
from kstore_tui.mail.outbox import name_of
from kstore_tui.mail.worker import MailWorker

_BY = Actor(OPERATOR, f"the {OPERATOR} of the store", HERE)


@dataclass(eq=False, repr=False)
class Operating:
    """The operator's use cases. Whoever can read the store's files as their owner may do this anyway."""

    work: Transactions
    clock: Clock
    administrators: Administrators
    mail_worker: MailWorker
    record: ActivityLog

    async def every_administrator(self) -> tuple[AdministratorRow, ...]:
        """Return all administrators, in the order of their addresses."""
        return await self.work.run(lambda: rows_of(Administrator.select().order_by(Administrator.login_key)))

    async def register(self, typed: str) -> tuple[str, ...]:
        """Invite administrators, all or none: each is mailed a registration code.

        A sole administrator who has lost the mailbox for the codes gets help this way: the second one
        deletes the account and registers it again, as the article tells.

        Args:
            typed: Their addresses.

        Returns:
            The addresses in their normal form.

        Raises:
            InvalidAddresses: Some cannot be registered.
            NoAdministratorYet: There is no administrator yet, who is registered with a password instead.
        """
        addresses, refused = read_addresses(typed)
        await self.work.run(self._register, addresses, refused)
        return addresses

    def _register(self, addresses: tuple[str, ...], refused: list[str]) -> None:
        if not Administrator.select().exists():
            raise NoAdministratorYet
        self.administrators.roster.invite(addresses, refused, _BY)

    async def delete(self, address: str) -> None:
        """Delete an account; its sessions end.

        Args:
            address: Its login address.

        Raises:
            AdministratorNotFound: No account has it.
            LastAdministrator: Nobody would be left who can log in.
        """
        await self.work.run(lambda: self.administrators.roster.delete(_find(address), _BY))

    async def release(self, address: str) -> None:
        """Let an administrator go on whose account is held after too many wrong codes.

        Args:
            address: Its login address.

        Raises:
            AdministratorNotFound: No account has it.
            AccountNotHeld: It is not held.
        """
        await self.work.run(lambda: self.administrators.roster.release(_find(address), _BY))

    async def outbox(self) -> tuple[WaitingMail, ...]:
        """Return what is in the outbox, oldest first: what waits, and what was given up."""
        return await self.work.run(self._outbox)

    def _outbox(self) -> tuple[WaitingMail, ...]:
        for_somebody = OutgoingMail.select().where(OutgoingMail.to != "").order_by(OutgoingMail.made_at)
        return tuple(
            WaitingMail(mail.kind, mask(mail.to), mail.made_at, mail.tries, mail.due_at, mail.given_up_at)
            for mail in for_somebody
        )

    async def send_outbox(
        self, sent: Callable[[], object], failed: Callable[[str], object]
    ) -> tuple[int, datetime | None]:
        """Send all that is in the outbox now: what was postponed and what was given up, too.

        Args:
            sent: As for `Postman.drain`.
            failed: As for `Postman.drain`.

        Returns:
            As `Postman.drain`.
        """
        await self.work.run(self._make_all_due)
        return await self.mail_worker.drain(sent, failed)

    def _make_all_due(self) -> None:
        self.record.note(EventKind.OUTBOX_SENT, OPERATOR, origin=HERE)
        self.mail_worker.outbox.make_all_due()

    async def discard_given_up(self) -> int:
        """Remove the mails that were given up from the outbox; return how many there were."""
        return await self.work.run(self._discard_given_up)

    def _discard_given_up(self) -> int:
        given_up = list(OutgoingMail.select().where(OutgoingMail.given_up_at.is_null(False)))
        for mail in given_up:
            self.record.note(EventKind.MAIL_DISCARDED, OPERATOR, name_of(mail), HERE)
            mail.delete_instance()
        return len(given_up)


def _find(address: str) -> Administrator | None:
    found: Administrator | None = Administrator.get_or_none(Administrator.login_key == fold(address))
    return found
