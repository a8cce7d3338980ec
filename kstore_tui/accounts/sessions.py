"""Sessions: who is logged in, for how long, what ends it, and what you see of your own account."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kstore_tui.activity.log import ActivityLog
from kstore_tui.activity.search import count_since
from kstore_tui.core.clock import Clock, Randomness
from kstore_tui.core.errors import ReauthenticationRequired, SessionEnded
from kstore_tui.core.events import EventKind
from kstore_tui.core.results import Account, LoggedIn, SeenSession
from kstore_tui.core.rules import RULES
from kstore_tui.core.text import length
from kstore_tui.database.models import Administrator, Session
from kstore_tui.database.transactions import Transactions

_WEEK = timedelta(days=7)
_ENDED_FROM_ELSEWHERE = "You were logged out from another session of your account."
_ENDED_BY_DELETION = "You were logged out because this account was deleted."
ENDED_BY_NEW_PASSWORD = "You were logged out because your password was changed. Log in again."  # noqa: S105 - a line for the person


@dataclass(eq=False, repr=False)
class Sessions:
    """The life of a session. Every use case raises `SessionEnded` once it has ended.

    The methods without `async` run in the caller's transaction.
    """

    transactions: Transactions
    clock: Clock
    randomness: Randomness
    activity: ActivityLog

    def begin(self, administrator: Administrator, origin: str) -> LoggedIn:
        """Begin a session, once everything that the account asks for was given."""
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
        self.activity.note(EventKind.LOGGED_IN, administrator.login_address, origin=origin)
        return LoggedIn(session.id, administrator.login_address)

    def require(self, session_id: str, acted_at: datetime | None = None) -> Session:
        """Return a session that has not ended, and note that its person acted just now, or at `acted_at`."""
        acted_at = acted_at or self.clock()
        session = self.going_on(session_id, acted_at)
        session.last_action_at = max(session.last_action_at, acted_at)
        session.save(only=[Session.last_action_at])
        return session

    def going_on(self, session_id: str, acted_at: datetime | None = None) -> Session:
        """Return a session that has not ended, without noting an action: terminals refresh by themselves."""
        session = Session.find(session_id)
        if session is None:
            raise SessionEnded(_ENDED_BY_DELETION)
        now = self.clock()
        if (line := self._end_line(session, now, acted_at or session.last_action_at)) is not None:
            raise SessionEnded(line)
        return session

    def require_fresh(self, session_id: str) -> Session:
        """Return a session whose person entered the password within the last 5 minutes.

        Others raise `ReauthenticationRequired`.
        """
        session = self.require(session_id)
        if not session.password_given_at <= self.clock() <= session.password_given_at + RULES.password_fresh:
            raise ReauthenticationRequired
        return session

    def end_others(self, session: Session, line: str) -> None:
        """End every other session of the account; each shows the line at its next action."""
        self._end_with(line, Session.administrator == session.administrator_id, Session.id != session.id)

    def end_all(self, administrator_id: str, line: str) -> None:
        """End every session of an account; each shows the line at its next action."""
        self._end_with(line, Session.administrator == administrator_id)

    def _end_with(self, line: str, *which: object) -> None:
        Session.update(ended_at=self.clock(), end_line=line).where(
            *which, Session.ended_at.is_null()
        ).execute()

    def _end_line(self, session: Session, now: datetime, acted_at: datetime) -> str | None:
        """Return why a session has ended, or None. A clock set back ends it too."""
        if session.ended_at is not None:
            return session.end_line or "You have been logged out."
        if now >= session.began_at + RULES.session_longest:
            return f"You were logged out after {length(RULES.session_longest)}. Log in again."
        # An action from before the last one that was noted is a late note, not a clock set back.
        idle = RULES.session_idle
        ends_at = max(session.last_action_at, acted_at) + idle
        if now < session.last_action_at or acted_at >= session.last_action_at + idle or now >= ends_at:
            return f"You were logged out after {length(RULES.session_idle)} of inactivity. Log in again."
        return None

    async def account(self, session_id: str) -> Account:
        return await self.transactions.run(self._account, session_id)

    def _account(self, session_id: str) -> Account:
        session, now = self.going_on(session_id), self.clock()
        administrator = session.administrator
        others = Session.select().where(
            Session.administrator == session.administrator_id, Session.id != session.id
        )
        before = others.where(Session.began_at <= session.began_at).order_by(Session.began_at.desc()).first()
        elsewhere = others.where(
            Session.ended_at.is_null(),
            Session.last_action_at > now - RULES.session_idle,
            Session.began_at > now - RULES.session_longest,
        ).order_by(Session.began_at.desc())
        return Account(
            login_address=administrator.login_address,
            verification_address=administrator.verification_address,
            password_changed_at=administrator.password_changed_at,
            session=_seen(session),
            last_session=None if before is None else _seen(before),
            other_sessions=tuple(map(_seen, elsewhere)),
            administrators=Administrator.select().where(Administrator.password_hash != "").count(),
            recent_events=count_since(now - _WEEK),
            now=now,
        )

    async def log_out_others(self, session_id: str) -> None:
        await self.transactions.run(self._log_out_others, session_id)

    def _log_out_others(self, session_id: str) -> None:
        session = self.require(session_id)
        self.end_others(session, _ENDED_FROM_ELSEWHERE)
        self.note(EventKind.LOGGED_OUT_ELSEWHERE, session)

    def note(self, what: EventKind, session: Session, about: str = "") -> None:
        self.activity.note(what, session.administrator.login_address, about, session.origin)

    async def note_action(self, session_id: str, acted_at: datetime) -> datetime:
        """Note when the person last did something; return when the session ends if they do nothing more."""
        session = await self.transactions.run(self.require, session_id, acted_at)
        ends: tuple[datetime, datetime] = (
            session.last_action_at + RULES.session_idle,
            session.began_at + RULES.session_longest,
        )
        return min(ends)

    async def log_out(self, session_id: str) -> None:
        """End a session, unless it has ended already."""
        await self.transactions.run(self._end, session_id)

    def _end(self, session_id: str) -> None:
        session = Session.get_or_none(Session.id == session_id, Session.ended_at.is_null())
        if session is not None:
            session.ended_at = self.clock()
            session.save(only=[Session.ended_at])
            self.note(EventKind.LOGGED_OUT, session)


def _seen(session: Session) -> SeenSession:
    return SeenSession(session.began_at, session.origin)
