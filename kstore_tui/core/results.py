"""What use cases give back: frozen, and nothing of the database in them.

Named tuples, as a frozen dataclass takes several times as long to make, at every start.
"""

from datetime import datetime
from typing import NamedTuple

from kstore_tui.core.events import EventKind

EVENTS_COUNTED = 999
"""How much of what happened is counted at most: counting takes as long as there is much."""


class LoggedIn(NamedTuple):
    """A session has begun."""

    session_id: str
    login_address: str

    def __repr__(self) -> str:
        """Tell no secret: who has the id has the session."""
        return f"LoggedIn({self.login_address!r})"


class CodeSent(NamedTuple):
    """A verification code is on its way; the challenge waits for it."""

    challenge_id: str
    sent_to: str
    """The address, masked where the person has not proved who they are."""
    valid_until: datetime
    again_from: datetime
    """From when on the code can be sent again."""
    resends_left: int


class ChallengeStarted(NamedTuple):
    """A challenge whose first code is still to be sent."""

    challenge_id: str
    sent_to: str


class Proof(NamedTuple):
    """A code was entered rightly: what it was for may now be done, once."""

    challenge_id: str
    address: str
    """The address that the code went to."""


class LastLogin(NamedTuple):
    """The login before the present one."""

    when: datetime
    origin: str


class OtherSession(NamedTuple):
    """Where else the account is logged in."""

    began_at: datetime
    origin: str


class Account(NamedTuple):
    """What an administrator sees of the own account."""

    login_address: str
    verification_address: str | None
    """Where the codes go; None while two-step verification is off."""
    password_changed_at: datetime
    last_login: LastLogin | None
    session_began_at: datetime
    session_origin: str
    other_sessions: tuple[OtherSession, ...]
    """Where else the account is logged in now, the latest first."""
    administrators: int
    """How many administrators the store has."""
    events_this_week: int | None
    """How much happened in the last 7 days; None when it is more than is counted."""
    now: datetime
    """When all this was so."""

    @property
    def two_step_is_on(self) -> bool:
        """Whether every login asks for a code."""
        return self.verification_address is not None


class AdministratorRow(NamedTuple):
    """An administrator as the others see them."""

    id: str
    login_address: str
    is_own: bool
    """Whether this is the person's own account."""
    is_invited: bool
    """Whether the registration code has still to be entered."""
    is_held: bool
    """Whether it has had so many wrong codes that somebody has to release it."""
    two_step_is_on: bool
    registered_at: datetime
    registered_by: str | None
    last_login_at: datetime | None
    code_until: datetime | None
    """Until when the registration code is valid; None before it was mailed and after it was entered."""


class AdministratorsPage(NamedTuple):
    """Some of the administrators."""

    rows: tuple[AdministratorRow, ...]
    start: int
    """The first row's place among those found, from 0."""
    size: int
    """How many rows a page has at most."""
    found: int
    """How many were found in all."""
    now: datetime


class WaitingMail(NamedTuple):
    """A mail in the outbox."""

    kind: str
    to: str
    """Whom it is for, masked."""
    made_at: datetime
    tries: int
    due_at: datetime
    """When it is tried next."""
    given_up_at: datetime | None
    """Since when it is tried no more; None while it is."""


class ActivityRow(NamedTuple):
    """Something that happened."""

    id: int
    """Grows: what happened later has the larger one."""
    at: datetime
    what: EventKind
    who: str
    """A login address, or the operator, or the store, or unknown."""
    about: str
    """Another login address, or a masked verification address; mostly empty."""
    origin: str


class ActivityPage(NamedTuple):
    """Some of what happened, newest first."""

    rows: tuple[ActivityRow, ...]
    newer: bool
    """Whether there is a page before this one."""
    older: bool
    """Whether there is a page after this one."""
    now: datetime
