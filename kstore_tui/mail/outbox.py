"""The outbox: mails that may wait are kept in the database until a mail server takes them."""

import json
from dataclasses import dataclass
from typing import Any

from kstore_tui.clock import Clock
from kstore_tui.database.models import OutgoingMail
from kstore_tui.randomness import Randomness


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Outbox:
    """Where use cases put what is to be mailed.

    Args:
        clock: The present time.
        randomness: Where ids come from.
    """

    clock: Clock
    randomness: Randomness

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
