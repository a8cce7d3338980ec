"""The words of a text that say what a number is."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from devmail.finder.code_kinds import CODES, PROVING, SPOILERS, SURE_CODES, Kind
from devmail.finder.code_scripts import WITHIN
from devmail.finder.code_stems import BEGINNINGS, ENDINGS, ENDINGS_OF_MANY_WORDS, NOT_SO, NUMBERS, PASSWORDS
from devmail.finder.code_words import WORDS
from devmail.finder.patterns import Pattern

_UNSPACED = r"\u0900-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_LETTER = rf"[^\W\d_{_UNSPACED}]"
_WORD = rf"{_LETTER}++(?:['’_.-]{_LETTER}++)*+"
_LATIN = re.compile(r"[a-z]++(?:['_.-][a-z]++)*+")
_SPACED = Pattern(_WORD)
_HAS_UNSPACED = Pattern(f"[{_UNSPACED}〒]")
_TOKEN = Pattern(
    rf"(?=[{_UNSPACED}〒])(?:"
    + "|".join(f"(?P<{kind.name}>{pattern})" for kind, pattern in WITHIN.items())
    + f")|{_WORD}"
)
_GROUPS = {kind.name: kind for kind in WITHIN}
_A_NUMBER = re.compile(r"\.|:? ?[\d#]")
_JOINS = re.compile("['’-]")
_JOINED = (Kind.ONCE, Kind.CHECK, Kind.PROOF, Kind.CONFIRMED)
_BEFORE_CODES = (*_JOINED, Kind.THIS, Kind.PASSWORD)
_BEFORE_NUMBERS = (*CODES, Kind.PROOF, Kind.CONFIRMED, Kind.YOURS, Kind.THIS, Kind.ENTER)
_PROVING_CODES: dict[Kind | None, Kind] = {
    Kind.ONCE: Kind.PROVING_CODE,
    Kind.CHECK: Kind.PROVING_CODE,
    Kind.PROOF: Kind.PROVING_CODE,
    Kind.CONFIRMED: Kind.CONFIRMING_CODE,
}
_KINDS = {word: kind for kind, words in reversed(WORDS.items()) for word in words.split()}
_STEMS: dict[str, list[tuple[str, Kind]]] = {}
for _kind, _stems in BEGINNINGS.items():
    for _stem in _stems.split():
        _STEMS.setdefault(_stem[:4], []).append((_stem, _kind))
for _found in _STEMS.values():
    _found.sort(key=lambda one: -len(one[0]))


class Word(NamedTuple):
    """A word of a text: where it stands, and what it says."""

    start: int
    end: int
    kind: Kind | None


@lru_cache(maxsize=128)  # a line is asked for again and again, for each number near it
def words_of(text: str) -> Sequence[Word]:
    """Return the words of a text, in their order.

    Args:
        text: In lower case.
    """
    if text.isascii() or not _HAS_UNSPACED.search(text):
        found = (_LATIN if text.isascii() else _SPACED).finditer(text)
        words = [Word(word.start(), word.end(), _kind_of(word[0])) for word in found]
    else:
        words = [
            Word(word.start(), word.end(), _GROUPS[word.lastgroup] if word.lastgroup else _kind_of(word[0]))
            for word in _TOKEN.finditer(text)
        ]
    for at, word in enumerate(words):
        if word.kind is Kind.NUMBER:
            is_no = text[word.start : word.end] == "no"
            kind = _kind_of_no(words, at, text) if is_no else _kind_of_number(words, at)
            words[at] = word._replace(kind=kind)
    return words


def _kind_of_no(words: list[Word], at: int, text: str) -> Kind | None:
    """Return what "no" says: that a number follows, or that there is no code; in some languages neither."""
    if _A_NUMBER.match(text, words[at].end):
        return Kind.LABEL
    following = words[at + 1].kind if at + 1 < len(words) else None
    return Kind.NOT if following in (*CODES, *PROVING) else None


def _kind_of_number(words: list[Word], at: int) -> Kind:
    """Return what a number is, such as a verification number, by what is before and after it."""
    beside = [word.kind for word in (*words[max(at - 1, 0) : at], *words[at + 1 : at + 3])]
    if Kind.CHECK in beside:
        return Kind.PROVING_CODE
    if Kind.CONFIRMED in beside and any(word.kind is Kind.ENTER for word in words[max(at - 4, 0) : at]):
        return Kind.CODE
    return Kind.NUMBER if at and words[at - 1].kind in _BEFORE_NUMBERS else Kind.LABEL


@lru_cache(maxsize=4096)
def _kind_of(word: str) -> Kind | None:
    if (kind := _KINDS.get(word)) is not None:
        return kind
    if not word.isalpha():
        return _kind_of_joined(word)
    for stem, of_stem in _STEMS.get(word[:4], ()):
        if word.startswith(stem):
            kind = of_stem
            break
    if word.endswith(ENDINGS) and (kind is None or kind in _BEFORE_CODES) and word not in NOT_SO:
        if kind is None:
            return None if word.endswith(ENDINGS_OF_MANY_WORDS) else Kind.NO_CODE
        if word.endswith(PASSWORDS):
            return Kind.PROVING_CODE if kind is Kind.ONCE else Kind.PASSWORD
        return _PROVING_CODES.get(kind, Kind.CODE)
    return Kind.LABEL if kind is None and word.endswith(NUMBERS) else kind


def _kind_of_joined(word: str) -> Kind | None:
    """Return the kind of words that a mark joins: "l'ordine", "PIN-Code", "don't"."""
    if word.endswith(("n't", "n’t")):
        return Kind.NOT
    if "_" in word or "." in word:  # the name of something in a program, such as otp_store, or an address
        return None
    parts = [part for part in _JOINS.split(word) if part]
    kinds = [_kind_of(part) for part in parts if part != word]
    if kinds and kinds[-1] in SURE_CODES:
        is_proving = not PROVING.isdisjoint(kinds)
        return next(
            (kind for kind in SPOILERS if kind in kinds), Kind.PROVING_CODE if is_proving else Kind.CODE
        )
    return next((kind for kind in (*SPOILERS, *_JOINED) if kind in kinds), None)
