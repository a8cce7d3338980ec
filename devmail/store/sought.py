"""What is looked for, out of what was typed."""

from typing import NamedTuple
from unicodedata import normalize

_MOST_WORDS = 50
_MARKS = {"is:marked": True, "is:unmarked": False}


class Sought(NamedTuple):
    """What must be so of each mail that is found; of a `Sought([], [])` nothing must."""

    words: list[str]
    """What must be in its text, each of them."""
    marks: list[bool]
    """Whether it must be marked, or not; who asks for both finds nothing."""


def sought(search: str) -> Sought:
    """Return what was typed, whatever it is: the first 50 words of it, and all that is asked of marks.

    Args:
        search: Words, and `is:marked` or `is:unmarked`.
    """
    typed = list(dict.fromkeys(plain(search).split()))
    words = [word for word in typed if word not in _MARKS]
    return Sought(words[:_MOST_WORDS], [_MARKS[word] for word in typed if word in _MARKS])


def plain(text: str) -> str:
    """Return text in which upper and lower case, full and half width, and ways to write an accent are one.

    Args:
        text: Anything; it becomes text that SQLite takes.
    """
    return normalize("NFKC", text).casefold().replace("\0", " ").encode("utf-8", "replace").decode()
