"""Whether what is called a code proves who one is: doors, parcels and meetings have codes too."""

from collections.abc import Sequence

from devmail.finder.code_kinds import CODES, SAYS_SO, SPOILERS, STRICTLY_PROVING, SURE_CODES, Kind
from devmail.finder.code_lexer import Word, words_of
from devmail.finder.code_numbers import is_like_words
from devmail.finder.code_places import Place
from devmail.finder.code_sentences import SENTENCE_END, first_sentence, is_readers_code
from devmail.finder.code_topic import Topic

_NEAR = 600
"""Characters of a text that are near its subject."""
_SERVING = (Kind.PROOF, Kind.ONCE)
"""Kinds of words for what a code serves: a parcel's, too, may be called that of verification."""
_COLONS = (":", "：")


def is_proven(place: Place, topic: Topic, *, named: bool) -> bool:
    """Tell whether a number called a code proves who one is, by the mail's subject or the words near it.

    Args:
        place: Where the number stands.
        topic: What the mail is about.
        named: Whether it is called a code, rather than just entered or alone.
    """
    above, below = place.above(), place.below()
    if place.alone:
        name = above[0] if above else ""
        own = f"{name} {'' if _forbids(below) else below}"
    else:
        left, right = place.sentence()
        name = SENTENCE_END.split(left)[-1]
        own = f"{name} {first_sentence(right)}"
    words = words_of(own.lower())
    kinds = {word.kind for word in words}
    if not kinds.isdisjoint(_SERVING if topic.elsewhere else STRICTLY_PROVING):
        return True
    if topic.tells:
        return True
    if Kind.NO_CODE in kinds and not place.alone:
        return _is_to_confirm(words)
    if topic.proves:
        return True
    if topic.other or not named:
        return _is_to_confirm(words)
    if is_like_words(place.code):
        return False
    if not SAYS_SO.isdisjoint(kinds) or _is_for_a_password(words) or is_readers_code(words):
        return True
    if _is_asked_for(name):
        return True
    near = (*above, below) if above or below else (topic.text[:_NEAR],)
    return any(_proves(words_of(part.lower())) for line in near for part in SENTENCE_END.split(line))


def _proves(words: Sequence[Word]) -> bool:
    kinds = {word.kind for word in words}
    return Kind.NOT not in kinds and not SAYS_SO.isdisjoint(kinds)


def _forbids(line: str) -> bool:
    return any(word.kind is Kind.NOT for word in words_of(line.lower()))


def _is_for_a_password(words: Sequence[Word]) -> bool:
    """Tell whether words are about a code and a password: the one serves to change the other."""
    kinds = {word.kind for word in words}
    return Kind.PASSWORD in kinds and not kinds.isdisjoint(SURE_CODES) and kinds.isdisjoint(SPOILERS)


def _is_to_confirm(words: Sequence[Word]) -> bool:
    """Tell whether something is to be confirmed with a code: a confirmation code may be a booking's."""
    kinds = [word.kind for word in words]
    return any(
        kind is Kind.CONFIRMED and not any(near in CODES for near in kinds[max(at - 2, 0) : at + 2])
        for at, kind in enumerate(kinds)
    )


def _is_asked_for(name: str) -> bool:
    """Tell whether what is before a number tells to enter what follows."""
    kinds = {word.kind for word in words_of(name.lower())}
    return name.rstrip().endswith(_COLONS) and Kind.ENTER in kinds and kinds.isdisjoint(SPOILERS)
