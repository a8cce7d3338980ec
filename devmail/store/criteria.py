"""Which mail is meant: one rule for scripts and tests."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from devmail.model import Mail

GRACE = 0.5  # seconds that a likely code waits for a sure one to come after it


class Brings(StrEnum):
    """What a mail is opened for."""

    CODE = "code"
    LINK = "link"

    def of(self, mail: Mail) -> str | None:
        """Return a mail's link, or its code: the sure one if it has one, else the likely one."""
        return mail.link if self is Brings.LINK else mail.code or mail.likely_code


class Choice(NamedTuple):
    """The best mail so far."""

    mail: Mail
    wait: float  # seconds to wait for a better one before taking this; 0 to take it now


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is asked of a mail."""

    to: str  # one of its recipients
    subject: str = ""  # text in its subject, in upper or lower case
    since: datetime | None = None  # when it came at the earliest
    brings: Brings | None = None  # what it must bring; None if that does not matter

    def fits(self, mail: Mail) -> bool:
        return (
            self.to.casefold() in map(str.casefold, mail.recipients)
            and self.subject.casefold() in mail.subject.casefold()
            and (self.since is None or mail.received_at >= self.since)
            and (self.brings is None or self.brings.of(mail) is not None)
        )

    def choose(self, mails: Iterable[Mail], now: datetime) -> Choice | None:
        """Return the first mail that fits.

        Where a code is wanted, the first with a sure one goes first. Only without any is it the first with a
        likely one, which is to wait `GRACE` seconds from its arrival for a sure one.
        """
        likely = None
        for mail in filter(self.fits, mails):
            if self.brings is not Brings.CODE or mail.code is not None:
                return Choice(mail, 0)
            likely = likely or mail
        if likely is None:
            return None
        age = (now - likely.received_at).total_seconds()
        return Choice(likely, min(GRACE, max(0, GRACE - age)))

    def __str__(self) -> str:
        brings = f" with a {self.brings}" if self.brings else ""
        about = f" about {self.subject}" if self.subject else ""
        return f"email{brings} to {self.to}{about}"


def with_code(mail: Mail, raw: bytes, pattern: re.Pattern[str]) -> Mail:
    """Return a mail with the code that a pattern finds in it, and with no other."""
    from devmail.finder.summary import summarize  # loaded only when a pattern is given

    return replace(mail, code=summarize(raw, pattern).code, likely_code=None)
