"""Changing one's own password."""

from dataclasses import dataclass

from kstore_tui.accounts.reauthentication import Reauthentication
from kstore_tui.accounts.sessions import ENDED_BY_NEW_PASSWORD, Sessions
from kstore_tui.core.clock import Clock
from kstore_tui.core.events import EventKind
from kstore_tui.core.password_hasher import PasswordHasher
from kstore_tui.database.models import Administrator
from kstore_tui.database.transactions import Transactions
from kstore_tui.mail.messages import PasswordChanged
from kstore_tui.mail.outbox import Outbox
from kstore_tui.verification.challenges import Challenges


@dataclass(eq=False, repr=False)
class PasswordChange:
    """Changes the password of someone who is logged in."""

    transactions: Transactions
    clock: Clock
    sessions: Sessions
    reauthentication: Reauthentication
    challenges: Challenges
    outbox: Outbox
    hasher: PasswordHasher

    async def change(self, session_id: str, current: str, new: str) -> None:
        """Replace the current password; every other session ends.

        Raises `InvalidPassword`, and what `Reauthentication.check` raises.
        """
        kept = await self.reauthentication.check(session_id, current)
        administrator = await self.transactions.run(lambda: self.sessions.require(session_id).administrator)
        fresh = await self.hasher.hash_new(new, administrator.login_address, session_id)
        await self.transactions.run(self._change, session_id, kept, fresh)

    def _change(self, session_id: str, kept: str, fresh: str) -> None:
        session = self.sessions.require(session_id)
        now = self.clock()
        changed = (
            Administrator.update(password_hash=fresh, password_changed_at=now)
            .where(Administrator.id == session.administrator_id, Administrator.password_hash == kept)
            .execute()
        )
        if not changed:  # it was changed elsewhere while this one was checked
            self.reauthentication.refuse(session)
        self.reauthentication.note_given(session)
        self.sessions.end_others(session, ENDED_BY_NEW_PASSWORD)
        self.challenges.end_all(session.administrator_id)
        self.sessions.note(EventKind.PASSWORD_CHANGED, session)
        self.outbox.put(PasswordChanged(session.administrator.login_address, now))
