"""What looks like a code in a text, and what is around it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from devmail.finder.words import TABLES

SHAPES = (
    r"\d(?: [|·•] \d){3,7}|\d \d \d(?: ?[–-] ?|  {1,2})\d \d \d|\d(?: {1,3}\d){3,7}|\d(?:[·-]\d){3,7}",
    r"\d{3}(?:[ –·-]|  | {1,2}[–-] {1,2})\d{3}(?:[ -]\d\d(?=[.,)]?\s*$))?",
    r"\d{4}(?:[ –·-]|  | {1,2}[–-] {1,2})\d{4}",
    r"\d\d( {1,2}|[–·-])\d\d\2\d\d(?:\2\d\d)?|\d\d[ -]\d{3}[ -]\d{3}",
    r"\d{3} \d{4}|\d{3}-\d{2,4}|\d{4}-\d{2,3}|\d\d-\d{2,4}",
    r"[A-Z]{1,2}-\d{4,8}",
    # With a digit in it, or in capitals in a group or two of a length.
    r"(?=[A-Z ]{0,14}\d)[A-Z0-9](?: [A-Z0-9]){5,7}",
    r"(?=[A-Z ]{0,8}\d)(?=\d{0,4} ?\d{0,4}[A-Z])[A-Z0-9]{4} [A-Z0-9]{4}(?! [A-Z0-9]{4})",
    r"(?=[A-Z ]{0,6}\d)(?=\d{0,3} ?\d{0,3}[A-Z])[A-Z0-9]{3} [A-Z0-9]{3}(?! [A-Z0-9]{3})",
    r"(?=[A-Za-z–-]{0,14}\d)[A-Za-z0-9]{2,6}(?:[–-][A-Za-z0-9]{2,6}){1,2}",
    r"(?=[A-Za-z]{0,9}\d)[A-Za-z0-9]{4,10}",
    r"[A-Z]{3}(?:[–-][A-Z]{3}){1,2}|[A-Z]{4}(?:[–-][A-Z]{4}){1,2}|[A-Z]{5}[–-][A-Z]{5}|[A-Z]{6,8}",
)
# Not a part of a longer word, number, date, time, price, address or link.
_CODE = re.compile(
    r"(?<![.,/+#$€£¥￥₩₹№@&=%?-])(?<!\d[: ])(?<!\d, )(?<![$€£¥￥₩₹№#] )(?<!\w\[)(?<![A-Za-z0-9]_)"
    rf"(\d{{5,8}}(?![\w-])|{'|'.join(SHAPES)}|\d{{4}})"
    r"(?![A-Za-z0-9/@=&%~+-]|[.:_]\w|,\w(?!\d?[分秒小]))"
    r"(?<!\d{4}(?= \d{3}))(?<!\d{3}(?= \d{3}\b))(?! \d{4} \d{4})",
    re.ASCII | re.MULTILINE,
)
_SPOT = re.compile(r"[0-9A-Z](?:(?<=[0-9])|[A-Z]{2}|(?: [A-Z0-9]){3})")  # in each; ten times as quick
_REST = re.compile(r"[A-Za-z0-9-]+")
_IN_TOKEN = frozenset("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_BETWEEN = re.compile(r"[ |·•–-]")
_PREFIXED = re.compile(r"[A-Z]{1,2}-(\d{4,8})")
# Digits, letters, spaces and dashes that ASCII has too, and characters that are not seen.
_ODD = re.compile(
    r"[０-９Ａ-Ｚａ-ｚ٠-٩۰-۹०-९০-৯๐-๙\u00a0\u00ad\u2000-\u2012\u2015\u2028-\u202f\u2060-\u2069\u2212\u3000\ufeff－]"
)

_MARKS = " \t\r*_[](){}【】「」『』〈〉《》<>«»\"'“”„‘’`.:：|!>–—=-"
_SAYS = re.compile(r"[^\W_]")
# What may follow a code that is alone: that it is one, or a remark in brackets.
_REMARK = re.compile(
    r"^\W{0,3}(?:です|となります|になります|입니다|이에요|예요)|^ {0,3}(?:\([^)]*\)|（[^）]*）)\s*$"
)
_FULL_LINE = 50
_NEAR = 150
_MOST = 200  # a mail of more numbers than these brings a list, not a code

_DATE = re.compile(
    r"(?:19|20)\d\d(?:-?(?:0[1-9]|1[0-2])(?:-?(?:0[1-9]|[12]\d|3[01]))?)?"
    r"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d|\d\d[ -]\d\d"
)
_MONTH = re.compile(r"\. ?[^\W\d_]{3,12} \d{1,2}\b|\.? ?(?:évi|год|г\.|року)")
_UNIT = re.compile(TABLES["amounts"]["after"].replace("\n", ""), re.IGNORECASE)
_CURRENCY = re.compile(TABLES["amounts"]["before"].replace("\n", ""), re.IGNORECASE)
_SPOKEN = re.compile(r"(?<![A-Za-z])(?=[A-Za-z]{3})[B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]*[AEIOUaeiou]")
_LETTERS_ALONE = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that looks like a code, and where it is."""

    code: str
    left: str  # what is before it in its line
    right: str  # what is after it in its line
    alone: bool  # whether its line says nothing else
    text: str
    begin: int  # where its line begins in the text
    end: int

    def before(self) -> str:
        """Return what is before it, with the full line above that goes on in its own."""
        above = self.text[max(self.begin - _NEAR, 0) : max(self.begin - 1, 0)].rpartition("\n")[2]
        goes_on = len(above) > _FULL_LINE and not above.rstrip().endswith(
            (".", ":", "!", "?", "。", "：", ";")
        )
        left = f"{above} {self.left}" if goes_on else self.left
        cell = left.rfind("  ", 0, len(left.rstrip())) + 1  # its own, or the one before in a row
        return left[cell:]

    def above(self) -> list[str]:
        """Return the three lines before its own that are not empty, the nearest first."""
        lines = self.text[max(self.begin - 5 * _NEAR, 0) : self.begin].split("\n")
        return [line for line in reversed(lines) if line.strip(_MARKS + "#")][:3]

    def below(self) -> str:
        """Return the line after its own that is not empty."""
        return self.text[self.end : self.end + 3 * _NEAR].lstrip(_MARKS + "\n").partition("\n")[0]

    @property
    def entered(self) -> str:
        """The code as it is to be entered: digits alone; with letters, the dashes stay."""
        bare = _BETWEEN.sub("", self.code)
        if bare.isdecimal():
            return bare
        if prefixed := _PREFIXED.fullmatch(self.code):
            return prefixed[1]
        return self.code.replace(" ", "").replace("–", "-")

    @property
    def is_date(self) -> bool:
        """Whether it may be a date or a year."""
        return _DATE.fullmatch(self.code) is not None

    @property
    def is_letters(self) -> bool:
        """Whether it has no digit, as a word has none."""
        return _LETTERS_ALONE.fullmatch(self.code) is not None

    @property
    def is_like_words(self) -> bool:
        """Whether it can be spoken, as a voucher can; a code drawn by lot hardly can."""
        return _SPOKEN.search(self.code) is not None

    def is_another_number(self) -> bool:
        """Return whether it is an amount, the end of a card number, a date's year or a name in a greeting."""
        return bool(
            _UNIT.match(self.right)
            or _CURRENCY.search(self.left)
            or (self.left.endswith("*") and not self.right.startswith("*"))
            or (self.is_date and _MONTH.match(self.right))
            or (self.alone and self.right.strip() in (",", "，", "、", "!", "！"))
        )


def plain(text: str) -> str:
    """Return text with its digits, spaces and dashes as ASCII has them, and nothing that is not seen."""
    if text.isascii():
        return text
    return _ODD.sub(_in_ascii, unicodedata.normalize("NFC", text).replace("İ", "I"))


def _in_ascii(odd: re.Match[str]) -> str:
    alike = {"Nd": str(unicodedata.decimal(odd[0], "")), "Pd": "-", "Sm": "-", "Cf": ""}
    return alike.get(unicodedata.category(odd[0]), unicodedata.normalize("NFKC", odd[0]))


def candidates(text: str) -> Iterator[Candidate]:
    """Yield what looks like a code in a text that `plain` returned, in its order."""
    return candidates_of(_matches(text), text)


def candidates_of(matches: Iterator[re.Match[str]], text: str) -> Iterator[Candidate]:
    """Yield the candidates that a pattern matched with its first group."""
    for match in islice(matches, _MOST):
        start, end = match.span(1)
        begin = text.rfind("\n", max(start - _NEAR, 0), start) + 1 or max(start - _NEAR, 0)
        stop = text.find("\n", end, end + _NEAR)
        left, right = text[begin:start], text[end : stop if stop >= 0 else end + _NEAR]
        alone = not (_SAYS.search(left) or _SAYS.search(_REMARK.sub("", right)))
        yield Candidate(match[1], left, right, alone, text, begin, end)


def _matches(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while spot := _SPOT.search(text, at):
        start = spot.start()
        while start > at and text[start - 1] in _IN_TOKEN:
            start -= 1
        match = _CODE.match(text, start)
        if match and (_PREFIXED.fullmatch(match[1]) or len(set(map(len, re.split("[–-]", match[1])))) == 1):
            yield match  # its groups are of one length
        at = (match or _REST.match(text, spot.start()) or spot).end()
