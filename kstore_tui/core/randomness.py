"""Randomness, handed to whatever needs it; the standard library's `secrets` is one source."""

from typing import Protocol


class Randomness(Protocol):
    """What the program asks of a source of randomness (`secrets` has it all)."""

    def randbelow(self, exclusive_upper_bound: int, /) -> int:
        """Return a number from 0 up to, not including, the bound."""

    def token_bytes(self, nbytes: int, /) -> bytes:
        """Return so many random bytes."""

    def token_hex(self, nbytes: int, /) -> str:
        """Return so many random bytes as hexadecimal text."""
