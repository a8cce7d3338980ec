"""Changing one's own password."""

import asyncio
from dataclasses import dataclass

from kstore_tui.addresses import mask
from kstore_tui.challenges import Challenges
from kstore_tui.clock import Clock
from kstore_tui.database.connection import UnitsOfWork
from kstore_tui.database.models import Administrator
from kstore_tui.events import What
from kstore_tui.mail.notices import NEW_PASSWORD
from kstore_tui.mail.outbox import Outbox
from kstore_tui.passwords import hash_new_password
from kstore_tui.present_password import PresentPassword
from kstore_tui.sessions import ENDED_BY_NEW_PASSWORD, Sessions


@dataclass(eq=False, repr=False)
class PasswordChange:
    """What an administrator may do about the own password."""

    work: UnitsOfWork
    clock: Clock
    sessions: Sessions
    present_password: PresentPassword
    challenges: Challenges
    outbox: Outbox
    bcrypt_cost: int

    async def change(self, session_id: str, present: str, new: str) -> None:
        """Take a new password in place of the present one; every other session ends.

        Args:
            session_id: The person's session.
            present: The present password.
            new: The new one.

        Raises:
            TooManyWrongPasswords: There were too many wrong ones; this one was not looked at.
            WrongPassword: The present one is another, or was changed meanwhile.
            PasswordRefused: The rules do not allow the new one.
            SessionOver: The session has ended.
        """
        kept = await self.present_password.check(session_id, present)
        administrator = await self.work.run(lambda: self.sessions.require(session_id).administrator)
        fresh = await asyncio.to_thread(hash_new_password, new, administrator.login_address, self.bcrypt_cost)
        if not await self.work.run(self._change, session_id, kept, fresh):
            await self.present_password.refuse(session_id)

    def _change(self, session_id: str, kept: str, fresh: str) -> bool:
        """Change it; tell whether the present one was still what it was."""
        session = self.sessions.require(session_id)
        now = self.clock()
        changed = (
            Administrator.update(password_hash=fresh, password_changed_at=now)
            .where(Administrator.id == session.administrator_id, Administrator.password_hash == kept)
            .execute()
        )
        if not changed:
            return False
        self.present_password.note_given(session)
        self.sessions.end_others(session, ENDED_BY_NEW_PASSWORD)
        self.challenges.end_all(session.administrator_id)
        self.sessions.note(What.PASSWORD_CHANGED, session)
        login_address = session.administrator.login_address
        self.outbox.put(
            NEW_PASSWORD, login_address, account=mask(login_address), when=f"{now:%Y-%m-%d %H:%M} UTC"
        )
        return True
