"""Codes of forms that are rare: four letters, words joined by dashes, groups of unlike length.

Much that is no code looks like one of these, so they are looked for only where nothing else was found and
the mail speaks of a code, and each has to be named right where it stands or to stand alone.
"""

import re

from devmail.finder.code_kinds import SURE_CODES, Kind
from devmail.finder.code_lexer import words_of
from devmail.finder.code_numbers import is_letters
from devmail.finder.code_places import Place, digits, places_of
from devmail.finder.code_scores import asks_for, score_of
from devmail.finder.code_sentences import tells
from devmail.finder.code_topic import Topic
from devmail.finder.patterns import Pattern

_RARE = Pattern(
    r"(?<![\w./@#&?=-])([A-Z]{4,8}|[a-z]{3,8}(?:-[a-z]{3,8}){1,4}"
    r"|(?=[A-Za-z-]{0,20}\d)(?=[\d-]{0,20}[A-Za-z])(?:[a-z0-9]{1,6}(?:-[a-z0-9]{1,6}){1,3}|[A-Z0-9]{1,6}(?:-[A-Z0-9]{1,6}){1,3})"
    r"|[A-Z]{2,6}(?:-[A-Z]{2,6}){1,3})(?![\w/@=-]|\.\w)",
    re.ASCII,
)
_WORD_AND_NUMBER = re.compile(r"[a-z]*[aeiou][a-z]*-\d{1,4}", re.IGNORECASE)
_NO_VOWEL = re.compile(r"(?:^|-)[^aeiouy-]{3,}(?:-|$)")
_NAMING = frozenset((Kind.IS, Kind.ENTER, *SURE_CODES))
_BEGINNING = 2000
"""Characters of a text in which a code of a rare form is looked for."""
_LEAST = 80


def rare_code(subject: str, text: str, topic: Topic) -> str | None:
    """Return the code of a rare form that a mail brings, or None.

    Args:
        subject: The mail's subject.
        text: Its body as text.
        topic: What the mail is about.
    """
    text = text[:_BEGINNING]
    if topic.other or not (topic.tells or any(tells(line) or asks_for(line) for line in text.split("\n"))):
        return None
    found = {
        digits(place.code)
        for part in (subject, text)
        for place in places_of(_RARE.finditer(part), part)
        if _stands_out(place) and score_of(place, topic) >= _LEAST
    }
    return found.pop() if len(found) == 1 else None


def _stands_out(place: Place) -> bool:
    """Tell whether it stands alone, or right after what names it, and is no word."""
    if _WORD_AND_NUMBER.fullmatch(place.code):
        return False
    if place.alone:
        return True
    if place.left.isupper() or (is_letters(place.code) and not _NO_VOWEL.search(place.code.lower())):
        return False
    words = words_of(place.left.lower())
    return place.left.rstrip().endswith((":", "：")) or not _NAMING.isdisjoint(
        word.kind for word in words[-2:]
    )
