"""Text from outside, made harmless."""

import re
import unicodedata

_KEPT = "\n\t"
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"
# Joiners belong to Persian and Indic words and to emoji. Between Latin letters they only deceive.
_JOINER = re.compile("(?<=[\u0600-\U0010ffff])[\u200c\u200d](?=[\u0600-\U0010ffff])")


def safe_text(text: str) -> str:
    """Return text in which nothing acts on a terminal and everything can be seen.

    Control characters (escape sequences begin with one), bidirectional controls and other invisible
    characters are replaced by a mark; soft hyphens are left out.
    """
    if text.isprintable():  # as nearly every subject and address is
        return text
    text = text.replace("\r\n", "\n").replace(_SOFT_HYPHEN, "")
    joiners = {match.start() for match in _JOINER.finditer(text)}
    return "".join(
        character if index in joiners else _visible(character) for index, character in enumerate(text)
    )


def one_line(text: str) -> str:
    """Return safe text on one line."""
    return " ".join(safe_text(text).split())


def _visible(character: str) -> str:
    if character in _KEPT or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
        return character
    if character < " ":
        return chr(0x2400 + ord(character))  # Unicode's own pictures of control characters
    return "\N{REPLACEMENT CHARACTER}"
