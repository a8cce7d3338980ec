"""Sessions: who is logged in, for how long, and what ends it."""

from dataclasses import dataclass
from datetime import datetime

from kstore_tui.accounts.account_view import account_of
from kstore_tui.activity.log import ActivityLog
from kstore_tui.core.clock import Clock
from kstore_tui.core.errors import ReauthenticationRequired, SessionEnded
from kstore_tui.core.events import EventKind
from kstore_tui.core.randomness import Randomness
from kstore_tui.core.results import Account, LoggedIn
from kstore_tui.core.rules import RULES, Rules
from kstore_tui.core.times import length
from kstore_tui.database.models import Administrator, Session
from kstore_tui.database.transactions import Transactions

_ENDED_FROM_ELSEWHERE = "You were logged out from another session of your account."
ENDED_BY_DELETION = "You were logged out: this account does not exist any more."
ENDED_BY_NEW_PASSWORD = "You were logged out: the password of your account was changed. Log in again."  # noqa: S105 - a line for the person


@dataclass(eq=False, repr=False)
class Sessions:
    """What may happen to sessions.

    The methods without `async` are parts of a unit of work.
    """

    work: Transactions
    clock: Clock
    randomness: Randomness
    record: ActivityLog
    rules: Rules = RULES

    def begin(self, administrator: Administrator, origin: str) -> LoggedIn:
        """Begin a session: all factors that the account asks for have just been given."""
        now = self.clock()
        session = Session.create(
            id=self.randomness.token_hex(16),
            administrator=administrator,
            origin=origin,
            began_at=now,
            last_action_at=now,
            password_given_at=now,
        )
        administrator.last_login_at = now
        administrator.save(only=[Administrator.last_login_at])
        self.record.note(EventKind.LOGGED_IN, administrator.login_address, origin=origin)
        return LoggedIn(session.id, administrator.login_address)

    def require(self, session_id: str, acted_at: datetime | None = None) -> Session:
        """Return a session that goes on, and note that its person did something.

        Args:
            session_id: The session.
            acted_at: When the person did it, where that was not just now.

        Raises:
            SessionEnded: It has ended, for a reason that the line tells.
        """
        acted_at = acted_at or self.clock()
        session = self.going_on(session_id, acted_at)
        session.last_action_at = max(session.last_action_at, acted_at)
        session.save(only=[Session.last_action_at])
        return session

    def going_on(self, session_id: str, acted_at: datetime | None = None) -> Session:
        """Return a session that goes on, for what is only shown: terminals do that by themselves, too.

        Args:
            session_id: The session.
            acted_at: When the person did something that is not noted yet.

        Raises:
            SessionEnded: As `require`.
        """
        session = Session.get_or_none(Session.id == session_id)
        if session is None:
            raise SessionEnded(ENDED_BY_DELETION)
        now = self.clock()
        if (line := self._end_line(session, now, acted_at or session.last_action_at)) is not None:
            raise SessionEnded(line)
        return session

    def require_fresh(self, session_id: str) -> Session:
        """Return a session whose person gave the password a moment ago.

        Raises:
            SessionEnded: As `require`.
            ReauthenticationRequired: It has to be given again.
        """
        session = self.require(session_id)
        if (
            not session.password_given_at
            <= self.clock()
            <= session.password_given_at + self.rules.password_fresh
        ):
            raise ReauthenticationRequired
        return session

    def end_others(self, session: Session, line: str) -> None:
        """End every other session of the account; each is told the line at its next action."""
        self._end_with(line, Session.administrator == session.administrator_id, Session.id != session.id)

    def end_all(self, administrator_id: str, line: str) -> None:
        """End every session of an account; each is told the line at its next action."""
        self._end_with(line, Session.administrator == administrator_id)

    def _end_with(self, line: str, *which: object) -> None:
        Session.update(ended_at=self.clock(), end_line=line).where(
            *which, Session.ended_at.is_null()
        ).execute()

    def _end_line(self, session: Session, now: datetime, acted_at: datetime) -> str | None:
        """Return why a session is over, or None while it goes on. A clock set back ends it too."""
        if session.ended_at is not None:
            return session.end_line or "You are logged out."
        if not session.began_at <= now < session.began_at + self.rules.session_longest:
            return f"You were logged out after {length(self.rules.session_longest)}. Log in again."
        # A key pressed before the last one that was noted is a late note, no clock set back.
        idle = self.rules.session_idle
        ends_at = max(session.last_action_at, acted_at) + idle
        if now < session.last_action_at or acted_at >= session.last_action_at + idle or now >= ends_at:
            return f"You were logged out after {length(self.rules.session_idle)} without any action."
        return None

    async def account(self, session_id: str) -> Account:
        """Return what the person sees of the own account.

        Raises:
            SessionEnded: The session has ended.
        """
        return await self.work.run(self._account, session_id)

    def _account(self, session_id: str) -> Account:
        return account_of(self.going_on(session_id), self.clock(), self.rules)

    async def log_out_others(self, session_id: str) -> None:
        """End every other session of the account.

        Raises:
            SessionEnded: This one has ended already.
        """
        await self.work.run(self._log_out_others, session_id)

    def _log_out_others(self, session_id: str) -> None:
        session = self.require(session_id)
        self.end_others(session, _ENDED_FROM_ELSEWHERE)
        self.note(EventKind.LOGGED_OUT_ELSEWHERE, session)

    def note(self, what: EventKind, session: Session, about: str = "") -> None:
        """Note what the person of a session did."""
        self.record.note(what, session.administrator.login_address, about, session.origin)

    async def note_action(self, session_id: str, acted_at: datetime) -> datetime:
        """Note that the person did something.

        Args:
            session_id: The person's session.
            acted_at: When; a session is not asked for each key, so this may be a while ago.

        Returns:
            When the session ends if nothing more is done.

        Raises:
            SessionEnded: It has ended already.
        """
        session = await self.work.run(self.require, session_id, acted_at)
        ends: tuple[datetime, datetime] = (
            session.last_action_at + self.rules.session_idle,
            session.began_at + self.rules.session_longest,
        )
        return min(ends)

    async def log_out(self, session_id: str) -> None:
        """End a session. One that has ended already stays as it ended."""
        await self.work.run(self._end, session_id)

    def _end(self, session_id: str) -> None:
        session = Session.get_or_none(Session.id == session_id, Session.ended_at.is_null())
        if session is not None:
            session.ended_at = self.clock()
            session.save(only=[Session.ended_at])
            self.note(EventKind.LOGGED_OUT, session)
