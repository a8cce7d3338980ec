"""Administrators: who may register, delete and release them, by an administrator or by the operator."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import SQL, chunked, fn

from kstore_tui.accounts.registration import Registration
from kstore_tui.accounts.sessions import Sessions
from kstore_tui.activity.log import ActivityLog
from kstore_tui.core.addresses import as_searched, fold, mask, read_address
from kstore_tui.core.clock import Clock
from kstore_tui.core.errors import (
    AccountNotHeld,
    AdministratorNotFound,
    CannotReleaseOwnAccount,
    InvalidAddress,
    InvitationGone,
    LastAdministrator,
    NoAdministratorYet,
)
from kstore_tui.core.events import OPERATOR, EventKind
from kstore_tui.core.origin import HERE
from kstore_tui.core.results import AdministratorRow, AdministratorsPage
from kstore_tui.core.text import safe_text
from kstore_tui.database.models import Administrator, Token
from kstore_tui.database.transactions import Transactions
from kstore_tui.mail.messages import AccountDeleted, RegistrationCodeMail
from kstore_tui.mail.outbox import Outbox
from kstore_tui.verification.lockout import CodeLockout
from kstore_tui.verification.tokens import TokenKind

PAGE = 100
"""Rows of one page."""
_IDS_IN_STATEMENT = 100
"""How many ids one statement names; SQLite takes a thousand or more, depending on how it was built."""


class Operator:
    """Acts without a session or a password: anyone who can read the store's files could do it anyway."""


@dataclass(frozen=True, slots=True)
class _Actor:
    name: str
    """For other administrators to see."""
    in_mails: str
    """For the person concerned."""
    origin: str
    administrator_id: str | None


@dataclass(eq=False, repr=False)
class Administrators:
    """Who the administrators are. An administrator who acts needs a session, or `SessionEnded` is raised."""

    transactions: Transactions
    clock: Clock
    sessions: Sessions
    registration: Registration
    outbox: Outbox
    lockout: CodeLockout
    activity: ActivityLog

    async def page(self, session_id: str, search: str = "", start: int = 0) -> AdministratorsPage:
        """Return a page of the administrators whose address contains the search, in order of address."""
        return await self.transactions.run(self._page, session_id, search, start)

    def _page(self, session_id: str, search: str, start: int) -> AdministratorsPage:
        own = self.sessions.going_on(session_id).administrator_id
        return _page_of(search, start, own, self.clock())

    async def own(self, session_id: str) -> AdministratorRow:
        return await self.transactions.run(self._own, session_id)

    def _own(self, session_id: str) -> AdministratorRow:
        administrator = self.sessions.require(session_id).administrator
        (row,) = _rows_of([administrator], administrator.id)
        return row

    async def every(self) -> tuple[AdministratorRow, ...]:
        """Return all administrators, in order of address (for the operator)."""
        return await self.transactions.run(
            lambda: _rows_of(Administrator.select().order_by(Administrator.login_key))
        )

    async def id_of(self, address: str) -> str:
        """Return the id of an account, or raise `AdministratorNotFound` (for the operator)."""
        return await self.transactions.run(self._id_of, address)

    def _id_of(self, address: str) -> str:
        found = Administrator.of_address(address)
        if found is None:
            raise AdministratorNotFound(f"No administrator has the address {safe_text(address)}.")
        administrator_id: str = found.id
        return administrator_id

    async def register(self, by: str | Operator, typed: str) -> tuple[str, ...]:
        """Invite the addresses in what was typed, all or none, and return them in their normal form.

        Each gets a registration code by email. This also helps a sole administrator who has lost the mailbox:
        the operator registers a second one, who deletes the account and registers it again (the article).

        Raises:
            ReauthenticationRequired: The password has to be entered again.
            InvalidAddress: Some can't be registered; the line names them.
            NoAdministratorYet: The first administrator is registered with a password instead.
        """
        addresses, refused = _read_addresses(typed)
        await self.transactions.run(self._register, by, addresses, refused)
        return addresses

    def _register(self, by: str | Operator, addresses: tuple[str, ...], refused: list[str]) -> None:
        actor = self._actor(by, fresh=True)
        if not Administrator.select().exists():
            raise NoAdministratorYet
        taken = [
            f"{address} is already registered."
            for address in addresses
            if Administrator.of_address(address) is not None
        ]
        if refused or taken:
            raise InvalidAddress(" ".join((*refused, *taken)))
        if not addresses:
            raise InvalidAddress("Enter an email address.")
        for address in addresses:
            self._mail_code(
                self.registration.create(address, password_hash="", registered_by=actor.name), actor
            )
            self._note(EventKind.INVITED, address, actor)

    async def send_again(self, by: str | Operator, administrator_id: str) -> None:
        """Mail a new registration code, or raise `InvitationGone`; once sent, it replaces the old one."""
        await self.transactions.run(self._send_again, by, administrator_id)

    def _send_again(self, by: str | Operator, administrator_id: str) -> None:
        actor, invited = self._actor(by), _invited(administrator_id)
        self._mail_code(invited, actor)
        self._note(EventKind.INVITED_AGAIN, invited.login_address, actor)

    async def withdraw(self, by: str | Operator, administrator_id: str) -> None:
        """Withdraw an invitation, so that its code stops working, or raise `InvitationGone`."""
        await self.transactions.run(self._withdraw, by, administrator_id)

    def _withdraw(self, by: str | Operator, administrator_id: str) -> None:
        actor, invited = self._actor(by), _invited(administrator_id)
        self._remove(EventKind.WITHDRAWN, invited, actor)

    async def release(self, by: str | Operator, administrator_id: str) -> None:
        """Release an account that is on hold after too many wrong codes.

        Raises:
            ReauthenticationRequired: The password has to be entered again.
            CannotReleaseOwnAccount: It is the administrator's own.
            AdministratorNotFound: It has been deleted.
            AccountNotHeld: Somebody else has released it already.
        """
        await self.transactions.run(self._release, by, administrator_id)

    def _release(self, by: str | Operator, administrator_id: str) -> None:
        actor, administrator = self._actor(by, fresh=True), Administrator.find(administrator_id)
        if actor.administrator_id == administrator_id:
            raise CannotReleaseOwnAccount
        if administrator is None:
            raise AdministratorNotFound
        if not administrator.is_held:
            raise AccountNotHeld
        self.lockout.end_wait_and_hold(administrator)
        self._note(EventKind.RELEASED, administrator.login_address, actor)

    async def delete(self, by: str | Operator, administrator_id: str) -> None:
        """Delete an account, another one or one's own; its sessions end. One still invited is withdrawn.

        Raises:
            ReauthenticationRequired: The password has to be entered again.
            AdministratorNotFound: Somebody else has deleted it already.
            LastAdministrator: Nobody who can log in would be left: registered, not invited, not on hold.
        """
        await self.transactions.run(self._delete, by, administrator_id)

    def _delete(self, by: str | Operator, administrator_id: str) -> None:
        actor, administrator = self._actor(by, fresh=True), Administrator.find(administrator_id)
        if administrator is None:
            raise AdministratorNotFound
        if administrator.is_invited:
            return self._remove(EventKind.WITHDRAWN, administrator, actor)
        others = Administrator.select().where(
            Administrator.id != administrator.id,
            Administrator.password_hash != "",
            Administrator.held_at.is_null(),
        )
        # The database has one writer at a time, so two who delete each other come here in turn.
        if not others.exists():
            raise LastAdministrator
        self.outbox.put(AccountDeleted(administrator.login_address, self.clock(), actor.in_mails))
        self._remove(EventKind.DELETED, administrator, actor)

    def _remove(self, what: EventKind, administrator: Administrator, actor: _Actor) -> None:
        self._note(what, administrator.login_address, actor)
        administrator.delete_instance()

    def _mail_code(self, invited: Administrator, actor: _Actor) -> None:
        # One at a time: after a failure of the mail server, a code asked for many times is mailed once.
        self.outbox.put(RegistrationCodeMail(invited.login_address, invited.id, actor.in_mails))

    def _note(self, what: EventKind, address: str, actor: _Actor) -> None:
        self.activity.note(what, actor.name, about=address, origin=actor.origin)

    def _actor(self, by: str | Operator, fresh: bool = False) -> _Actor:
        if isinstance(by, Operator):
            return _Actor(OPERATOR, f"the {OPERATOR}", HERE, None)
        session = self.sessions.require_fresh(by) if fresh else self.sessions.require(by)
        name = session.administrator.login_address
        return _Actor(name, mask(name), session.origin, session.administrator_id)


def _invited(administrator_id: str) -> Administrator:
    invited = Administrator.find(administrator_id)
    if invited is None or not invited.is_invited:
        raise InvitationGone
    return invited


def _read_addresses(typed: str) -> tuple[tuple[str, ...], list[str]]:
    """Split at commas, semicolons and spaces; return the addresses, each once, and refusals."""
    addresses: dict[str, str] = {}
    refused = []
    for word in typed.replace(",", " ").replace(";", " ").split():
        try:
            address = read_address(word)
        except InvalidAddress:
            refused.append(f"{word} isn't an email address.")
        else:
            addresses.setdefault(fold(address), address)
    return tuple(addresses.values()), refused


def _page_of(search: str, start: int, own: str, now: datetime) -> AdministratorsPage:
    """Return a page of those whose address contains the search, by address; `own` is the reader's own id."""
    every = Administrator.select()
    # `every.count()` would read the rows; this one is counted in the index alone.
    counted = Administrator.select(fn.COUNT(SQL("*")))
    if search.strip():
        every, counted = every.where(_has(search)), counted.where(_has(search))
    rows = every.order_by(Administrator.login_key).offset(start).limit(PAGE)
    return AdministratorsPage(_rows_of(rows, own), start, PAGE, found=counted.scalar(), now=now)


def _rows_of(accounts: Iterable[Administrator], own: str = "") -> tuple[AdministratorRow, ...]:
    """Return administrators as others see them; `own` is the reader's own id."""
    accounts = tuple(accounts)
    codes: dict[str, datetime] = {}
    for invited in chunked([each.id for each in accounts if each.is_invited], _IDS_IN_STATEMENT):
        sent = (
            Token.select()
            .where(
                Token.administrator.in_(invited),
                Token.kind == TokenKind.REGISTRATION,
                Token.was_sent,
                Token.ended_at.is_null(),
            )
            .order_by(Token.made_at)
        )
        validity = TokenKind.REGISTRATION.validity
        codes |= {token.administrator_id: token.made_at + validity for token in sent}
    return tuple(
        AdministratorRow(
            id=administrator.id,
            login_address=administrator.login_address,
            is_own=administrator.id == own,
            is_invited=administrator.is_invited,
            is_held=administrator.is_held,
            two_step_is_on=administrator.verification_address is not None,
            registered_at=administrator.registered_at,
            registered_by=administrator.registered_by,
            last_login_at=administrator.last_login_at,
            code_until=codes.get(administrator.id),
        )
        for administrator in accounts
    )


def _has(search: str) -> Any:
    """Return the condition that an address contains the search. In `login_key`, domains are in IDNA form."""
    key, text = Administrator.login_key, as_searched(search)
    local, at, domain = text.rpartition("@")
    as_shown = key.contains(f"{local}{at}") & Administrator.login_address.contains(f"{at}{domain}")
    return key.contains(text) | key.endswith(fold(search)) | as_shown
