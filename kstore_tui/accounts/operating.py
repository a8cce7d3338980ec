"""What the operator of the host may do: without a session, and without any password."""

from dataclasses import dataclass

from kstore_tui.accounts.administrator_rows import rows_of
from kstore_tui.accounts.administrators import Administrators, read_addresses
from kstore_tui.accounts.roster import Actor
from kstore_tui.core.addresses import fold
from kstore_tui.core.errors import NoAdministratorYet
from kstore_tui.core.events import OPERATOR
from kstore_tui.core.origin import HERE
from kstore_tui.core.results import AdministratorRow
from kstore_tui.database.models import Administrator
from kstore_tui.database.transactions import Transactions

_BY = Actor(OPERATOR, f"the {OPERATOR} of the store", HERE)


@dataclass(eq=False, repr=False)
class Operating:
    """The operator's use cases. Whoever can read the store's files as their owner may do this anyway."""

    work: Transactions
    administrators: Administrators

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


def _find(address: str) -> Administrator | None:
    found: Administrator | None = Administrator.get_or_none(Administrator.login_key == fold(address))
    return found
