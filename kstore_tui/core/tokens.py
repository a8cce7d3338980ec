"""Registration and reset codes, called tokens in the code: making one, and what is kept of one."""

import hashlib
import unicodedata
from datetime import timedelta
from enum import StrEnum

from kstore_tui.core.clock import Randomness
from kstore_tui.core.rules import Rules

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that can't be mistaken for one another: no I, O, 0 and 1."""
_LENGTH = 12
_GROUP = 4


class TokenKind(StrEnum):
    """What a token is for; one of a kind doesn't work for the other."""

    REGISTRATION = "registration"
    RESET = "reset"

    def validity(self, rules: Rules) -> timedelta:
        """Return how long one is valid."""
        return rules.registration_validity if self is TokenKind.REGISTRATION else rules.reset_validity


def make_token(randomness: Randomness) -> str:
    """Return a new token of 60 bits, as it is shown: `XXXX-XXXX-XXXX`."""
    code = "".join(ALPHABET[randomness.randbelow(len(ALPHABET))] for _ in range(_LENGTH))
    return "-".join(code[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def token_digest(typed: str) -> str:
    """Return what is kept of a token typed in any case and form of letter, with or without dashes and spaces.

    A plain SHA-256 is enough: 60 random bits can't be guessed from it.
    """
    normal = unicodedata.normalize("NFKC", typed).upper()
    bare = "".join(character for character in normal if character.isalnum())
    return hashlib.sha256(bare.encode("utf-8", "surrogatepass")).hexdigest()
