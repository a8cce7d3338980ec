"""How surely something that looks like a code is the mail's, by the words around it."""

import re
from collections.abc import Sequence

from devmail.finder.code_kinds import CODES, PROVING, SPOILERS, STRICTLY_PROVING, Kind
from devmail.finder.code_lexer import Word, words_of
from devmail.finder.code_numbers import (
    is_counted,
    is_date,
    is_greeted,
    is_letters,
    is_like_words,
    is_masked,
    is_year_of_date,
)
from devmail.finder.code_places import Place
from devmail.finder.code_proof import is_proven
from devmail.finder.code_sentences import (
    REFUSED,
    SENTENCE_END,
    SURE,
    first_sentence,
    named,
    named_after,
    tells,
)
from devmail.finder.code_topic import Topic

_LABEL = 9
"""Words that a name for what is below them has at most."""
_UNNAMED = 60
"""As sure as what is entered, or stands alone, can be that nothing calls a code."""
_WORDLIKE = re.compile(r"[A-Za-z]{4,}\d{1,4}")


def score_of(place: Place, topic: Topic) -> int:
    """Return how surely a place is that of the mail's code: more than 0 if it is at all.

    Args:
        place: Where the code stands.
        topic: What the mail is about.
    """
    score = _score_named(place, topic)
    return score if score and is_proven(place, topic, named=score > _UNNAMED) else 0


def _score_named(place: Place, topic: Topic) -> int:
    """Return how surely a place is that of a code, whatever that is for."""
    if is_counted(place) or is_masked(place) or is_greeted(place):
        return 0
    if _WORDLIKE.fullmatch(place.code) and not topic.expects:
        return 0
    date = is_date(place.code)
    if place.alone:
        return _score_alone(place, topic, date)
    left, right = place.sentence()
    sentence = SENTENCE_END.split(left)[-1]
    words = words_of(sentence.lower())
    score = named(sentence, words, expected=topic.expects)
    if score == REFUSED:
        return 0
    if not score:
        score = named_after(sentence, words, right)
    if score and (after := _kinds_after(right)):
        if Kind.OFFER in after:
            return 0
        score -= 30 if Kind.NOT in after else 0
    if is_year_of_date(place) or (score and _is_of_another(words, place.above())):
        return 0
    if (date and score < 90) or (is_letters(place.code) and score < SURE):
        return 0
    if not score and (not date or topic.tells) and _is_to_be_entered(sentence, words, right):
        return 50
    return score


def _score_alone(place: Place, topic: Topic, date: bool) -> int:
    """Return how surely a number on a line of its own is the code, by the lines around it."""
    lines = place.above()
    if lines:
        above = lines[0]
        sentence = SENTENCE_END.split(above.rstrip(" .。:："))[-1] + " :"
        words = words_of(sentence.lower())
        score = named(sentence, words, expected=topic.expects)
        is_name = len(words) < _LABEL or above.rstrip()[-1:] in (":", "：")
        of_another = is_label_of_another(words) if score <= 0 else _is_spoiled(words) and not topic.tells
        if is_name and of_another:
            return 0
        if score > 0:
            return 100
        if tells(above):
            return 98
    if date and not topic.tells:
        return 0
    below = place.below()
    if any(map(tells, lines[1:])) and not date:
        return 88
    if (tells(below) or asks_for(below)) and not date:
        return 86
    if topic.tells:
        return 40 if date else 80
    near = {word.kind for line in (*lines, below) for word in words_of(line.lower())}
    if date or (is_letters(place.code) and (Kind.ENTER not in near or is_like_words(place.code))):
        return 0
    return 60 if Kind.ENTER in near else 45


def asks_for(below: str) -> bool:
    """Tell whether a line tells to enter digits or a code.

    Args:
        below: The line.
    """
    kinds = {word.kind for word in words_of(SENTENCE_END.split(below)[0].lower())}
    return Kind.ENTER in kinds and not kinds.isdisjoint(CODES) and kinds.isdisjoint((*SPOILERS, Kind.NOT))


def is_label_of_another(words: Sequence[Word]) -> bool:
    """Tell whether the words above a number are the name of something else.

    Args:
        words: They.
    """
    kinds = [word.kind for word in words] or [None]
    if kinds[-1] in (*SPOILERS, Kind.NUMBER) or _is_spoiled(words):
        return True
    return kinds[0] in SPOILERS and PROVING.isdisjoint(kinds)


def _is_spoiled(words: Sequence[Word]) -> bool:
    """Tell whether words are about something that makes a code another: an offer, a door, a parcel."""
    kinds = {word.kind for word in words}
    return Kind.OFFER in kinds or (Kind.NO_CODE in kinds and STRICTLY_PROVING.isdisjoint(kinds))


def _is_to_be_entered(sentence: str, before: Sequence[Word], right: str) -> bool:
    is_named = sentence.rstrip().endswith((":", "："))
    near = (
        *(before if is_named else before[-3:]),
        *words_of(first_sentence(right))[:5],
    )
    return any(word.kind is Kind.ENTER for word in near) or _is_confirmed_with(before)


def _is_confirmed_with(before: Sequence[Word]) -> bool:
    """Tell whether the words before a number are such as "confirm with"."""
    kinds = [word.kind for word in before[-4:]]
    return kinds[-1:] == [Kind.WITH] and not PROVING.isdisjoint(kinds)


def _kinds_after(right: str) -> set[Kind | None]:
    rest = first_sentence(right)
    return {word.kind for word in words_of(rest)[:6]}


def _is_of_another(name: Sequence[Word], above: Sequence[str]) -> bool:
    """Tell whether a short name stands under that of something else: a voucher's PIN, a meeting's."""
    if not above or len(name) > 2 or not PROVING.isdisjoint(word.kind for word in name):
        return False
    return any(word.kind in (Kind.OFFER, Kind.NO_CODE) for word in words_of(above[0].lower()))
