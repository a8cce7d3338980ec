"""What the words of a sentence say of a number in it: that it is a code, something else, or nothing."""

import re
from collections.abc import Iterator, Sequence

from devmail.finder.code_kinds import (
    CODES,
    NEAR_CODES,
    PROVING,
    SPOILERS,
    STRICTLY_PROVING,
    SURE_CODES,
    Kind,
)
from devmail.finder.code_lexer import Word, words_of

SENTENCE_END = re.compile(r"[.!?](?=\s|$)|[。！？\]】|]")
_CLOSING = " )]】」』»”\"'*"
"""Marks after a number that are none after a sentence."""
_NAMES = (":", "：", "=", "—", "–", "-")
"""Marks between what is named and its code."""
_KNOWN = frozenset((*PROVING, *CODES, Kind.ENTER, Kind.YOURS))
_COMMA_MARKS = frozenset(",，、;；")
_REFUSING = (Kind.OFFER, Kind.NO_CODE, Kind.END)
"""What a number is that has one of these before it, be it a code's name that comes before that."""
_DASHES = ("-", "–", "—")
_COMMAS = (", ", "，", "、", ";", "；")
SURE = 95
"""As sure as can be that a number is the code."""
REFUSED = -1
"""A number is called something else."""
_RIGHT_AFTER = 14
"""Characters between a word such as "is" and what it says."""
_FARTHEST = 7
"""Words between a word for a code and the code."""


def named(sentence: str, words: Sequence[Word], *, expected: bool) -> int:
    """Return how surely the words before a number name it as a code; `REFUSED` if as something else.

    Args:
        sentence: What is before the number.
        words: The words of that.
        expected: Whether the mail's subject is such that a code may be expected.
    """
    if not words:
        return 0
    tail = sentence[words[-1].end :]
    if tail == ":" and sentence.isascii() and words[-1].kind in (None, *SPOILERS):
        return REFUSED  # such as the port of a host
    if any(word.kind is Kind.IS and _says_so(sentence, word) for word in words[-2:]) or any(
        mark in tail for mark in _NAMES
    ):
        if _is_another_label(sentence, words) and not expected:
            return REFUSED
        comma = max(sentence.rfind(mark) for mark in _COMMAS)
        near = [word for word in words if word.start > comma and word.kind in (*CODES, *SPOILERS)]
        if _is_offered(words):
            return REFUSED
        codes = [word for word in near or words if word.kind in CODES]
        if any(not _is_spoiled(words, words.index(word)) for word in codes):
            return SURE - 10 if tail.strip() in _DASHES else SURE
        return REFUSED if any(word.kind in SPOILERS for word in words) else 0
    if sentence.endswith("  ") and _is_another_label(sentence, words) and not expected:
        return REFUSED
    return REFUSED if _is_offered(words) else _nearest(sentence, words)


def _is_offered(words: Sequence[Word]) -> bool:
    """Tell whether words are about something cheaper and not about proving who one is."""
    kinds = {word.kind for word in words}
    return Kind.OFFER in kinds and STRICTLY_PROVING.isdisjoint(kinds)


def _says_so(sentence: str, word: Word) -> bool:
    """Tell whether a word says what comes right after it; "to", which is Polish too, not in "1 to 9"."""
    if sentence[word.start : word.end].lower() == "to" and sentence[: word.start].rstrip()[-1:].isdecimal():
        return False
    between = sentence[word.end :]
    return len(between) <= _RIGHT_AFTER and _COMMA_MARKS.isdisjoint(between)


def _nearest(sentence: str, words: Sequence[Word]) -> int:
    """Return how surely the last word that says anything names a number as a code."""
    for gap, at in enumerate(range(len(words) - 1, max(len(words) - _FARTHEST, -1), -1)):
        word = words[at]
        if word.kind in _REFUSING or (word.kind in SPOILERS and gap == 0):
            return REFUSED
        if word.kind in SURE_CODES or (word.kind in NEAR_CODES and (gap == 0 or _is_once(words, at))):
            between = sentence[word.end :]
            if any(mark.isdecimal() or mark in _COMMA_MARKS for mark in between):
                return 0
            if sum(other.kind is None for other in words[at + 1 :]) > 1:
                return 0
            return REFUSED if _is_spoiled(words, at) else SURE - 10 * gap
    return 0


def first_sentence(right: str) -> str:
    """Return the rest of a number's sentence, in lower case.

    Args:
        right: What is after the number.
    """
    return SENTENCE_END.split(right.lstrip(_CLOSING))[0].lower()


def named_after(sentence: str, before: Sequence[Word], right: str) -> int:
    """Return how surely the words after a number say that it is a code, or as what it is to be entered.

    Args:
        sentence: What is before the number: nothing, or what tells to enter it.
        before: The words of that.
        right: What is after it.
    """
    entered = any(word.kind is Kind.ENTER for word in before[-2:])
    begins = not before or sentence.rstrip()[-1:] in _NAMES
    rest = first_sentence(right)
    words = words_of(rest)
    if not words or rest.lstrip()[:1] in (",", ";", "、", "，"):
        return 0
    says = words[0].kind is Kind.IS or rest.lstrip()[:1] in _NAMES
    if not (begins or entered or (says and len(before) < 4 and all(word.kind is None for word in before))):
        return 0
    for at, word in enumerate(words[: 12 if says or entered else 4]):
        if (word.kind in SURE_CODES or (word.kind in NEAR_CODES and says)) and not _is_spoiled(words, at):
            return 90 if says else 75
        if word.kind in SPOILERS and at == 0:
            return 0
    return 0


def _is_another_label(sentence: str, words: Sequence[Word]) -> bool:
    """Tell whether a short label names a code of which nothing says that it proves who one is."""
    kinds = [word.kind for word in words]
    is_label = sentence.endswith("  ") or sentence.rstrip()[-1:] in (":", "：")
    return (
        is_label
        and 1 < len(words) < 4
        and None in kinds
        and not {*PROVING, Kind.YOURS, Kind.IS}.intersection(kinds)
    )


def _is_spoiled(words: Sequence[Word], at: int) -> bool:
    """Tell whether the words beside a word for a code make it another one, such as a postal code."""
    before = [word.kind for word in _beside(words, at, -1)]
    after = list(_beside(words, at, 1))
    spoilers = _REFUSING if words[at].kind is Kind.PROVING_CODE else SPOILERS
    if (before and before[0] in spoilers) or (after and after[0].kind in SPOILERS):
        return True
    if [word.kind for word in after] == [None, Kind.NO_CODE]:
        return True
    if after and after[0].kind in (Kind.OF, Kind.FOR) and _serves_another(words[at + 2 : at + 5]):
        return True
    if after and after[0].kind is not Kind.OF:
        after = []
    if before and before[0] in PROVING:
        before = before[1:] if before[1:] in ([Kind.OFFER], [Kind.NO_CODE]) else []
    if after and _is_of_unknown(words, at):
        return True
    return any(kind in spoilers for kind in before) or any(word.kind in SPOILERS for word in after)


def _serves_another(words: Sequence[Word]) -> bool:
    """Tell whether the words after "for" are about a door, a parcel or the like."""
    first = next((word.kind for word in words if word.kind not in (Kind.THIS, Kind.YOURS)), None)
    return first in (Kind.NO_CODE, Kind.OFFER)


def _is_of_unknown(words: Sequence[Word], at: int) -> bool:
    """Tell whether a code is that of something of which nothing is known."""
    kinds = [word.kind for word in words[at + 2 : at + 5]]
    return kinds[:1] == [None] and not any(kind in _KNOWN for kind in kinds)


def _beside(words: Sequence[Word], at: int, step: int) -> Iterator[Word]:
    """Yield the two words before or after another, as long as they follow on each other."""
    for next_at in (at + step, at + 2 * step):
        if not 0 <= next_at < len(words):
            return
        first, second = sorted((words[next_at], words[next_at - step]), key=lambda word: word.start)
        if second.start - first.end > 1:
            return
        yield words[next_at]


def is_readers_code(words: Sequence[Word]) -> bool:
    """Tell whether words speak of "your code" as such.

    Args:
        words: The words of a sentence.
    """
    return any(
        word.kind in (*SURE_CODES, Kind.DIGITS)
        and (
            Kind.YOURS in (before := [word.kind for word in words[max(at - 2, 0) : at]])[-1:]
            or before in ([Kind.YOURS, None], [Kind.YOURS, Kind.THIS])
        )
        for at, word in enumerate(words)
    )


def _is_once(words: Sequence[Word], at: int) -> bool:
    """Tell whether a password serves once, as a code does."""
    return any(word.kind is Kind.ONCE for word in words[max(at - 2, 0) : at + 5])


def tells(text: str) -> bool:
    """Tell whether one of a line's sentences says that there is a code.

    Args:
        text: The line.
    """
    return any(tell(words_of(sentence)) for sentence in SENTENCE_END.split(text.lower()))


def tell(words: Sequence[Word]) -> bool:
    """Tell whether words say that there is a code, one that is no postal code or the like.

    Args:
        words: The words of a sentence.
    """
    kinds = {word.kind for word in words}
    if Kind.NOT in kinds or (Kind.OFFER in kinds and STRICTLY_PROVING.isdisjoint(kinds)):
        return False
    return any(
        (word.kind in SURE_CODES or (word.kind in NEAR_CODES and _is_once(words, at)))
        and not _is_spoiled(words, at)
        for at, word in enumerate(words)
    )
