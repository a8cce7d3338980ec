"""What looks like a code in a text, and what stands around it."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from devmail.finder.patterns import Pattern

_SHAPES = (
    r"\d(?: [|·•] \d){3,7}|\d \d \d(?: ?[–-] ?|  {1,2})\d \d \d|\d(?: {1,3}\d){3,7}|\d(?:[·-]\d){3,7}",
    r"\d{3}(?:[ –·-]|  | {1,2}[–-] {1,2})\d{3}(?:[ -]\d\d(?=[.,)]?\s*$))?",
    r"\d{4}(?:[ –·-]|  | {1,2}[–-] {1,2})\d{4}",
    r"\d\d( {1,2}|[–·-])\d\d\2\d\d(?:\2\d\d)?|\d\d[ -]\d{3}[ -]\d{3}",
    r"\d{3} \d{4}|\d{3}-\d{2,4}|\d{4}-\d{2,3}|\d\d-\d{2,4}",
    r"[A-Z]{1,2}-\d{4,8}",
    # With a digit in it, or written large in a group or two of a length.
    r"(?=[A-Z ]{0,14}\d)[A-Z0-9](?: [A-Z0-9]){5,7}",
    r"(?=[A-Z ]{0,8}\d)(?=\d{0,4} ?\d{0,4}[A-Z])[A-Z0-9]{4} [A-Z0-9]{4}(?! [A-Z0-9]{4})",
    r"(?=[A-Z ]{0,6}\d)(?=\d{0,3} ?\d{0,3}[A-Z])[A-Z0-9]{3} [A-Z0-9]{3}(?! [A-Z0-9]{3})",
    r"(?=[A-Za-z–-]{0,14}\d)[A-Za-z0-9]{2,6}(?:[–-][A-Za-z0-9]{2,6}){1,2}",
    r"(?=[A-Za-z]{0,9}\d)[A-Za-z0-9]{4,10}",
    r"[A-Z]{3}(?:[–-][A-Z]{3}){1,2}|[A-Z]{4}(?:[–-][A-Z]{4}){1,2}|[A-Z]{5}[–-][A-Z]{5}|[A-Z]{6,8}",
)
# Not a part of a longer word, number, date, time, price, address or link.
_CANDIDATE = Pattern(
    r"(?<![.,/+#$€£¥￥₩₹№@&=%?-])(?<!\d[: ])(?<!\d, )(?<![$€£¥￥₩₹№#] )(?<!\w\[)(?<![A-Za-z0-9]_)"
    rf"(\d{{5,8}}(?![\w-])|{'|'.join(_SHAPES)}|\d{{4}})"
    r"(?![A-Za-z0-9/@=&%~+-]|[.:_]\w|,\w(?!\d?[分秒小]))"
    r"(?<!\d{4}(?= \d{3}))(?<!\d{3}(?= \d{3}\b))(?! \d{4} \d{4})",
    re.ASCII | re.MULTILINE,
)
# What each candidate has in it: a digit, or large letters. To look for this first is ten times as quick.
_SPOT = re.compile(r"[0-9A-Z](?:(?<=[0-9])|[A-Z]{2}|(?: [A-Z0-9]){3})")
_LETTERS = re.compile(r"[A-Za-z0-9-]+")
_NUMBER = re.compile(r"[A-Za-z0-9.:,/@+&=%?#~_-]+")
_IN_TOKEN = frozenset("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_MARKS = " \t\r*_[](){}【】「」『』〈〉《》<>«»\"'“”„‘’`.:：|!>–—=-"
_ODD = Pattern(
    r"[０-９Ａ-Ｚａ-ｚ٠-٩۰-۹०-९০-৯๐-๙\u00a0\u00ad\u2000-\u2012\u2015\u2028-\u202f\u2060-\u2069\u2212\u3000\ufeff－İ]"
)
"""Digits, letters, spaces and dashes that ASCII has too, and characters that are not seen."""

_PREFIXED = re.compile(r"[A-Z]{1,2}-(\d{4,8})")

_SAYS = re.compile(r"[^\W_]")
_BESIDE = re.compile(
    r"^\W{0,3}(?:です|となります|になります|입니다|이에요|예요)|^ {0,3}(?:\([^)]*\)|（[^）]*）)\s*$"
)
"""What may stand beside a code that is alone: that it is so, or a remark in brackets."""
_ENDS = (".", ":", "!", "?", "。", "：", ";")
_LONG = 50
"""Characters of a line that is broken because it is full."""
_BETWEEN = re.compile(r"[ |·•–-]")
_NEAR = 150
"""Characters before and after a code in which a word tells of it."""
_MOST = 200
"""Numbers that are looked at: a mail of more than these brings a list, not a code."""


class Place(NamedTuple):
    """Where something stands that looks like a code."""

    code: str
    left: str
    """What is before it in its line."""
    right: str
    """What is after it in its line."""
    alone: bool
    """Whether nothing is."""
    text: str = ""
    begin: int = 0
    """Where its line begins in the text."""
    end: int = 0

    def sentence(self) -> tuple[str, str]:
        """Return what is before it and after it, with that of a long line that goes on in the next."""
        stop = self.end + len(self.right)
        before = _sentence_before(self.text, self.begin)
        return _last_cell(before + self.left), self.right + _sentence_after(self.text, self.begin, stop)

    def above(self) -> list[str]:
        """Return the three lines before its own that are not empty, the nearest first."""
        lines = self.text[max(self.begin - 5 * _NEAR, 0) : self.begin].split("\n")
        return [line for line in reversed(lines) if line.strip(_MARKS + "#")][:3]

    def below(self) -> str:
        """Return the line after its own that is not empty."""
        return self.text[self.end : self.end + 3 * _NEAR].lstrip(_MARKS + "\n").partition("\n")[0]


def plain(text: str) -> str:
    """Return text with digits, spaces and dashes as ASCII has them, and nothing that is not seen.

    A letter and its accent are one, however they were written.

    Args:
        text: Any text.
    """
    if text.isascii():
        return text
    return _ODD.sub(lambda odd: _as_in_ascii(odd[0]), unicodedata.normalize("NFC", text))


def _as_in_ascii(odd: str) -> str:
    if (digit := unicodedata.decimal(odd, None)) is not None:
        return str(digit)
    if (category := unicodedata.category(odd)) in ("Pd", "Sm"):
        return "-"
    if category == "Zs":
        return " "
    return "" if category == "Cf" else "I" if odd == "İ" else unicodedata.normalize("NFKC", odd)


def places(text: str) -> Iterator[Place]:
    """Return what looks like a code, in its order.

    Args:
        text: As `plain` returns it.
    """
    return places_of(_candidates(text), text)


def places_of(matches: Iterator[re.Match[str]], text: str) -> Iterator[Place]:
    """Yield the places of what was found in a text.

    Args:
        matches: What was found; the first group of each is what looks like a code.
        text: The text.
    """
    for match in islice(matches, _MOST):
        (start, end), code = match.span(), match[1]
        begin = text.rfind("\n", max(start - _NEAR, 0), start) + 1 or max(start - _NEAR, 0)
        stop = text.find("\n", end, end + _NEAR)
        stop = stop if stop >= 0 else end + _NEAR
        left, right = text[begin:start], text[end:stop]
        alone = not (_SAYS.search(left) or _SAYS.search(_BESIDE.sub("", right)))
        yield Place(code, left, right, alone, text, begin, end)


def _candidates(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while spot := _SPOT.search(text, at):
        start = spot.start()
        while start > at and text[start - 1] in _IN_TOKEN:
            start -= 1
        match = _CANDIDATE.match(text, start)
        if match and (match[1].isalnum() or _well_grouped(match[1])):
            yield match
        rest = _NUMBER if spot[0].isdecimal() else _LETTERS
        at = (match or rest.match(text, spot.start()) or spot).end()


def _last_cell(left: str) -> str:
    """Return what is in the same cell as a number, or in the one before it where it has one of its own."""
    end = len(left.rstrip())
    return left[left.rfind("  ", 0, end) + 1 :]


def _sentence_before(text: str, begin: int) -> str:
    """Return the end of a long line before another that goes on with its sentence."""
    line = text[max(begin - _NEAR, 0) : max(begin - 1, 0)].rpartition("\n")[2]
    return f"{line} " if len(line) > _LONG and not line.rstrip().endswith(_ENDS) else ""


def _sentence_after(text: str, begin: int, stop: int) -> str:
    """Return the beginning of the line that goes on with the sentence of a long one."""
    if stop - begin <= _LONG or text[begin:stop].rstrip().endswith(_ENDS):
        return ""
    return f" {text[stop + 1 : stop + _NEAR].partition(chr(10))[0]}"


def digits(code: str) -> str:
    """Return a code as it is to be entered: digits alone; with letters, the dashes stay.

    Args:
        code: As it was found.
    """
    bare = _BETWEEN.sub("", code)
    if bare.isdecimal():
        return bare
    if prefixed := _PREFIXED.fullmatch(code):
        return prefixed[1]
    return code.replace(" ", "").replace("–", "-")


def _well_grouped(code: str) -> bool:
    """Tell whether its groups are of a code: letters in groups of one length, digits in two, or in pairs."""
    if _PREFIXED.fullmatch(code):
        return True
    groups = re.split("[–-]", code)
    if _BETWEEN.sub("", code).isdecimal():
        return len(groups) < 3 or len(groups[0]) < 3
    return len(set(map(len, groups))) == 1
