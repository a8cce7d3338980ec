"""What the words of a sentence say of a number in it: that it is a code, something else, or nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from devmail.finder.words import AUTH, NAMES, NEAR_NAMES, PROOF, SPOILERS, Kind, Word, kinds_of, words_of

SENTENCE_END = re.compile(r"[.!?](?=\s|$)|[。！？\]】|]")
COLONS = (":", "：")
SURE = 95  # the score of a number that is named a code
REFUSED = -1  # and of one that is named something else

_CLOSING = " )]】」』»”\"'*"
_MARKS = (*COLONS, "=", "—", "–", "-")  # between a name and its code
_CODES = (*NAMES, *NEAR_NAMES)
_REFUSING = (Kind.OFFER, Kind.OTHER, Kind.ENDING)  # whatever is named before them
_KNOWN = frozenset((*PROOF, *_CODES, Kind.ENTER, Kind.YOUR))
_RIGHT_AFTER = 14  # characters between a word such as "is" and what follows it
_FARTHEST = 7  # words between a code and its name
_BEGINNING = 2000
_PERCENT = re.compile(r"\d ?[%％]|% ?\d")


@dataclass(frozen=True, slots=True)
class Topic:
    """What a mail is about, as far as its subject or its beginning says."""

    announces: bool  # that it brings a code
    is_auth: bool  # that it is for proving who you are
    is_other: bool  # that it is about something else, such as a parcel or a meeting
    subject_is_other: bool
    offers: bool  # that it is about a discount
    text: str

    @classmethod
    def of(cls, subject: str, text: str) -> "Topic":
        words = words_of(subject.lower())
        kinds = {word.kind for word in words}
        offers = Kind.OFFER in kinds or _PERCENT.search(subject) is not None
        strictly = not AUTH.isdisjoint(kinds)
        announces = names_code(words) and (strictly or not offers)
        is_other = not (announces or strictly) and (
            offers or Kind.OTHER in kinds or (Kind.LABEL in kinds and kinds.isdisjoint(_CODES))
        )
        subject_is_other = is_other and Kind.OTHER in kinds
        if not (announces or strictly or is_other):
            began = kinds_of(text[:_BEGINNING].lower())
            proofs = sum(kind in AUTH for kind in began)
            is_other = began.count(Kind.OTHER) > proofs + 1
        is_auth = not is_other and not PROOF.isdisjoint(kinds)
        return cls(announces, is_auth, is_other, subject_is_other, offers and not announces, text)

    @property
    def expects(self) -> bool:
        """Whether the subject lets one expect a code."""
        return self.announces or self.is_auth


def announces(line: str) -> bool:
    """Return whether a sentence of a line says that there is a code."""
    return any(names_code(words_of(sentence)) for sentence in SENTENCE_END.split(line.lower()))


def names_code(words: Sequence[Word]) -> bool:
    """Return whether a sentence says that there is a code that is no postal code or the like."""
    kinds = {word.kind for word in words}
    if Kind.NOT in kinds or (Kind.OFFER in kinds and AUTH.isdisjoint(kinds)):
        return False
    return any(
        (word.kind in NAMES or (word.kind in NEAR_NAMES and _is_once(words, at)))
        and not _is_spoiled(words, at)
        for at, word in enumerate(words)
    )


def asks_for(line: str) -> bool:
    """Return whether a line tells the reader to enter digits or a code."""
    kinds = set(kinds_of(SENTENCE_END.split(line)[0].lower()))
    return Kind.ENTER in kinds and not kinds.isdisjoint(_CODES) and kinds.isdisjoint((*SPOILERS, Kind.NOT))


def rest_of_sentence(right: str) -> str:
    """Return what follows a number in its sentence, in lower case."""
    return SENTENCE_END.split(right.lstrip(_CLOSING))[0].lower()


def named_before(sentence: str, words: Sequence[Word]) -> int:
    """Score the words before a number: above 0 where they name it as a code, `REFUSED` as something else."""
    if not words:
        return 0
    tail = sentence[words[-1].end :]
    if tail == ":" and words[-1].kind in (None, *SPOILERS):
        return REFUSED  # such as the port of a host
    if not any(mark in tail for mark in _MARKS) and not any(_is_said(sentence, word) for word in words[-2:]):
        return _named_nearby(sentence, words)
    if any(
        word.kind in _CODES
        and (word.kind is not Kind.CODES or word is words[-1])  # not as in "codes sent: 371204"
        and not _is_spoiled(words, at)
        for at, word in enumerate(words)
    ):
        return SURE - 10 * (tail.strip() in ("-", "–", "—"))
    return REFUSED if any(word.kind in SPOILERS for word in words) else 0


def _is_said(sentence: str, word: Word) -> bool:
    """Return whether "is" names what follows right after; "to", which is Polish too, does not in "1 to 9"."""
    if word.kind is not Kind.IS or len(sentence) - word.end > _RIGHT_AFTER:
        return False
    return sentence[word.start : word.end] != "to" or not sentence[: word.start].rstrip()[-1:].isdecimal()


def _named_nearby(sentence: str, words: Sequence[Word]) -> int:
    """Score the last word before a number that names anything."""
    for gap, at in enumerate(range(len(words) - 1, max(len(words) - _FARTHEST, -1), -1)):
        word = words[at]
        if word.kind in _REFUSING or (word.kind in SPOILERS and gap == 0):
            return REFUSED
        if word.kind in NAMES or (word.kind in NEAR_NAMES and (gap == 0 or _is_once(words, at))):
            if sum(other.kind is None for other in words[at + 1 :]) > 1 or "<" in sentence[word.end :]:
                return 0
            return REFUSED if _is_spoiled(words, at) else SURE - 10 * gap
    return 0


def named_after(sentence: str, before: Sequence[Word], right: str) -> int:
    """Score the words after a number, as in "482913 is your code" or "enter 482913 as the code"."""
    rest = rest_of_sentence(right)
    words = words_of(rest)
    says = any(word.kind is Kind.IS for word in words[:1]) or rest.lstrip()[:1] in _MARKS
    entered = any(word.kind is Kind.ENTER for word in before[-2:])
    begins = sentence.rstrip()[-1:] in ("", *_MARKS)
    if not (begins or entered or (says and all(word.kind is None for word in before[:4]))):
        return 0
    for at, word in enumerate(words[: 12 if says or entered else 4]):
        if word.kind in NAMES and not _is_spoiled(words, at):
            return 90 if says else 75
        if word.kind in SPOILERS:
            return 0
    return 0


def _is_once(words: Sequence[Word], at: int) -> bool:
    """Return whether a password works once, as a code does."""
    return any(word.kind is Kind.ONCE for word in words[max(at - 2, 0) : at + 5])


def _is_spoiled(words: Sequence[Word], at: int) -> bool:
    """Return whether the words beside the name of a code make it another one, such as a postal code."""
    before, after = _beside(words, at, -1), _beside(words, at, 1)
    if any(kind in SPOILERS for kind in (*before, *after[:1])):
        return True
    of = [word.kind for word in words[at + 2 : at + 5]] if after[:1] == [Kind.OF] else []
    return (
        after == [None, Kind.OTHER]
        or any(kind in SPOILERS for kind in of[:1])
        or (of[:1] == [None] and _KNOWN.isdisjoint(of))
    )


def _beside(words: Sequence[Word], at: int, step: int) -> list[Kind | None]:
    """Return what the two words before or after another say, as long as they follow on each other."""
    kinds: list[Kind | None] = []
    while len(kinds) < 2 and 0 <= at + step < len(words):
        first, second = sorted((words[at], words[at + step]))
        if second.start - first.end > 1:
            break
        at += step
        kinds.append(words[at].kind)
    return kinds
