"""What a mail is about, as far as that tells whether it brings a code."""

import re
from typing import NamedTuple

from devmail.finder.code_kinds import CODES, PROVING, STRICTLY_PROVING, Kind
from devmail.finder.code_lexer import words_of
from devmail.finder.code_sentences import tell

_PERCENT = re.compile(r"\d ?[%％]|% ?\d")
_BEGINNING = 2000
"""Characters of a text in which a mail says what it is about."""


class Topic(NamedTuple):
    """What a mail is about."""

    tells: bool
    """That it brings a code."""
    proves: bool
    """That it is about proving who one is."""
    other: bool
    """That it is about something else, such as a parcel or a meeting."""
    elsewhere: bool
    """That its subject says so."""
    offers: bool
    """That something is cheaper."""
    text: str
    """What it says."""

    @property
    def expects(self) -> bool:
        """Whether a code may be expected: the subject says so, or is about proving who one is."""
        return self.tells or self.proves

    @classmethod
    def of(cls, subject: str, text: str) -> "Topic":
        """Return what a mail's subject says, or where that says nothing of it, how it begins."""
        words = words_of(subject.lower())
        kinds = {word.kind for word in words}
        if _PERCENT.search(subject):
            kinds.add(Kind.OFFER)
        strictly = not STRICTLY_PROVING.isdisjoint(kinds)
        tells = tell(words) and (strictly or Kind.OFFER not in kinds)
        spoilers = (Kind.OFFER, Kind.NO_CODE, *((Kind.LABEL,) if kinds.isdisjoint(CODES) else ()))
        other = not (tells or strictly) and not kinds.isdisjoint(spoilers)
        if not (tells or strictly or other):
            began = [word.kind for word in words_of(text[:_BEGINNING].lower())]
            others = sum(kind is Kind.NO_CODE for kind in began)
            proofs = sum(kind in STRICTLY_PROVING for kind in began)
            other = others > proofs + (2 if Kind.CONFIRMED in kinds else 1)
        elsewhere = other and Kind.NO_CODE in kinds
        proves = not other and not PROVING.isdisjoint(kinds)
        return cls(tells, proves, other, elsewhere, Kind.OFFER in kinds, text)
