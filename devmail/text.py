"""Text that comes from outside, made fit to be shown."""

import unicodedata

_KEPT = "\n\t"


def safe_text(text: str) -> str:
    """Return text in which nothing acts on a terminal: it is all to be seen.

    Control characters (escape sequences begin with one), bidirectional controls and other
    invisible characters are replaced by a mark.

    Args:
        text: Anything.
    """
    if text.isprintable():  # as nearly every subject and address is
        return text
    return "".join(_seen(character) for character in text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """Return safe text on one line.

    Args:
        text: Anything.
    """
    return " ".join(safe_text(text).split())


def _seen(character: str) -> str:
    if character in _KEPT or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
        return character
    if character < " ":
        return chr(0x2400 + ord(character))  # Unicode's own pictures of control characters
    return "\N{REPLACEMENT CHARACTER}"
