"""The words of a text and what each says of a number beside it, as `words.toml` lists them."""

import re
import tomllib
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

TABLES = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))

Kind = IntEnum(
    "Kind",
    "CODE LOGIN_CODE CONFIRMATION_CODE PASSWORD DIGITS CODES OTHER ENDING OFFER LABEL ACCOUNT NUMBER VERIFY "
    "IS ENTER LOGIN CONFIRM MINUTES YOUR THIS ONCE OF WITH FOR NOT",
)
"""What a word says of a number beside it; `words.toml` explains each."""
NAMES = (Kind.CODE, Kind.LOGIN_CODE, Kind.CONFIRMATION_CODE)  # of a code
NEAR_NAMES = (Kind.PASSWORD, Kind.DIGITS, Kind.CODES)  # of a code only right beside it
SPOILERS = (Kind.OFFER, Kind.OTHER, Kind.ENDING, Kind.LABEL, Kind.ACCOUNT)  # of something else
AUTH = frozenset((Kind.LOGIN, Kind.VERIFY, Kind.ONCE, Kind.LOGIN_CODE))  # where you prove who you are
PROOF = AUTH | {Kind.CONFIRM, Kind.CONFIRMATION_CODE}  # there, or where a booking is confirmed
_PURPOSES = (Kind.ONCE, Kind.VERIFY, Kind.LOGIN, Kind.CONFIRM)
_BEFORE_CODE = (*_PURPOSES, Kind.THIS, Kind.PASSWORD)
_BEFORE_NUMBER = (*NAMES, *NEAR_NAMES, Kind.LOGIN, Kind.CONFIRM, Kind.YOUR, Kind.THIS, Kind.ENTER)


def _listed(table: str) -> dict[str, Kind]:
    kinds = reversed(TABLES[table].items())  # of a word listed twice, the first counts
    return {word: Kind[kind] for kind, words in kinds for word in words.split()}


def _within() -> str:
    """Return the pattern that finds words in scripts that put no spaces between them."""
    groups = []
    for kind, patterns in TABLES["unspaced"].items():
        pattern = "|".join(patterns.split())
        for purpose, words in TABLES["purposes"].items():
            pattern = pattern.replace(f"<{purpose}>", words)
        groups.append(f"(?P<{kind}>{pattern})")
    return "|".join(groups)


_WORDS = _listed("words")
_BEGINNINGS: dict[str, list[tuple[str, Kind]]] = {}
for _beginning, _kind in sorted(_listed("beginnings").items(), key=lambda one: -len(one[0])):
    _BEGINNINGS.setdefault(_beginning[:4], []).append((_beginning, _kind))
_ENDINGS = {kind: tuple(words.split()) for kind, words in TABLES["endings"].items()}
_CODE_ENDINGS = (*_ENDINGS["CODE"], *_ENDINGS["SHORT"], *_ENDINGS["PASSWORD"])

_UNSPACED = r"\u0900-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_LETTER = rf"[^\W\d_{_UNSPACED}]"
_WORD = rf"(?:\b2-?)?{_LETTER}++(?:['’_.-]{_LETTER}++)*+"
_TOKEN = re.compile(rf"(?=[{_UNSPACED}〒])(?:{_within()})|{_WORD}")
_JOINTS = re.compile("['’-]")


class Word(NamedTuple):
    """A word of a text."""

    start: int
    end: int
    kind: Kind | None


@lru_cache(maxsize=128)  # a line is asked for again and again, for each number near it
def words_of(text: str) -> Sequence[Word]:
    """Return the words of a text in lower case, in their order."""
    words = [
        Word(found.start(), found.end(), Kind[found.lastgroup] if found.lastgroup else _kind_of(found[0]))
        for found in _TOKEN.finditer(text)
    ]
    for at, word in enumerate(words):
        if word.kind is Kind.NUMBER:
            words[at] = word._replace(kind=_kind_of_number(words, at))
    return words


def kinds_of(text: str) -> list[Kind | None]:
    """Return what the words of a text in lower case say, in their order."""
    return [word.kind for word in words_of(text)]


def _kind_of_number(words: list[Word], at: int) -> Kind:
    """Tell a verification number from that of an order."""
    beside = [word.kind for word in (*words[max(at - 1, 0) : at], *words[at + 1 : at + 3])]
    if Kind.VERIFY in beside:
        return Kind.LOGIN_CODE
    if Kind.CONFIRM in beside and any(word.kind is Kind.ENTER for word in words[max(at - 4, 0) : at]):
        return Kind.CODE
    return Kind.NUMBER if at and words[at - 1].kind in _BEFORE_NUMBER else Kind.LABEL


@lru_cache(maxsize=4096)
def _kind_of(word: str) -> Kind | None:
    if (kind := _WORDS.get(word)) is not None:
        return kind
    if not word.isalpha():
        return _kind_of_joined(word)
    fits = (of for beginning, of in _BEGINNINGS.get(word[:4], ()) if word.startswith(beginning))
    kind = next(fits, None)
    if kind not in (None, *_BEFORE_CODE) or not word.endswith(_CODE_ENDINGS) or word in _ENDINGS["NONE"]:
        return Kind.LABEL if kind is None and word.endswith(_ENDINGS["LABEL"]) else kind
    if kind is None:
        return None if word.endswith(_ENDINGS["SHORT"]) else Kind.OTHER
    if word.endswith(_ENDINGS["PASSWORD"]):
        return Kind.LOGIN_CODE if kind is Kind.ONCE else Kind.PASSWORD
    if kind is Kind.CONFIRM:
        return Kind.CONFIRMATION_CODE
    return Kind.LOGIN_CODE if kind in _PURPOSES else Kind.CODE


def _kind_of_joined(word: str) -> Kind | None:
    """Return what words say that a mark joins: "l'ordine", "PIN-Code"."""
    kinds = [_kind_of(part) for part in _JOINTS.split(word) if part and part != word]
    if kinds and kinds[-1] in NAMES:
        is_login = not PROOF.isdisjoint(kinds)
        return next((kind for kind in SPOILERS if kind in kinds), Kind.LOGIN_CODE if is_login else Kind.CODE)
    return next((kind for kind in (*SPOILERS, *_PURPOSES) if kind in kinds), None)
