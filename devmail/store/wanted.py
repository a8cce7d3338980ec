"""Which mail is meant: one rule for scripts and tests."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from devmail.model import Mail


class Brings(StrEnum):
    """What a mail is opened for."""

    CODE = "code"
    LINK = "link"

    def of(self, mail: Mail) -> str | None:
        """Return a mail's code or link, whichever this is; None when it has none.

        Args:
            mail: The mail.
        """
        return mail.code if self is Brings.CODE else mail.link


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which mail is waited for."""

    to: str
    """One of those whom it went to."""
    subject: str = ""
    """What is in its subject, in upper or lower case."""
    since: datetime | None = None
    """When it came at the earliest."""
    brings: Brings | None = None
    """What it must bring; None when that does not matter."""

    def fits(self, mail: Mail) -> bool:
        """Tell whether a mail is such a one.

        Args:
            mail: The mail.
        """
        return (
            self.to.casefold() in map(str.casefold, mail.recipients)
            and self.subject.casefold() in mail.subject.casefold()
            and (self.since is None or mail.received_at >= self.since)
            and (self.brings is None or self.brings.of(mail) is not None)
        )

    def __str__(self) -> str:
        brings = f" with a {self.brings}" if self.brings else ""
        about = f" about {self.subject}" if self.subject else ""
        return f"mail{brings} to {self.to}{about}"
