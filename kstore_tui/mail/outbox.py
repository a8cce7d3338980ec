"""The outbox: mails that may wait are kept in the database until a mail server takes them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kstore_tui.activity.log import ActivityLog
from kstore_tui.core.addresses import mask
from kstore_tui.core.clock import Clock, Randomness
from kstore_tui.core.events import OPERATOR, EventKind
from kstore_tui.core.origin import HERE
from kstore_tui.core.results import WaitingMail
from kstore_tui.core.rules import RULES
from kstore_tui.database.models import OutgoingMail
from kstore_tui.database.transactions import Transactions
from kstore_tui.mail.messages import OutboxMail

_LEASE = timedelta(minutes=2)
"""How long a mail is left to the program that sends it; longer than any sending takes."""
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(minutes=15)


def name_of(mail: OutgoingMail) -> str:
    """Return whom a mail is for, masked, and its kind: for activity and the operator."""
    return f"{mask(mail.to)} ({mail.kind})"


def _in_no_hand(now: datetime) -> Any:
    """Return the condition on a mail that no program is sending."""
    return OutgoingMail.in_hand_until.is_null() | (OutgoingMail.in_hand_until <= now)


@dataclass(eq=False, repr=False)
class Outbox:
    """Where use cases put mails and the mail worker finds them.

    The methods without `async` are parts of a transaction.
    """

    transactions: Transactions
    clock: Clock
    randomness: Randomness
    activity: ActivityLog
    on_put: Callable[[], object] = lambda: None
    """Called, in any thread, when a transaction that put a mail is committed: only then can it be found."""

    def put(self, mail: OutboxMail, to: str | None = None) -> None:
        """Keep a mail, to be sent if the transaction is committed.

        To the account's login address unless another is given. One that is for nobody (an empty address) is
        kept too: the same work is done as for somebody. Of some mails one is enough: where it waits already,
        it is sent now.
        """
        now = self.clock()
        OutgoingMail.insert(
            id=self.randomness.token_hex(16),
            kind=mail.kind,
            to=mail.account if to is None else to,
            facts=mail.to_json(),
            made_at=now,
            due_at=now,
            one_for=mail.one_for,
        ).on_conflict(
            conflict_target=[OutgoingMail.one_for], update={OutgoingMail.due_at: now}, where=_in_no_hand(now)
        ).execute()
        self.transactions.after_commit(self.on_put)

    def claim(self) -> str | None:
        """Take the mail that has been due the longest, and return its id; None when none is due."""
        now = self.clock()
        mail = self._tried().where(OutgoingMail.due_at <= now).order_by(OutgoingMail.due_at).first()
        if mail is None:
            return None
        mail.due_at = mail.in_hand_until = now + _LEASE
        mail.tries += 1
        mail.save(only=[OutgoingMail.due_at, OutgoingMail.in_hand_until, OutgoingMail.tries])
        claimed: str = mail.id
        return claimed

    def postpone(self, mail: OutgoingMail) -> bool:
        """Schedule another try after a growing pause, for some days; return whether there will be one."""
        now = self.clock()
        if now - mail.made_at >= RULES.mail_tried:
            self.give_up(mail)
            return False
        mail.due_at = now + min(_FIRST_PAUSE * 2 ** min(mail.tries - 1, 5), _LONGEST_PAUSE)
        mail.in_hand_until = None
        mail.save(only=[OutgoingMail.due_at, OutgoingMail.in_hand_until])
        return True

    def give_up(self, mail: OutgoingMail) -> None:
        """Stop trying a mail. It stays for the operator to see and doesn't block newer ones."""
        mail.given_up_at = self.clock()
        mail.in_hand_until = mail.one_for = None
        mail.save(only=[OutgoingMail.given_up_at, OutgoingMail.in_hand_until, OutgoingMail.one_for])

    def make_all_due(self) -> None:
        """Queue every mail for now, failed ones too, except those that a program is sending."""
        now = self.clock()
        self.activity.note(EventKind.OUTBOX_SENT, OPERATOR, origin=HERE)
        OutgoingMail.update(due_at=now, given_up_at=None).where(_in_no_hand(now)).execute()

    def next_due(self) -> datetime | None:
        """Return when a mail is due next; None when no mail is left to try."""
        mail = self._tried().order_by(OutgoingMail.due_at).first()
        return None if mail is None else mail.due_at

    def _tried(self) -> Any:
        return OutgoingMail.select().where(OutgoingMail.given_up_at.is_null())

    async def waiting(self) -> tuple[WaitingMail, ...]:
        """Return the waiting and the failed mails, oldest first (for the operator)."""
        return await self.transactions.run(self._waiting)

    def _waiting(self) -> tuple[WaitingMail, ...]:
        for_somebody = OutgoingMail.select().where(OutgoingMail.to != "").order_by(OutgoingMail.made_at)
        return tuple(
            WaitingMail(
                kind=mail.kind,
                to=mask(mail.to),
                made_at=mail.made_at,
                tries=mail.tries,
                due_at=None if mail.given_up_at else mail.due_at,
                failed_at=mail.given_up_at,
            )
            for mail in for_somebody
        )

    async def discard(self) -> int:
        """Remove the failed mails, and return how many there were (for the operator)."""
        return await self.transactions.run(self._discard)

    def _discard(self) -> int:
        given_up = list(OutgoingMail.select().where(OutgoingMail.given_up_at.is_null(False)))
        for mail in given_up:
            self.activity.note(EventKind.MAIL_DISCARDED, OPERATOR, name_of(mail), HERE)
            mail.delete_instance()
        return len(given_up)
