"""Registering administrators: the first one of a store registers themselves."""

import asyncio
from dataclasses import dataclass

from kstore_tui.accounts.sessions import Sessions
from kstore_tui.activity.log import ActivityLog
from kstore_tui.core.addresses import fold, read_address
from kstore_tui.core.clock import Clock
from kstore_tui.core.errors import AlreadyRegistered
from kstore_tui.core.events import OPERATOR, EventKind
from kstore_tui.core.origin import HERE
from kstore_tui.core.passwords import hash_new_password
from kstore_tui.core.randomness import Randomness
from kstore_tui.core.results import LoggedIn
from kstore_tui.database.models import Administrator
from kstore_tui.database.transactions import Transactions
from kstore_tui.mail.messages import AccountRegistered
from kstore_tui.mail.outbox import Outbox


@dataclass(eq=False, repr=False)
class Registration:
    """How accounts come to be."""

    work: Transactions
    clock: Clock
    randomness: Randomness
    sessions: Sessions
    outbox: Outbox
    record: ActivityLog
    bcrypt_cost: int

    async def is_first_run(self) -> bool:
        """Tell whether the store has no administrator yet."""
        return await self.work.run(self._store_is_empty)

    async def register_first(self, address: str, password: str, origin: str) -> LoggedIn:
        """Register the store's first administrator and log them in.

        Args:
            address: The login address as typed.
            password: The password they chose.
            origin: Where they come from.

        Raises:
            InvalidAddress: It is no email address.
            InvalidPassword: The rules do not allow it.
            AlreadyRegistered: Someone else was quicker.
        """
        login_address = read_address(address)
        kept = await asyncio.to_thread(hash_new_password, password, login_address, self.bcrypt_cost)
        return await self.work.run(
            lambda: self.sessions.begin(
                self._create_first(login_address, kept, by=login_address, origin=origin), origin
            )
        )

    async def add_first(self, address: str, password: str) -> str:
        """Register the store's first administrator, who logs in later: the operator does it, on the host.

        Args:
            address: The login address as typed.
            password: The password they chose.

        Returns:
            The login address in its normal form.

        Raises:
            InvalidAddress: It is no email address.
            InvalidPassword: The rules do not allow it.
            AlreadyRegistered: There is an administrator already.
        """
        login_address = read_address(address)
        kept = await asyncio.to_thread(hash_new_password, password, login_address, self.bcrypt_cost)
        await self.work.run(self._create_first, login_address, kept, OPERATOR, HERE)
        return login_address

    def _store_is_empty(self) -> bool:
        return not Administrator.select().exists()

    def _create_first(self, login_address: str, kept: str, by: str, origin: str) -> Administrator:
        if not self._store_is_empty():
            raise AlreadyRegistered
        self.record.note(EventKind.REGISTERED, by, login_address, origin)
        self.outbox.put(AccountRegistered(login_address, self.clock()))
        return self.create(login_address, kept, registered_by=None if by == login_address else by)

    def create(
        self, login_address: str, password_hash: str, registered_by: str | None = None
    ) -> Administrator:
        """Create an account (a part of a unit of work).

        Args:
            login_address: In its normal form.
            password_hash: What is kept of the password; empty for an invited administrator.
            registered_by: The login address of who registers it; None for who does so themselves.
        """
        now = self.clock()
        return Administrator.create(
            id=self.randomness.token_hex(16),
            login_address=login_address,
            login_key=fold(login_address),
            password_hash=password_hash,
            password_changed_at=now,
            registered_at=now,
            registered_by=registered_by,
        )
