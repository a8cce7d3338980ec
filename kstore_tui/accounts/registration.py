"""Registering: the first administrator of a store, and everyone else with a mailed registration code."""

from dataclasses import dataclass
from functools import partial

from kstore_tui.accounts.sessions import Sessions
from kstore_tui.activity.log import ActivityLog
from kstore_tui.core.addresses import fold, read_address
from kstore_tui.core.clock import Clock, Randomness
from kstore_tui.core.errors import AlreadyRegistered
from kstore_tui.core.events import OPERATOR, EventKind
from kstore_tui.core.origin import HERE
from kstore_tui.core.password_hasher import PasswordHasher
from kstore_tui.core.results import LoggedIn
from kstore_tui.database.models import Administrator
from kstore_tui.database.transactions import Transactions
from kstore_tui.mail.messages import AccountRegistered
from kstore_tui.mail.outbox import Outbox
from kstore_tui.verification.tokens import Tokens


@dataclass(eq=False, repr=False)
class Registration:
    """Registers the first administrator, in the terminal or on the operator's command."""

    transactions: Transactions
    clock: Clock
    randomness: Randomness
    sessions: Sessions
    outbox: Outbox
    activity: ActivityLog
    hasher: PasswordHasher

    async def is_first_run(self) -> bool:
        return await self.transactions.run(self._store_is_empty)

    async def register_first(self, address: str, password: str, origin: str) -> LoggedIn:
        """Register the store's first administrator and log them in.

        Raises `InvalidAddress`, `InvalidPassword`, or `AlreadyRegistered` if someone else was faster.
        """
        login_address, kept = await self._read(address, password, origin)
        return await self.transactions.run(self._register_first, login_address, kept, origin)

    def _register_first(self, login_address: str, kept: str, origin: str) -> LoggedIn:
        return self.sessions.begin(self._create_first(login_address, kept, login_address, origin), origin)

    async def add_first(self, address: str, password: str) -> str:
        """Do the same for the operator, without a login; return the address in its normal form."""
        login_address, kept = await self._read(address, password, HERE)
        await self.transactions.run(self._create_first, login_address, kept, OPERATOR, HERE)
        return login_address

    async def _read(self, address: str, password: str, origin: str) -> tuple[str, str]:
        login_address = read_address(address)
        return login_address, await self.hasher.hash_new(password, login_address, origin)

    def _store_is_empty(self) -> bool:
        return not Administrator.select().exists()

    def _create_first(self, login_address: str, kept: str, by: str, origin: str) -> Administrator:
        if not self._store_is_empty():
            raise AlreadyRegistered
        self.activity.note(EventKind.REGISTERED, by, login_address, origin)
        self.outbox.put(AccountRegistered(login_address, self.clock()))
        return self.create(login_address, kept, registered_by=None if by == login_address else by)

    def create(
        self, login_address: str, password_hash: str, registered_by: str | None = None
    ) -> Administrator:
        """Create an account in the caller's transaction; without a password hash it is only invited."""
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


@dataclass(eq=False, repr=False)
class Invitations:
    """Turns invitations into accounts. Nobody ever chooses a password for somebody else."""

    clock: Clock
    tokens: Tokens
    outbox: Outbox
    activity: ActivityLog

    async def redeem(self, address: str, code: str, password: str, origin: str) -> None:
        """Set the password of an invited administrator, who then logs in as everyone does.

        Raises what `Tokens.redeem` raises.
        """
        await self.tokens.redeem(address, code, password, origin, then=partial(self._register, origin))

    def _register(self, origin: str, invited: Administrator, kept: str) -> None:
        now = self.clock()
        invited.password_hash = kept
        invited.password_changed_at = now
        invited.save(only=[Administrator.password_hash, Administrator.password_changed_at])
        self.activity.note(EventKind.REGISTERED, invited.login_address, invited.login_address, origin)
        self.outbox.put(AccountRegistered(invited.login_address, now))
