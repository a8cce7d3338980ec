"""Randomness that gives the codes a test has chosen."""

import secrets
from collections import deque


class FixedCodes:
    """Gives the chosen codes one after another, and whatever else is asked for from `secrets`."""

    def __init__(self, *codes: str) -> None:
        self._codes = deque(codes)

    def give(self, *codes: str) -> None:
        """Choose the next codes."""
        self._codes.extend(codes)

    def randbelow(self, exclusive_upper_bound: int, /) -> int:
        """Return the next chosen code, or anything below the bound when none was chosen."""
        return int(self._codes.popleft()) if self._codes else secrets.randbelow(exclusive_upper_bound)

    def token_bytes(self, nbytes: int, /) -> bytes:
        return secrets.token_bytes(nbytes)

    def token_hex(self, nbytes: int, /) -> str:
        return secrets.token_hex(nbytes)
