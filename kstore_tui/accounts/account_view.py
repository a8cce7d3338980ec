"""The own account as an administrator sees it: a part of a unit of work."""

from datetime import datetime, timedelta

from kstore_tui.activity.search import count_since
from kstore_tui.core.results import Account, LastLogin, OtherSession
from kstore_tui.core.rules import Rules
from kstore_tui.database.models import Administrator, Session

_WEEK = timedelta(days=7)


def account_of(session: Session, now: datetime, rules: Rules) -> Account:
    """Return what the person of a session sees of the own account.

    Args:
        session: The session, which goes on.
        now: The present time.
        rules: What ends a session.
    """
    administrator = session.administrator
    before = (
        Session.select()
        .where(Session.administrator == administrator, Session.id != session.id)
        .where(Session.began_at <= session.began_at)
        .order_by(Session.began_at.desc())
        .first()
    )
    return Account(
        login_address=administrator.login_address,
        verification_address=administrator.verification_address,
        password_changed_at=administrator.password_changed_at,
        last_login=None if before is None else LastLogin(before.began_at, before.origin),
        session_began_at=session.began_at,
        session_origin=session.origin,
        other_sessions=_others(session, now, rules),
        administrators=Administrator.select().where(Administrator.password_hash != "").count(),
        events_this_week=count_since(now - _WEEK),
        now=now,
    )


def _others(session: Session, now: datetime, rules: Rules) -> tuple[OtherSession, ...]:
    """Return where else the account is logged in, the latest first."""
    others = (
        Session.select()
        .where(
            Session.administrator == session.administrator_id,
            Session.id != session.id,
            Session.ended_at.is_null(),
            Session.last_action_at > now - rules.session_idle,
            Session.began_at > now - rules.session_longest,
        )
        .order_by(Session.began_at.desc())
    )
    return tuple(OtherSession(other.began_at, other.origin) for other in others)
