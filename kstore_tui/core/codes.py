"""Verification codes: making one, finding one in what a person typed, and what is kept of one."""

import hashlib
import hmac
import re
import unicodedata
from enum import StrEnum

from kstore_tui.core.clock import Randomness
from kstore_tui.core.errors import NoCodeEntered
from kstore_tui.core.rules import RULES

# One group of the right number of digits, as mails write it: 012345, 012 345 or 012-345.
_GROUP = re.compile(r"(?<!\w)(?<!\w[.:-])(\d{3}[ -]?\d{3})(?!\w)(?![.:-]\w)", re.ASCII)


class Purpose(StrEnum):
    """What a code is for; a code for one purpose doesn't work for another."""

    LOG_IN = "log in"
    ENABLE = "enable"
    CHANGE_OLD = "change: old"
    CHANGE_NEW = "change: new"
    DISABLE = "disable"


def make_code(randomness: Randomness) -> str:
    """Return a new code of 6 digits, as text: `012345` is one.

    Source: NIST SP 800-63B-4 3.1.3.2 asks for at least 6 digits, and for a limit on tries with so few.
    """
    return str(randomness.randbelow(10**RULES.code_digits)).zfill(RULES.code_digits)


def read_code(typed: str) -> str:
    """Return the code in what a person typed or pasted.

    Digits may be in any form (full width too); spaces and dashes are dropped; a whole pasted
    mail yields its one group of 6 digits.

    Raises:
        NoCodeEntered: There is none, or more than one. This costs no try.
    """
    text = "".join(_plain(character) for character in typed)
    bare = re.sub(r"[\s-]", "", text)
    if bare.isdecimal():
        if len(bare) == RULES.code_digits:
            return bare
        raise NoCodeEntered
    groups = {re.sub(r"\D", "", group) for group in _GROUP.findall(text)}
    if len(groups) != 1:
        raise NoCodeEntered
    return groups.pop()


def _plain(character: str) -> str:
    """Return a digit as ASCII, any dash as `-`, any space as a space, nothing for what can't be seen."""
    if (value := unicodedata.decimal(character, None)) is not None:
        return str(value)
    match unicodedata.category(character):
        case "Pd":
            return "-"
        case "Zs":
            return " "
        case "Cf":
            return ""
    return "-" if character == "\N{MINUS SIGN}" else character


def code_digest(key: bytes, purpose: Purpose, challenge_id: str, administrator_id: str, code: str) -> str:
    """Return what is kept of a code: HMAC-SHA256 over everything it is bound to, with the store's key."""
    # None of these parts contains a line end, so one line each keeps them apart.
    bound = "\n".join((purpose, challenge_id, administrator_id, code))
    return hmac.new(key, bound.encode(), hashlib.sha256).hexdigest()
