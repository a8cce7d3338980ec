"""A mail as it is received, and as it is kept."""

from dataclasses import dataclass, field
from datetime import datetime


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


@dataclass(frozen=True, slots=True)
class Mail:
    """What is told of a kept mail: all but its bytes and its conversation, which can be large."""

    id: int
    received_at: datetime
    """In UTC."""
    sender: str
    recipients: tuple[str, ...]
    subject: str
    code: str | None
    link: str | None
    size: int
    """Of its bytes as they were received."""
    marked: bool = False


def kept_answer(id: int) -> str:
    """Return what a mail server says once a mail is kept.

    Args:
        id: The mail's number.
    """
    return f"250 Kept as {id}"
