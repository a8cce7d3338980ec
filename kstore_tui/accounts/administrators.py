"""Administrators: who there is, registering more of them, and deleting one."""

from dataclasses import dataclass
from typing import Any

from peewee import SQL, fn

from kstore_tui.accounts.administrator_rows import rows_of
from kstore_tui.accounts.roster import Actor, Roster
from kstore_tui.accounts.sessions import Sessions
from kstore_tui.core.addresses import as_searched, fold, mask, read_address
from kstore_tui.core.clock import Clock
from kstore_tui.core.errors import CannotReleaseOwnAccount, InvalidAddress
from kstore_tui.core.results import AdministratorRow, AdministratorsPage
from kstore_tui.database.models import Administrator, Session
from kstore_tui.database.transactions import Transactions

PAGE = 100
"""Rows of one page."""


@dataclass(eq=False, repr=False)
class Administrators:
    """What an administrator may do about administrators, fellows and the own account."""

    work: Transactions
    clock: Clock
    sessions: Sessions
    roster: Roster

    async def page(self, session_id: str, search: str = "", start: int = 0) -> AdministratorsPage:
        """Return a page of the administrators, in the order of their addresses.

        Args:
            session_id: The person's session.
            search: A part of the address; empty for all.
            start: The first row, from 0.

        Raises:
            SessionEnded: The session has ended.
        """
        return await self.work.run(self._page, session_id, search, start)

    def _page(self, session_id: str, search: str, start: int) -> AdministratorsPage:
        own = self.sessions.going_on(session_id).administrator_id
        every = Administrator.select()
        # Not `every.count()`, which reads the rows: this one is counted in the index alone.
        counted = Administrator.select(fn.COUNT(SQL("*")))
        if search.strip():
            every, counted = every.where(_has(search)), counted.where(_has(search))
        rows = every.order_by(Administrator.login_key).offset(start).limit(PAGE)
        return AdministratorsPage(
            rows=rows_of(rows, own),
            start=start,
            size=PAGE,
            found=counted.scalar(),
            now=self.clock(),
        )

    async def register(self, session_id: str, typed: str) -> tuple[str, ...]:
        """Invite administrators: each is mailed a registration code. All of them, or none.

        Args:
            session_id: The person's session.
            typed: One or more addresses, with commas, semicolons or spaces between them.

        Returns:
            The addresses in their normal form.

        Raises:
            InvalidAddresses: Some cannot be registered; the line names them.
            SessionEnded: The session has ended.
        """
        addresses, refused = read_addresses(typed)
        await self.work.run(self._register, session_id, addresses, refused)
        return addresses

    def _register(self, session_id: str, addresses: tuple[str, ...], refused: list[str]) -> None:
        self.roster.invite(addresses, refused, _doer(self.sessions.require(session_id)))

    async def send_again(self, session_id: str, administrator_id: str) -> None:
        """Mail an invited administrator a fresh registration code; once sent, it ends the old one.

        Raises:
            InvitationGone: They have registered, or are gone.
            SessionEnded: The session has ended.
        """
        await self.work.run(self._send_again, session_id, administrator_id)

    def _send_again(self, session_id: str, administrator_id: str) -> None:
        session = self.sessions.require(session_id)
        self.roster.send_again(_find(administrator_id), _doer(session))

    async def withdraw(self, session_id: str, administrator_id: str) -> None:
        """Take an invitation back that is still open: its code is worth nothing any more.

        Raises:
            InvitationGone: They have registered, or are gone.
            SessionEnded: The session has ended.
        """
        await self.work.run(self._withdraw, session_id, administrator_id)

    def _withdraw(self, session_id: str, administrator_id: str) -> None:
        session = self.sessions.require(session_id)
        self.roster.withdraw(_find(administrator_id), _doer(session))

    async def release(self, session_id: str, administrator_id: str) -> None:
        """Let a fellow administrator go on whose account is held after too many wrong codes.

        Args:
            session_id: The person's session.
            administrator_id: Whose account.

        Raises:
            CannotReleaseOwnAccount: It is one's own.
            AdministratorNotFound: It is not there any more.
            AccountNotHeld: Somebody else has released it already.
            SessionEnded: The session has ended.
        """
        await self.work.run(self._release, session_id, administrator_id)

    def _release(self, session_id: str, administrator_id: str) -> None:
        session = self.sessions.require(session_id)
        if session.administrator_id == administrator_id:
            raise CannotReleaseOwnAccount
        self.roster.release(_find(administrator_id), _doer(session))

    async def delete(self, session_id: str, administrator_id: str) -> None:
        """Delete an account, a fellow's or one's own; its sessions end.

        Args:
            session_id: The person's session.
            administrator_id: Whose account.

        Raises:
            ReauthenticationRequired: The password has to be given again.
            AdministratorNotFound: Somebody else has deleted it already.
            LastAdministrator: Nobody would be left who can log in.
            SessionEnded: The session has ended.
        """
        await self.work.run(self._delete, session_id, administrator_id)

    def _delete(self, session_id: str, administrator_id: str) -> None:
        session = self.sessions.require_fresh(session_id)
        self.roster.delete(_find(administrator_id), _doer(session))

    async def own(self, session_id: str) -> AdministratorRow:
        """Return the own account as others see it.

        Raises:
            SessionEnded: The session has ended.
        """
        return await self.work.run(self._own, session_id)

    def _own(self, session_id: str) -> AdministratorRow:
        administrator = self.sessions.require(session_id).administrator
        (row,) = rows_of([administrator], administrator.id)
        return row


def _find(administrator_id: str) -> Administrator | None:
    found: Administrator | None = Administrator.get_or_none(Administrator.id == administrator_id)
    return found


def _has(search: str) -> Any:
    """Return the condition that an address has a part. The key has every domain in its IDNA form."""
    key, text = Administrator.login_key, as_searched(search)
    local, at, domain = text.rpartition("@")
    as_shown = key.contains(f"{local}{at}") & Administrator.login_address.contains(f"{at}{domain}")
    return key.contains(text) | key.endswith(fold(search)) | as_shown


def _doer(session: Session) -> Actor:
    name = session.administrator.login_address
    return Actor(name, mask(name), session.origin)


def read_addresses(typed: str) -> tuple[tuple[str, ...], list[str]]:
    """Return the addresses in what was typed, each once, and why others are none.

    Args:
        typed: Addresses with commas, semicolons or spaces between them.
    """
    addresses: dict[str, str] = {}
    refused = []
    for word in typed.replace(",", " ").replace(";", " ").split():
        try:
            address = read_address(word)
        except InvalidAddress:
            refused.append(f"{word} is not an email address.")
        else:
            addresses.setdefault(fold(address), address)
    return tuple(addresses.values()), refused
