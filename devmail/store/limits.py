"""How much an inbox keeps."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The oldest mails beyond any of these go; the newest mail stays, whatever it is.

    Mails that are marked stay too, and are not counted.
    """

    mails: int = 500
    """How many mails are kept."""
    days: float = 30
    """For how many days each is."""
    megabytes: float = 256
    """How many megabytes (of 1,000,000 bytes) they have together."""
