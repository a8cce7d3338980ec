"""Finding the code in a mail: pure, from text to text.

What looks like a code is one if words say so: those before it in its sentence, those after it, or, where
it stands alone on its line, those of the lines around it and of the subject.
"""

import re
from collections.abc import Sequence
from itertools import chain

from devmail.finding.code_kinds import CODES, PROVING, SAYS_SO, SPOILERS, STRICTLY_PROVING, Kind
from devmail.finding.code_lexer import Word, words_of
from devmail.finding.code_places import Place, digits, places, plain
from devmail.finding.code_sentences import (
    REFUSED,
    SENTENCE_END,
    SURE,
    Topic,
    first_sentence,
    is_readers_code,
    named,
    named_after,
    tells,
)

_DATE = re.compile(
    r"(?:19|20)\d\d(?:-?(?:0[1-9]|1[0-2])(?:(?:0[1-9]|[12]\d|3[01]))?)?"
    r"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d|\d\d[ -]\d\d"
)
_DAY = re.compile(r"\d{1,2}(?:\.|st|nd|rd|th|er|º)? (?:de |of )?[^\W\d_]{3,12}\.?,? (?:de )?$|[^\W\d_]{3,12} \d{1,2}, $")
_UNIT = re.compile(
    r"\s{0,2}(?:[%€$£¥￥元円圆원₽₹₺年月日号號人階층개]|秒|分[钟鐘間]?(?!享)|小[时時]|時間|초|분|시간|회(?!원)|ポイント"
    r"|(?:eur|usd|gbp|jpy|yen|chf|kr|kč|zł|tl|rub|руб|грн|ft|lei|mxn|brl|cad|aud|nzd|sek|nok|dkk|pln|euros?"
    r"|seconds|secs?|minutes|mins?|hours?|days?|sekunden|minuten|points|miles|punkte|members|users|items|times"
    r"|bytes|[kmgt]b|kwh|km|kg|ml|coins|credits|ريال|درهم|جنيه)\b)",
    re.IGNORECASE,
)
_CURRENCY = re.compile(
    r"(?:\b(?:eur|usd|gbp|jpy|chf|rp|rs|pln|kr|tl|inr|cad|aud)|r\$|nt\$)\.?\s?$", re.IGNORECASE
)
_WORDLIKE = re.compile(r"[A-Za-z]{4,}\d{1,4}")
_LETTERS = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
_NEAR = 600
"""Characters of a text that are near its subject."""
_BEGINNING = 3000
"""Characters of a text in which a mail says what it is about."""


def find_code(subject: str, text: str) -> str | None:
    """Return the code that a mail brings, or None.

    Args:
        subject: The mail's subject.
        text: Its body as text.

    Returns:
        Digits without the space or dash between them; letters and digits as they stand.
    """
    subject, text = plain(subject), plain(text)
    topic: Topic | None = None
    found: list[tuple[Place, int]] = []
    for place in chain(places(subject), places(text)):
        topic = topic or Topic.of(subject, text)
        score = 0 if topic.offers and not topic.tells else _score(place, topic, text)
        found.append((place, score))
        if score >= SURE and not any(one.alone for one, _ in found):
            return digits(place.code)
    if topic is None or (topic.offers and not topic.tells):
        return None
    return _of_all(found, text)


def _of_all(found: Sequence[tuple[Place, int]], text: str) -> str | None:
    """Return the code among all that looks like one, if there is one."""
    alone = {digits(place.code) for place, _ in found if place.alone}
    listed = {one for one in alone if sum(len(one) == len(other) for other in alone) > 2}
    found = [(place, score) for place, score in found if not place.alone or digits(place.code) not in listed]
    place, score = max(found, key=lambda one: one[1], default=(None, 0))
    code = place.code if place is not None and score > 0 else None
    if code is None:
        meant = next((place.code for place, _ in found if _may_be_meant(place)), None)
        code = meant if meant is not None and _speaks_of_a_code(text) else None
    if code is None:
        unnamed = {digits(place.code) for place, _ in found if place.alone and _may_stand_unnamed(place)}
        code = unnamed.pop() if len(unnamed) == 1 else None
    return None if code is None else digits(code)


def _score(place: Place, topic: Topic, text: str) -> int:
    """Return how surely a place is that of the mail's code: more than 0 if it is at all."""
    score = _score_named(place, topic)
    return score if score and _is_proven(place, topic, text) else 0


def _is_proven(place: Place, topic: Topic, text: str) -> bool:
    """Tell whether a number called a code is for proving who one is, by the mail's subject or words near it."""
    if topic.tells or topic.proves:
        return True
    lines = place.above()
    if place.alone:
        near = [" ".join((*lines[:1], place.below()))]
    else:
        left, right = place.sentence()
        near = [f"{SENTENCE_END.split(left)[-1]} {first_sentence(right)}"]
    if not topic.other:
        near += lines if place.text is text else [text[:_NEAR]]
        words = words_of(near[0].lower())
        if is_readers_code(words) or (place.alone and _is_asked_for(lines, words)):
            return True
        near.append(place.below())
    kinds = STRICTLY_PROVING if topic.other else SAYS_SO
    return any(word.kind in kinds for line in near for word in words_of(line.lower()))


def _is_asked_for(above: Sequence[str], words: Sequence[Word]) -> bool:
    """Tell whether the line above a number alone tells to enter what follows."""
    kinds = {word.kind for word in words}
    return bool(above) and above[0].rstrip().endswith((":", "：")) and Kind.ENTER in kinds and kinds.isdisjoint(SPOILERS)


def _score_named(place: Place, topic: Topic) -> int:
    """Return how surely a place is that of a code, whatever that is for."""
    if _is_counted(place) or _is_masked(place):
        return 0
    if _WORDLIKE.fullmatch(place.code) and not (topic.tells or topic.proves):
        return 0
    date = _DATE.fullmatch(place.code) is not None
    if place.alone:
        return _score_alone(place, topic, date)
    left, right = place.sentence()
    sentence = SENTENCE_END.split(left)[-1]
    words = words_of(sentence.lower())
    score = named(sentence, words, topic)
    if score == REFUSED:
        return 0
    if not score:
        score = named_after(sentence, words, right)
    if score and (after := _kinds_after(right)):
        if Kind.OFFER in after:
            return 0
        score -= 30 if Kind.NOT in after else 0
    if score and len(words) < 3 and _is_of_another(place.above()) and PROVING.isdisjoint(w.kind for w in words):
        return 0
    if _is_year_of_date(place):
        return 0
    if (date and score < 90) or (_LETTERS.fullmatch(place.code) and score < SURE):
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
        score = named(sentence, words, topic)
        is_label = len(words) < 5 or above.rstrip()[-1:] in (":", "：")
        if score > 0:
            return 100
        if score == REFUSED and is_label and _is_label_of_another(words):
            return 0
        if tells(above):
            return 98
    if date and not topic.tells:
        return 0
    below = place.below()
    if any(map(tells, lines[1:])) and not date:
        return 88
    if (tells(below) or _asks_for(below)) and not date:
        return 86
    if topic.tells:
        return 40 if date else 80
    near = {word.kind for line in (*lines, below) for word in words_of(line.lower())}
    if date or _LETTERS.fullmatch(place.code):
        return 0
    return 60 if Kind.ENTER in near else 45


def _asks_for(below: str) -> bool:
    """Tell whether a line tells to enter the digits or the code above it."""
    kinds = {word.kind for word in words_of(SENTENCE_END.split(below)[0].lower())}
    return Kind.ENTER in kinds and not kinds.isdisjoint(CODES) and kinds.isdisjoint((*SPOILERS, Kind.NOT))


def _is_label_of_another(words: Sequence[Word]) -> bool:
    kinds = [word.kind for word in words]
    return (
        kinds[-1] in SPOILERS or (kinds[0] in SPOILERS and PROVING.isdisjoint(kinds)) or Kind.OFFER in kinds
    )


def _speaks_of_a_code(text: str) -> bool:
    return any(map(tells, text[:_BEGINNING].split("\n")))


def _may_be_meant(place: Place) -> bool:
    """Tell whether a number alone may be the code that a mail speaks of elsewhere."""
    if not place.alone or _is_counted(place) or _DATE.fullmatch(place.code) or _LETTERS.fullmatch(place.code):
        return False
    words = words_of(above[0].lower()) if (above := place.above()) else []
    return not words or (len(words) > 3 and not _is_label_of_another(words))


def _may_stand_unnamed(place: Place) -> bool:
    """Tell whether a number alone is the code for its form only: 6 digits of which nothing is said."""
    if not re.fullmatch(r"\d{6}", digits(place.code)) or _is_counted(place):
        return False
    words = words_of(above[0].lower()) if (above := place.above()) else []
    return not words or not _is_label_of_another(words)


def _is_counted(place: Place) -> bool:
    """Tell whether a number is so much of something."""
    return _UNIT.match(place.right) is not None or _CURRENCY.search(place.left) is not None


def _is_year_of_date(place: Place) -> bool:
    """Tell whether a number is the year of a day and a month."""
    return place.code[:2] in ("19", "20") and len(place.code) == 4 and _DAY.search(place.left) is not None


def _is_masked(place: Place) -> bool:
    """Tell whether stars stand for what is before a number, as for the most of a card's."""
    before = len(place.left) - len(place.left.rstrip("*"))
    return before > len(place.right) - len(place.right.lstrip("*"))


def _is_to_be_entered(sentence: str, before: Sequence[Word], right: str) -> bool:
    is_named = sentence.rstrip().endswith((":", "："))
    near = (
        *(before if is_named else before[-3:]),
        *words_of(first_sentence(right))[:5],
    )
    return any(word.kind is Kind.ENTER for word in near)


def _kinds_after(right: str) -> set[Kind | None]:
    rest = first_sentence(right)
    return {word.kind for word in words_of(rest)[:6]}


def _is_of_another(above: Sequence[str]) -> bool:
    """Tell whether a short label stands under one of something else: a voucher's PIN, a meeting's."""
    kinds = {word.kind for word in words_of(above[0].lower())} if above else set()
    return Kind.OFFER in kinds or Kind.NO_CODE in kinds
