"""Tell owners that someone had the right password but not the code."""

from dataclasses import dataclass

from peewee import fn

from kstore_tui.core.clock import Clock
from kstore_tui.core.codes import Purpose
from kstore_tui.core.rules import RULES
from kstore_tui.database.models import Administrator, Challenge, SentCode
from kstore_tui.mail.messages import PasswordKnown
from kstore_tui.mail.outbox import Outbox


@dataclass(eq=False, repr=False)
class Alerts:
    """Mails owners, at most once an hour for an account. All methods run in the caller's transaction."""

    clock: Clock
    outbox: Outbox

    def warn(self, challenge: Challenge) -> None:
        """Warn of a login that ended without its code; codes asked for in a session are no reason to."""
        if challenge.purpose != Purpose.LOG_IN:
            return
        now = self.clock()
        is_due = (
            Administrator.update(warned_at=now)
            .where(
                Administrator.id == challenge.administrator_id,
                Administrator.warned_at.is_null()
                | (Administrator.warned_at <= now - RULES.password_warning_pause),
            )
            .execute()
        )
        if is_due:
            account = challenge.administrator.login_address
            self.outbox.put(PasswordKnown(account, challenge.begun_at, challenge.origin))

    def warn_of_lapsed(self, administrator: Administrator) -> None:
        """Warn of the newest login whose code was never entered.

        Nothing runs when a code expires, so a login that hung up is found when the next one begins.
        """
        with_dead_codes = (
            SentCode.select(SentCode.challenge)
            .join(Challenge)
            .where(
                Challenge.administrator == administrator.id
            )  # otherwise it would read every code of the store
            .group_by(SentCode.challenge)
            .having(fn.MAX(SentCode.made_at) <= self.clock() - RULES.code_validity)
        )
        lapsed = Challenge.select().where(
            Challenge.administrator == administrator.id,
            Challenge.purpose == Purpose.LOG_IN,
            Challenge.tries < RULES.tries,
            Challenge.used_at.is_null(),
            Challenge.ended_at.is_null(),
            Challenge.id.in_(with_dead_codes),
        )
        if administrator.warned_at is not None:
            lapsed = lapsed.where(Challenge.begun_at > administrator.warned_at)
        newest = lapsed.order_by(Challenge.begun_at.desc()).first()
        if newest is not None:
            self.warn(newest)
