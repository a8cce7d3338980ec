"""Finding the code in a mail: pure, from text to text.

What looks like a code is one if words say so: those before it in its sentence, those after it, or, where
it stands alone on its line, those of the lines around it and of the subject.
"""

import re
from collections.abc import Sequence
from itertools import chain

from devmail.finder.code_lexer import words_of
from devmail.finder.code_numbers import is_counted, is_date, is_letters
from devmail.finder.code_places import Place, digits, places, plain
from devmail.finder.code_scores import is_label_of_another, score_of
from devmail.finder.code_sentences import SURE, tells
from devmail.finder.code_topic import Topic
from devmail.finder.rare_codes import rare_code

_SIX_DIGITS = re.compile(r"\d{6}")
_BEGINNING = 3000
"""Characters of a text in which a mail says what it is about."""


def find_code(subject: str, text: str) -> str | None:
    """Return the code that a mail brings, or None.

    Args:
        subject: The mail's subject.
        text: Its body as text.

    Returns:
        Digits without the space or dash between them; with letters, the dashes stay.
    """
    subject, text = plain(subject), plain(text)
    topic: Topic | None = None
    found: list[tuple[Place, int]] = []
    for place in chain(places(subject), places(text)):
        topic = topic or Topic.of(subject, text)
        score = 0 if topic.offers and not topic.tells else score_of(place, topic)
        found.append((place, score))
        if score >= SURE and not any(one.alone for one, _ in found):
            return digits(place.code)
    topic = topic or Topic.of(subject, text)
    if topic.offers and not topic.tells:
        return None
    return _of_all(found, topic) or rare_code(subject, text, topic)


def _of_all(found: Sequence[tuple[Place, int]], topic: Topic) -> str | None:
    """Return the code among all that looks like one, if there is one."""
    alone = {digits(place.code) for place, _ in found if place.alone}
    listed = {one for one in alone if sum(len(one) == len(other) for other in alone) > 2}
    found = [(place, score) for place, score in found if not place.alone or digits(place.code) not in listed]
    place, score = max(found, key=lambda one: one[1], default=(None, 0))
    if place is not None and score > 0:
        return digits(place.code)
    if not topic.expects:
        return None
    meant = next((place.code for place, _ in found if _may_be_meant(place)), None)
    if meant is not None and any(map(tells, topic.text[:_BEGINNING].split("\n"))):
        return digits(meant)
    unnamed = {digits(place.code) for place, _ in found if place.alone and _may_stand_unnamed(place)}
    return unnamed.pop() if len(unnamed) == 1 else None


def _may_be_meant(place: Place) -> bool:
    """Tell whether a number alone may be the code that a mail speaks of elsewhere."""
    if not place.alone or is_counted(place) or is_date(place.code) or is_letters(place.code):
        return False
    words = words_of(above[0].lower()) if (above := place.above()) else []
    return not words or (len(words) > 3 and not is_label_of_another(words))


def _may_stand_unnamed(place: Place) -> bool:
    """Tell whether a number alone is the code for its form only: 6 digits of which nothing is said."""
    if not _SIX_DIGITS.fullmatch(digits(place.code)) or is_counted(place):
        return False
    words = words_of(above[0].lower()) if (above := place.above()) else []
    return not words or not is_label_of_another(words)
