"""The outbox: mails that may wait are kept in the database until a mail server takes them."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kstore_tui.core.addresses import mask
from kstore_tui.core.clock import Clock
from kstore_tui.core.randomness import Randomness
from kstore_tui.core.rules import RULES, Rules
from kstore_tui.database.models import OutgoingMail

_LEASE = timedelta(minutes=2)
"""How long a mail is left to the one who sends it; longer than any sending takes."""
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(minutes=15)


def name_of(mail: OutgoingMail) -> str:
    """Return whom a mail is for, masked, and of what kind it is: for activity and the operator."""
    return f"{mask(mail.to)} ({mail.kind})"


@dataclass(eq=False, repr=False)
class Outbox:
    """Where use cases put what is to be mailed, and the postman finds it: parts of units of work.

    Args:
        clock: The present time.
        randomness: Where ids come from.
        rules: The numbers.
    """

    clock: Clock
    randomness: Randomness
    rules: Rules = RULES

    def put(self, kind: str, to: str, **facts: str) -> None:
        """Keep that a mail is to be sent: a part of the unit of work that it tells of."""
        OutgoingMail.create(**self._row(kind, to, facts))

    def put_one_for(self, whose: str, kind: str, to: str, **facts: str) -> None:
        """Do what `put` does, unless such a mail waits already: nobody can fill the outbox with them.

        Args:
            whose: For whom one at a time is kept.
            kind: What it tells of.
            to: The address; empty where the mail is for nobody, and the same work is done as for somebody.
            facts: What is needed to write it.
        """
        row = self._row(kind, to, facts)
        OutgoingMail.insert(**row, one_for=f"{kind} {whose}").on_conflict_ignore().execute()

    def _row(self, kind: str, to: str, facts: dict[str, str]) -> dict[str, Any]:
        now = self.clock()
        return {
            "id": self.randomness.token_hex(16),
            "kind": kind,
            "to": to,
            "facts": json.dumps(facts),
            "made_at": now,
            "due_at": now,
        }

    def claim(self) -> str | None:
        """Take a mail that is due into one's hands, and return its id; None when none is."""
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
        """Have a mail tried again, ever more seldom, but not for ever; tell whether it will be."""
        now = self.clock()
        if now - mail.made_at >= self.rules.mail_tried:
            self.give_up(mail)
            return False
        mail.due_at = now + min(_FIRST_PAUSE * 2 ** min(mail.tries - 1, 5), _LONGEST_PAUSE)
        mail.in_hand_until = None
        mail.save(only=[OutgoingMail.due_at, OutgoingMail.in_hand_until])
        return True

    def give_up(self, mail: OutgoingMail) -> None:
        """Try a mail no more. It stays for the operator to see, and is in the way of no other."""
        mail.given_up_at = self.clock()
        mail.in_hand_until = mail.one_for = None
        mail.save(only=[OutgoingMail.given_up_at, OutgoingMail.in_hand_until, OutgoingMail.one_for])

    def make_all_due(self) -> None:
        """Have every mail tried now, those that were given up too, but none that somebody has in hand."""
        now = self.clock()
        in_no_hand = OutgoingMail.in_hand_until.is_null() | (OutgoingMail.in_hand_until <= now)
        OutgoingMail.update(due_at=now, given_up_at=None).where(in_no_hand).execute()

    def next_due(self) -> datetime | None:
        """Return when a mail is to be tried next; None when none is left to be tried."""
        mail = self._tried().order_by(OutgoingMail.due_at).first()
        return None if mail is None else mail.due_at

    def _tried(self) -> Any:
        return OutgoingMail.select().where(OutgoingMail.given_up_at.is_null())
