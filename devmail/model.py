"""A mail as it is received, and as it is kept."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Received:
    """A mail as a client gave it."""

    sender: str  # of the envelope; empty for a mail from nobody, such as a bounce
    recipients: tuple[str, ...]  # of the envelope, whatever the header says
    raw: bytes = field(repr=False)
    conversation: str = field(default="", repr=False)
    """The lines of the SMTP session that brought it, without the mail itself."""


class Header(NamedTuple):
    """The people a mail's header names, who need not be those of the envelope; empty where it names none."""

    from_: str = ""
    to: str = ""
    cc: str = ""
    reply_to: str = ""


_NOBODY = Header()


@dataclass(frozen=True, slots=True)
class Mail:
    """A kept mail, without its bytes and its conversation, which can be large."""

    id: int
    received_at: datetime  # in UTC
    sender: str  # of the envelope, like the recipients
    recipients: tuple[str, ...]
    subject: str
    code: str | None
    link: str | None
    size: int  # in bytes, as it was received
    marked: bool = False
    header: Header = _NOBODY
    likely_code: str | None = None
    """What might be the code where none is sure, as in a developer's own terse mails."""

    @property
    def author(self) -> str:
        """The sender as a person sees it; empty when nobody is named."""
        return self.header.from_ or self.sender

    @property
    def other_sender(self) -> str:
        """The envelope's sender if the header names another; else empty."""
        return "" if self.sender.casefold() in self.author.casefold() else self.sender


def kept_answer(id: int) -> str:
    """Return the mail server's answer once a mail is kept."""
    return f"250 Kept as {id}"
