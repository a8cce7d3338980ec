"""Wrong codes of an account over all its challenges: first a wait, then a hold."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from kstore_tui.core.clock import Clock
from kstore_tui.core.errors import AccountHeld, TooManyWrongCodes
from kstore_tui.core.rules import RULES
from kstore_tui.core.text import whole_minute
from kstore_tui.database.models import Administrator, Challenge
from kstore_tui.mail.messages import AccountPutOnHold, WrongCodesEntered
from kstore_tui.mail.outbox import Outbox


@dataclass(eq=False, repr=False)
class Counted:
    """A try that was counted as wrong."""

    day: date
    is_at_limit: bool
    """Whether a wait or a hold begins with it, unless its code is right."""


@dataclass(eq=False, repr=False)
class CodeLockout:
    """Counts wrong codes. All methods run in the caller's transaction.

    Only someone with the password gets this far, so no outsider can put an account on hold.
    """

    clock: Clock
    outbox: Outbox

    def check(self, administrator: Administrator) -> None:
        """Raise `AccountHeld` or `TooManyWrongCodes` when its codes may be neither sent nor tried now."""
        if administrator.is_held:
            raise AccountHeld
        now = self.clock()
        if (until := self._blocked_until(administrator)) > now:
            raise TooManyWrongCodes(until, now)

    def count(self, administrator_id: str) -> Counted:
        """Count a try as wrong before its code is checked; `was_right` takes it back.

        What `check` raises rolls the count back.
        """
        # Written before it is read, so that of several callers at once each sees what the others counted.
        Administrator.update(wrong_codes_in_a_row=Administrator.wrong_codes_in_a_row + 1).where(
            Administrator.id == administrator_id
        ).execute()
        administrator = Administrator.get_by_id(administrator_id)
        self.check(administrator)
        now = self.clock()
        day, that_day = administrator.wrong_codes_day, administrator.wrong_codes_that_day + 1
        if day is None or day < now.date():
            day, that_day = now.date(), 1
        administrator.wrong_codes_day, administrator.wrong_codes_that_day = day, that_day
        in_a_row = administrator.wrong_codes_in_a_row
        begins_wait = in_a_row % RULES.wrong_codes_before_wait == 0
        begins_hold = in_a_row >= RULES.wrong_codes_before_hold
        if begins_wait:
            administrator.codes_blocked_until = now + RULES.wrong_codes_wait
        if begins_hold:
            administrator.held_at = now
        administrator.save(
            only=[
                Administrator.wrong_codes_day,
                Administrator.wrong_codes_that_day,
                Administrator.codes_blocked_until,
                Administrator.held_at,
            ]
        )
        return Counted(day, begins_wait or begins_hold or that_day >= RULES.wrong_codes_a_day)

    def was_right(self, administrator_id: str, counted: Counted) -> None:
        """Take back the count of a try whose code was right, and begin a new row."""
        self._begin_row(administrator_id)
        Administrator.update(wrong_codes_that_day=Administrator.wrong_codes_that_day - 1).where(
            Administrator.id == administrator_id, Administrator.wrong_codes_day == counted.day
        ).execute()

    def was_wrong(self, challenge: Challenge, counted: Counted) -> None:
        """Mail the owner if a wait or a hold has begun with this try."""
        administrator = challenge.administrator
        until = self._blocked_until(administrator)
        if not counted.is_at_limit or not (administrator.is_held or until > self.clock()):
            return
        account, now = administrator.login_address, self.clock()
        if administrator.is_held:
            self.outbox.put(AccountPutOnHold(account, now, challenge.origin))
        else:
            self.outbox.put(WrongCodesEntered(account, now, challenge.origin, whole_minute(until)))

    def end_wait_and_hold(self, administrator: Administrator) -> None:
        """End an account's wait and hold: it has a new password, or somebody vouches for its owner.

        The limit for a day stays, so that doing this again and again allows no more guesses.
        """
        self._begin_row(administrator.id)

    def _begin_row(self, administrator_id: str) -> None:
        Administrator.update(wrong_codes_in_a_row=0, codes_blocked_until=None, held_at=None).where(
            Administrator.id == administrator_id
        ).execute()

    def _blocked_until(self, administrator: Administrator) -> datetime:
        """Return when the wait is over; the beginning of time when there is none."""
        ends = [administrator.codes_blocked_until or datetime.min.replace(tzinfo=UTC)]
        day: date | None = administrator.wrong_codes_day
        if day is not None and administrator.wrong_codes_that_day >= RULES.wrong_codes_a_day:
            ends.append(datetime.combine(day, time(), UTC) + timedelta(days=1))
        return max(ends)
