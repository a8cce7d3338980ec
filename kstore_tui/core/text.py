"""Make text from outside safe to show on a terminal."""

import os
import unicodedata


def safe_text(text: str) -> str:
    """Return text as one visible line that can't control a terminal.

    Control characters (escape sequences begin with one), bidirectional controls and other invisible
    characters are replaced by a mark.
    """
    return "".join(_seen(character) for character in text)


def reason_of(error: OSError) -> str:
    """Return what the system says of an error, without what Python adds."""
    if error.errno is not None and error.errno > 0:
        return os.strerror(error.errno)
    return error.strerror or str(error)


def _seen(character: str) -> str:
    if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
        return character
    if character < " ":
        return chr(0x2400 + ord(character))  # Unicode's own pictures of control characters
    return "\N{REPLACEMENT CHARACTER}"
