"""A mail as it is received, and as it is kept."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Received:
    """A mail as a client gave it."""

    sender: str
    """As the mail server was told; empty for a mail from nobody, such as a bounce."""
    recipients: tuple[str, ...]
    """To whom the server was told to give it, whatever its header says."""
    raw: bytes = field(repr=False)
    conversation: str = field(default="", repr=False)
    """The lines of the SMTP conversation that brought it, without the mail itself."""


class Header(NamedTuple):
    """Whom a mail's header names, as a person reads it; empty where it names nobody.

    Nobody has looked whether that is true: the mail server may have been told of others.
    """

    from_: str = ""
    to: str = ""
    cc: str = ""
    reply_to: str = ""


_NOBODY = Header()


@dataclass(frozen=True, slots=True)
class Mail:
    """What is told of a kept mail: all but its bytes and its conversation, which can be large."""

    id: int
    received_at: datetime
    """In UTC."""
    sender: str
    """As the mail server was told, and so are the recipients."""
    recipients: tuple[str, ...]
    subject: str
    code: str | None
    link: str | None
    size: int
    """Of its bytes as they were received."""
    marked: bool = False
    header: Header = _NOBODY
    """Whom its header names."""
    likely_code: str | None = None
    """What might be the code where none is sure: a developer's own terse mails hold one of this kind."""

    @property
    def author(self) -> str:
        """Whom a person takes it to be from; empty when nobody is named."""
        return self.header.from_ or self.sender

    @property
    def other_sender(self) -> str:
        """The sender as the mail server was told, where the header names another; else empty."""
        return "" if self.sender.casefold() in self.author.casefold() else self.sender


def kept_answer(id: int) -> str:
    """Return what a mail server says once a mail is kept.

    Args:
        id: The mail's number.
    """
    return f"250 Kept as {id}"
