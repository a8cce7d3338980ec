"""Challenges: each is one code asked for, for one purpose, until it is used or ended."""

from dataclasses import dataclass

from kstore_tui.activity.log import ActivityLog
from kstore_tui.core.addresses import fold, mask
from kstore_tui.core.clock import Clock, Randomness
from kstore_tui.core.codes import Purpose
from kstore_tui.core.events import EventKind
from kstore_tui.core.rules import RULES
from kstore_tui.database.models import Administrator, Challenge, Session
from kstore_tui.database.transactions import Transactions
from kstore_tui.verification.alerts import Alerts

NO_LONGER_VALID = "This code no longer works. Start again to get a new one."


@dataclass(eq=False, repr=False)
class Challenges:
    """The life of a challenge. The methods without `async` run in the caller's transaction."""

    transactions: Transactions
    clock: Clock
    randomness: Randomness
    alerts: Alerts
    activity: ActivityLog

    def begin(
        self,
        purpose: Purpose,
        administrator: Administrator,
        address: str,
        origin: str,
        session: Session | None,
    ) -> Challenge:
        """Ask for a code, without sending it yet; an earlier challenge of the same flow ends."""
        if session is not None:
            self._end(Challenge.session == session.id, Challenge.purpose == purpose)
        else:
            self.alerts.warn_of_lapsed(administrator)
        return Challenge.create(
            id=self.randomness.token_hex(16),
            administrator=administrator,
            session=session,
            purpose=purpose,
            address=address,
            address_key=fold(address),
            origin=origin,
            begun_at=self.clock(),
        )

    def end_all(self, administrator_id: str) -> None:
        """End every challenge of an account, because its security has changed."""
        self._end(Challenge.administrator == administrator_id)

    async def give_up(self, challenge_id: str) -> None:
        """End a challenge whose person went back: otherwise one could guess at it beside a new one."""
        await self.transactions.run(self._give_up, challenge_id)

    def _give_up(self, challenge_id: str) -> None:
        alive = Challenge.get_or_none(*self.alive(challenge_id, session_id=None))
        self._end(Challenge.id == challenge_id)
        if alive is not None:
            self.alerts.warn(alive)

    def _end(self, *which: object) -> None:
        Challenge.update(ended_at=self.clock()).where(
            *which, Challenge.spent_at.is_null(), Challenge.ended_at.is_null()
        ).execute()

    def note(self, what: EventKind, challenge: Challenge) -> None:
        """Note what happened to a challenge, with its address masked: every administrator can read it."""
        login_address = challenge.administrator.login_address
        self.activity.note(what, login_address, mask(challenge.address), challenge.origin)

    def alive(self, challenge_id: str, session_id: str | None) -> tuple[object, ...]:
        """Return the conditions on a challenge whose code can be sent or tried."""
        return (
            Challenge.id == challenge_id,
            Challenge.session.is_null() if session_id is None else Challenge.session == session_id,
            Challenge.tries < RULES.tries,
            Challenge.used_at.is_null(),
            Challenge.ended_at.is_null(),
        )
