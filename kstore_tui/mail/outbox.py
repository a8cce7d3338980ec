"""The outbox: mails that may wait are kept in the database and sent when a mail server takes them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from kstore_tui.clock import Clock
from kstore_tui.database.connection import UnitsOfWork
from kstore_tui.database.models import OutgoingMail
from kstore_tui.events import THE_STORE, What
from kstore_tui.mail.delivery import Delivery, MailNotSent
from kstore_tui.randomness import Randomness
from kstore_tui.record import Record

if TYPE_CHECKING:
    from email.message import EmailMessage

Writer = Callable[[str, dict[str, Any]], "EmailMessage | None"]
"""Writes a mail to an address from the facts, in a unit of work; None when nobody needs it any more."""

_LEASE = timedelta(minutes=2)
"""How long a mail is left to the one who sends it; longer than any sending takes."""
_LONGEST_PAUSE = timedelta(minutes=15)


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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Postman:
    """Takes mails out of the outbox to the mail server.

    Args:
        work: The way to the database.
        clock: The present time.
        delivery: The way to the mail server.
        writers: What writes each kind of mail.
        record: The record of activity.
        noted: What happened when a mail of a kind was sent; of other kinds, nothing worth a note has.
    """

    work: UnitsOfWork
    clock: Clock
    delivery: Delivery
    writers: Mapping[str, Writer]
    record: Record
    noted: Mapping[str, What]

    async def drain(self, told: Callable[[int], object] | None = None) -> tuple[int, datetime | None]:
        """Send what is due.

        A mail is claimed before it is written and sent, so that of two programs only one sends it; one whose
        program dies over it is tried again after two minutes.

        Args:
            told: Told after each mail how many were sent until then; None when nobody wants to know.

        Returns:
            How many were sent, and when to try again; None when nothing is left.

        Raises:
            StoreUnusable: The database cannot be used.
        """
        sent = 0
        while (mail_id := await self.work.run(self._claim)) is not None:
            try:
                message = await self.work.run(self._write, mail_id)
                if message is not None:
                    await self.delivery.send(message)
            except (MailNotSent, KeyError, ValueError):  # the latter: what this program cannot write
                await self.work.run(self._postpone, mail_id)
                continue
            if message is not None:
                sent += 1
                if told is not None:
                    told(sent)
            await self.work.run(self._forget, mail_id, message is not None)
        return sent, await self.work.run(self._next_due)

    def _claim(self) -> str | None:
        now = self.clock()
        mail = OutgoingMail.select().where(OutgoingMail.due_at <= now).order_by(OutgoingMail.due_at).first()
        if mail is None:
            return None
        mail.due_at = now + _LEASE
        mail.tries += 1
        mail.save(only=[OutgoingMail.due_at, OutgoingMail.tries])
        claimed: str = mail.id
        return claimed

    def _write(self, mail_id: str) -> "EmailMessage | None":
        """Write a mail in a unit of its own: one that cannot be written is in no other's way."""
        mail = OutgoingMail.get_or_none(OutgoingMail.id == mail_id)
        return None if mail is None else self.writers[mail.kind](mail.to, json.loads(mail.facts))

    def _postpone(self, mail_id: str) -> None:
        mail = OutgoingMail.get_or_none(OutgoingMail.id == mail_id)
        if mail is None:
            return
        mail.due_at = self.clock() + min(timedelta(seconds=30) * 2 ** min(mail.tries - 1, 5), _LONGEST_PAUSE)
        mail.save(only=[OutgoingMail.due_at])

    def _forget(self, mail_id: str, was_sent: bool) -> None:
        mail = OutgoingMail.get_or_none(OutgoingMail.id == mail_id)
        if mail is None:
            return
        if was_sent and mail.kind in self.noted:
            self.record.note(self.noted[mail.kind], THE_STORE, mail.to)
        mail.delete_instance()

    def _next_due(self) -> datetime | None:
        mail = OutgoingMail.select().order_by(OutgoingMail.due_at).first()
        return None if mail is None else mail.due_at
