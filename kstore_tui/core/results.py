"""What use cases give back: frozen, with nothing of the database in them."""

from dataclasses import dataclass, field
from datetime import datetime

from kstore_tui.core.events import EventKind

EVENTS_COUNTED = 999
"""How many events are counted at most: counting takes longer the more there are."""


@dataclass(frozen=True, slots=True)
class LoggedIn:
    session_id: str = field(repr=False)
    """Anyone who has the id has the session, so no log may show it."""
    login_address: str


@dataclass(frozen=True, slots=True)
class CodeSent:
    """A verification code that the mail server took; its challenge waits for it."""

    challenge_id: str
    sent_to: str
    """The address, masked where the person has not proved who they are."""
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class ChallengeStarted:
    """A challenge whose first code is still to be sent."""

    challenge_id: str
    sent_to: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The right code was entered: what it was for may now be done, once."""

    challenge_id: str
    address: str
    """The address that the code went to."""


@dataclass(frozen=True, slots=True)
class SeenSession:
    """A session as its owner sees it."""

    began_at: datetime
    origin: str


@dataclass(frozen=True, slots=True)
class Account:
    """An administrator's own account, as they see it."""

    login_address: str
    verification_address: str | None
    """Where the codes go; None while two-step verification is off."""
    password_changed_at: datetime
    session: SeenSession
    last_session: SeenSession | None
    """The one before."""
    other_sessions: tuple[SeenSession, ...]
    """Where else the account is logged in now, newest first."""
    administrators: int
    """How many administrators have registered."""
    recent_events: int | None
    """How much happened in the last 7 days; None when it is more than `EVENTS_COUNTED`."""
    now: datetime

    @property
    def two_step_is_on(self) -> bool:
        return self.verification_address is not None


@dataclass(frozen=True, slots=True)
class AdministratorRow:
    """An administrator as the others see them."""

    id: str
    login_address: str
    is_own: bool
    is_invited: bool
    """Whether the registration code has not been entered yet."""
    is_held: bool
    """Whether it is on hold after wrong codes, until somebody releases it."""
    two_step_is_on: bool
    registered_at: datetime
    registered_by: str | None
    last_login_at: datetime | None
    code_until: datetime | None
    """When the registration code expires; None before it was mailed and after it was entered."""


@dataclass(frozen=True, slots=True)
class AdministratorsPage:
    rows: tuple[AdministratorRow, ...]
    start: int
    """The position of the first row among those found, from 0."""
    size: int
    found: int
    now: datetime


@dataclass(frozen=True, slots=True)
class WaitingMail:
    kind: str
    to: str
    """Masked."""
    made_at: datetime
    tries: int
    due_at: datetime | None
    """When it is tried next; None once it has failed."""
    failed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ActivityRow:
    id: int
    """Grows: a later event has a larger one."""
    at: datetime
    what: EventKind
    who: str
    """A login address, or the operator, or the store, or unknown."""
    about: str
    """Another login address, or a masked verification address; mostly empty."""
    origin: str


@dataclass(frozen=True, slots=True)
class ActivityPage:
    rows: tuple[ActivityRow, ...]
    """Newest first."""
    newer: bool
    older: bool
    now: datetime
