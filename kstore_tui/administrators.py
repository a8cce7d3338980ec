"""Administrators: who there is, registering more of them, and deleting one."""

from dataclasses import dataclass
from datetime import datetime

from peewee import SQL, fn

from kstore_tui.addresses import fold, mask, read_address
from kstore_tui.administrator_rows import rows_of
from kstore_tui.clock import Clock
from kstore_tui.database.connection import UnitsOfWork
from kstore_tui.database.models import Administrator
from kstore_tui.events import What
from kstore_tui.mail.notices import DELETED, REGISTRATION
from kstore_tui.mail.outbox import Outbox
from kstore_tui.outcomes import AdministratorsPage
from kstore_tui.refusals import (
    AddressesRefused,
    AddressRefused,
    AdministratorGone,
    LastAdministrator,
    NotHeld,
    NotInvited,
    OwnRelease,
)
from kstore_tui.registration import Registration
from kstore_tui.sessions import Sessions
from kstore_tui.wrong_codes import WrongCodes

PAGE = 100
"""Rows of one page."""


@dataclass(frozen=True, slots=True)
class Administrators:
    """What an administrator may do about administrators, fellows and the own account."""

    work: UnitsOfWork
    clock: Clock
    sessions: Sessions
    registration: Registration
    outbox: Outbox
    wrong_codes: WrongCodes

    async def page(self, session_id: str, search: str = "", start: int = 0) -> AdministratorsPage:
        """Return a page of the administrators, in the order of their addresses.

        Args:
            session_id: The person's session.
            search: A part of the address; empty for all.
            start: The first row, from 0.

        Raises:
            SessionOver: The session has ended.
        """
        return await self.work.run(self._page, session_id, search, start)

    def _page(self, session_id: str, search: str, start: int) -> AdministratorsPage:
        own = self.sessions.require(session_id).administrator_id
        every = Administrator.select()
        # Not `every.count()`, which reads the rows: this one is counted in the index alone.
        counted = Administrator.select(fn.COUNT(SQL("*")))
        if search.strip():
            found_by = Administrator.login_key.contains(fold(search))
            every, counted = every.where(found_by), counted.where(found_by)
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
            AddressesRefused: Some cannot be registered; the line names them.
            SessionOver: The session has ended.
        """
        addresses, refused = read_addresses(typed)
        await self.work.run(self._register, session_id, addresses, refused)
        return addresses

    def _register(self, session_id: str, addresses: tuple[str, ...], refused: list[str]) -> None:
        session = self.sessions.require(session_id)
        by = session.administrator.login_address
        self.invite(addresses, refused, by, mask(by), session.origin)

    def invite(self, addresses: tuple[str, ...], refused: list[str], by: str, told: str, origin: str) -> None:
        """Invite administrators, all or none (a part of a unit of work).

        Args:
            addresses: Their login addresses in the normal form.
            refused: Why others of those that were named cannot be registered.
            by: Who does it, for the others to see.
            told: The same, for the mail.
            origin: Where they do it from.

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
            invited = self.registration.create(address, password_hash="", registered_by=by)
            self.outbox.put(REGISTRATION, address, administrator_id=invited.id, by=told)
            self.sessions.record.note(What.INVITED, by, address, origin)

    async def send_again(self, session_id: str, administrator_id: str) -> None:
        """Mail an invited administrator a fresh registration code; the old one is worth nothing then.

        Raises:
            NotInvited: They have registered, or are gone.
            SessionOver: The session has ended.
        """
        await self.work.run(self._send_again, session_id, administrator_id)

    def _send_again(self, session_id: str, administrator_id: str) -> None:
        session = self.sessions.require(session_id)
        by = session.administrator.login_address
        invited = Administrator.get_or_none(Administrator.id == administrator_id)
        if invited is None or not invited.is_invited:
            raise NotInvited
        self.outbox.put(REGISTRATION, invited.login_address, administrator_id=invited.id, by=mask(by))
        self.sessions.note(What.INVITED_AGAIN, session, about=invited.login_address)

    async def release(self, session_id: str, administrator_id: str) -> None:
        """Let a fellow administrator go on whose account is held after too many wrong codes.

        Args:
            session_id: The person's session.
            administrator_id: Whose account.

        Raises:
            OwnRelease: It is one's own.
            AdministratorGone: It is not there any more.
            NotHeld: Somebody else has released it already.
            SessionOver: The session has ended.
        """
        await self.work.run(self._release, session_id, administrator_id)

    def _release(self, session_id: str, administrator_id: str) -> None:
        session = self.sessions.require(session_id)
        if session.administrator_id == administrator_id:
            raise OwnRelease
        administrator = Administrator.get_or_none(Administrator.id == administrator_id)
        self.let_go(administrator, session.administrator.login_address, session.origin)

    def let_go(self, administrator: Administrator | None, by: str, origin: str) -> None:
        """Release a held account (a part of a unit of work).

        Args:
            administrator: Whose it is; None when it is not there.
            by: Who does it.
            origin: Where it is done from.

        Raises:
            AdministratorGone: It is not there.
            NotHeld: It is not held.
        """
        if administrator is None:
            raise AdministratorGone
        if not administrator.is_held:
            raise NotHeld
        self.wrong_codes.end_wait_and_hold(administrator)
        self.sessions.record.note(What.RELEASED, by, about=administrator.login_address, origin=origin)

    async def delete(self, session_id: str, administrator_id: str) -> None:
        """Delete an account, a fellow's or one's own; its sessions end.

        Args:
            session_id: The person's session.
            administrator_id: Whose account.

        Raises:
            PasswordNotFresh: The password has to be given again.
            AdministratorGone: Somebody else has deleted it already.
            LastAdministrator: Nobody would be left who can log in.
            SessionOver: The session has ended.
        """
        await self.work.run(self._delete, session_id, administrator_id)

    def _delete(self, session_id: str, administrator_id: str) -> None:
        session = self.sessions.require_fresh(session_id)
        administrator = Administrator.get_or_none(Administrator.id == administrator_id)
        by = session.administrator.login_address
        self.remove(administrator, by, mask(by), session.origin)

    def remove(self, administrator: Administrator | None, by: str, told: str, origin: str) -> None:
        """Delete an account (a part of a unit of work).

        Args:
            administrator: Whose it is; None when it is not there.
            by: Who does it, for the others to see.
            told: The same, for the mail.
            origin: Where they do it from.

        Raises:
            AdministratorGone: It is not there.
            LastAdministrator: Nobody would be left who can log in.
        """
        if administrator is None:
            raise AdministratorGone
        others = Administrator.select().where(
            Administrator.id != administrator.id,
            Administrator.password_hash != "",
            Administrator.held_at.is_null(),
        )
        # The unit of work holds the database's one writer, so two who delete each other come here in turn.
        if not administrator.is_invited and not others.exists():
            raise LastAdministrator
        now: datetime = self.clock()
        if not administrator.is_invited:
            self.outbox.put(
                DELETED,
                administrator.login_address,
                account=mask(administrator.login_address),
                by=told,
                when=f"{now:%Y-%m-%d %H:%M} UTC",
            )
        self.sessions.record.note(What.DELETED, by, administrator.login_address, origin)
        administrator.delete_instance()


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
        except AddressRefused:
            refused.append(f"{word} is not an email address.")
        else:
            addresses.setdefault(fold(address), address)
    return tuple(addresses.values()), refused
