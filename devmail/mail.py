"""A mail as it was received."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail, and the code that was found in it."""

    id: int
    received_at: datetime
    """In UTC."""
    sender: str
    recipients: tuple[str, ...]
    """To whom the server was told to give it, whatever its header says."""
    subject: str
    code: str | None
    raw: bytes = field(repr=False)
