"""How surely a candidate is a mail's code, by the words around it."""

from collections.abc import Sequence

from devmail.finder.candidates import Candidate
from devmail.finder.sentences import (
    REFUSED,
    SENTENCE_END,
    SURE,
    Topic,
    announces,
    asks_for,
    named_after,
    named_before,
    rest_of_sentence,
)
from devmail.finder.words import AUTH, NAMES, NEAR_NAMES, PROOF, SPOILERS, Kind, Word, kinds_of, words_of

_UNNAMED = 60  # the highest score of what nothing names a code
_SAYS_SO = PROOF | {Kind.MINUTES}
_YOURS = ([Kind.YOUR, None], [Kind.YOUR, Kind.THIS])


def score_of(candidate: Candidate, topic: Topic) -> int:
    """Return how surely a candidate is the mail's code: above 0 if it is at all."""
    if candidate.is_another_number():
        return 0
    score = _score_alone(candidate, topic) if candidate.alone else _score_in_sentence(candidate, topic)
    return score if score and _is_proven(candidate, topic, named=score > _UNNAMED) else 0


def _score_in_sentence(candidate: Candidate, topic: Topic) -> int:
    sentence, right = SENTENCE_END.split(candidate.before())[-1], candidate.right
    words = words_of(sentence.lower())
    score = named_before(sentence, words) or named_after(sentence, words, right)
    if score == REFUSED or (score and _is_under_another(words, candidate.above())):
        return 0
    if (candidate.is_date and score < 90) or (candidate.is_letters and score < SURE):
        score = 0
    if score or (candidate.is_date and not topic.announces):
        return score
    before, rest = [word.kind for word in words], kinds_of(rest_of_sentence(right))
    is_entered = Kind.ENTER in (*before[-3:], *rest[:5])
    is_confirmed = before[-1:] == [Kind.WITH] and not PROOF.isdisjoint(before[-4:])
    return 50 if is_entered or is_confirmed else 0


def _score_alone(candidate: Candidate, topic: Topic) -> int:
    """Score a number on a line of its own by the lines around it."""
    above, below = candidate.above(), candidate.below()
    if above:
        sentence = SENTENCE_END.split(above[0].rstrip(" .。:："))[-1] + " :"
        words = words_of(sentence.lower())
        score = named_before(sentence, words)
        if is_label_of_another(words) if score <= 0 else _is_spoiled(words) and not topic.announces:
            return 0
        if score > 0 or announces(above[0]):
            return 100
    if topic.announces:
        return 80
    if candidate.is_date:
        return 0
    if any(map(announces, (*above[1:], below))) or asks_for(below):
        return 80
    is_entered = any(Kind.ENTER in kinds_of(line.lower()) for line in (*above, below))
    return 0 if candidate.is_letters and (not is_entered or candidate.is_like_words) else _UNNAMED


def is_label_of_another(words: Sequence[Word]) -> bool:
    """Return whether the words above a number name something else."""
    kinds = [word.kind for word in words] or [None]
    if kinds[-1] in (*SPOILERS, Kind.NUMBER) or _is_spoiled(words):
        return True
    return kinds[0] in SPOILERS and PROOF.isdisjoint(kinds)


def _is_spoiled(words: Sequence[Word]) -> bool:
    """Return whether words are about what makes a code another: an offer, a door, a parcel."""
    kinds = {word.kind for word in words}
    return Kind.OFFER in kinds or (Kind.OTHER in kinds and AUTH.isdisjoint(kinds))


def _is_under_another(name: Sequence[Word], above: Sequence[str]) -> bool:
    """Return whether a short name is under that of something else: a voucher's PIN, a meeting's."""
    if not above or len(name) > 2 or not PROOF.isdisjoint(word.kind for word in name):
        return False
    return not {Kind.OFFER, Kind.OTHER}.isdisjoint(kinds_of(above[0].lower()))


def _is_proven(candidate: Candidate, topic: Topic, *, named: bool) -> bool:
    """Return whether what is named a code proves who you are: doors, parcels and meetings have codes too."""
    above, below = candidate.above(), candidate.below()
    if candidate.alone:
        name, own = above[0] if above else "", below
    else:
        name, own = SENTENCE_END.split(candidate.before())[-1], rest_of_sentence(candidate.right)
    kinds = kinds_of(f"{name} {own}".lower())
    serving = {Kind.LOGIN, Kind.ONCE} if topic.subject_is_other else AUTH  # a parcel may be verified too
    if topic.announces or not serving.isdisjoint(kinds):
        return True
    if Kind.OTHER in kinds and not candidate.alone:
        return _is_to_confirm(kinds)
    if topic.is_auth:
        return True
    if topic.is_other or not named:
        return _is_to_confirm(kinds)
    if candidate.is_like_words:
        return False
    if not _SAYS_SO.isdisjoint(kinds) or _is_yours(kinds) or Kind.ENTER in kinds_of(name.lower()):
        return True
    near = (*above, below) if above or below else (topic.text[:600],)
    sentences = (kinds_of(part.lower()) for line in near for part in SENTENCE_END.split(line))
    return any(Kind.NOT not in kinds and not _SAYS_SO.isdisjoint(kinds) for kinds in sentences)


def _is_to_confirm(kinds: Sequence[Kind | None]) -> bool:
    """Return whether something is to be confirmed with a code: a confirmation code may be a booking's."""
    return any(
        kind is Kind.CONFIRM and not {*NAMES, *NEAR_NAMES}.intersection(kinds[max(at - 2, 0) : at + 2])
        for at, kind in enumerate(kinds)
    )


def _is_yours(kinds: Sequence[Kind | None]) -> bool:
    """Return whether words speak of "your code" as such."""
    return any(
        kind in (*NAMES, Kind.DIGITS)
        and (Kind.YOUR in kinds[max(at - 1, 0) : at] or kinds[max(at - 2, 0) : at] in _YOURS)
        for at, kind in enumerate(kinds)
    )
