"""Text that comes from outside, made fit to be shown on a terminal."""

import unicodedata


def safe_text(text: str) -> str:
    """Return text on one line in which nothing acts on a terminal: it is all to be seen.

    Control characters (escape sequences begin with one), bidirectional controls and other invisible
    characters are replaced by a mark.

    Args:
        text: Anything.
    """
    return "".join(_seen(character) for character in text)


def _seen(character: str) -> str:
    if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
        return character
    if character < " ":
        return chr(0x2400 + ord(character))  # Unicode's own pictures of control characters
    return "\N{REPLACEMENT CHARACTER}"
