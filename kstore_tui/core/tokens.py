"""Registration and reset codes: making one, reading what a person typed, and what is kept of one."""

import hashlib
import unicodedata
from datetime import timedelta
from enum import StrEnum

from kstore_tui.core.randomness import Randomness
from kstore_tui.core.rules import Rules

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that nobody takes for one another: no I, O, 0 and 1."""
_LENGTH = 12
_GROUP = 4


class TokenKind(StrEnum):
    """What a code is for; one of a kind is worth nothing for the other."""

    REGISTRATION = "registration"
    RESET = "reset"

    def validity(self, rules: Rules) -> timedelta:
        """Return how long one is good."""
        return rules.registration_validity if self is TokenKind.REGISTRATION else rules.reset_validity


def make_token(randomness: Randomness) -> str:
    """Return a fresh code of 60 bits, as it is shown: `XXXX-XXXX-XXXX`.

    Args:
        randomness: Where it comes from.
    """
    code = "".join(ALPHABET[randomness.randbelow(len(ALPHABET))] for _ in range(_LENGTH))
    return "-".join(code[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def token_digest(typed: str) -> str:
    """Return what is kept of a code, and what is compared of one that was typed.

    A plain SHA-256 is enough: 60 random bits cannot be guessed from it.

    Args:
        typed: The code in any case and form of letter, with or without dashes and spaces.
    """
    normal = unicodedata.normalize("NFKC", typed).upper()
    bare = "".join(character for character in normal if character.isalnum())
    return hashlib.sha256(bare.encode("utf-8", "surrogatepass")).hexdigest()
