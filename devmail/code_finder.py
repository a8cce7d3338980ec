"""Finding the code in a mail: pure, from text to text."""

import re
from bisect import bisect

_WORDS = re.compile(
    r"\b(?:code|otp|pin|passcode|password|verification|verify|token|código|kod|code de|bestätigung\w*)\b"
    r"|認証|確認|コード|验证码|驗證碼|인증",
    re.IGNORECASE,
)
_DIGITS = r"\d{4,8}|\d{3}[ -]\d{3}"
_USUAL = re.compile(r"\d{3}[ -]?\d{3}", re.ASCII)
_LETTERS = r"(?=[A-Z0-9-]*\d)[A-Z0-9]{4}(?:-[A-Z0-9]{4}){1,2}"
_MONEY = r"(?:[€$£¥%円元원]|(?:USD|EUR|GBP|JPY|yen)\b)"
# Not a part of a longer word, number, date, time or price.
_CODE = re.compile(
    r"(?<![\w.,/+#$€£¥-])(?<!\d:)(?<!localhost:)(?<![$€£¥] )(?<!USD )(?<!EUR )(?<!JPY )"
    rf"({_LETTERS}|{_DIGITS})(?![\w/-]|[.,:]\d|\s?{_MONEY})",
    re.ASCII,
)
_DATE = re.compile(r"(?:19|20)\d\d(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))?")
# Links, addresses, and numbers that are called something else.
_SOMETHING_ELSE = re.compile(
    r"\bhttps?://\S+|(?<!\S)\S+@\S+|\+\d[\d ()-]{6,}"
    r"|(?:\b(?:order|invoice|tracking|phone|tel|call|fax|ticket|case|reference|customer|account)"
    r"|(?:注文|追跡|電話|郵便|会員|伝票|受付|問い合わせ)番号)"
    r"[\s.:：#]{0,4}(?:(?:number|no|nr|id)\b)?(?:\s{1,3}is\b)?[\s.:：#]{0,4}\d[\d -]*",
    re.IGNORECASE | re.ASCII,
)
_NEAR = 60
"""Characters between a code and a word that tells of it."""


def find_code(subject: str, text: str) -> str | None:
    """Return the code that a mail brings, or None.

    A code stands alone on a line of the text, or near a word that tells of one. Where no word
    tells of one, the mail's one line of 6 digits alone is it.

    Args:
        subject: The mail's subject.
        text: Its body as text.

    Returns:
        Digits without the space or dash between them; letters and digits as they stand.
    """
    subject, text = (_SOMETHING_ELSE.sub("\N{BULLET}", part) for part in (subject, text))
    told = bool(_WORDS.search(subject) or _WORDS.search(text))
    if told:
        for line in text.splitlines():
            if (match := _CODE.fullmatch(line.strip())) and not _DATE.fullmatch(match[1]):
                return _plain(match[1])
        for part in (subject, text):
            if (code := _near_a_word(part)) is not None:
                return code
        return None
    alone = {_plain(line) for line in map(str.strip, text.splitlines()) if _USUAL.fullmatch(line)}
    return alone.pop() if len(alone) == 1 else None


def _near_a_word(text: str) -> str | None:
    """Return the code that is nearest to a word that tells of one."""
    words = [match.span() for match in _WORDS.finditer(text)]
    found = []
    for match in _CODE.finditer(text):
        at = bisect(words, match.span(1))
        distance = min(
            (_distance(match.span(1), word) for word in words[max(at - 1, 0) : at + 1]), default=_NEAR + 1
        )
        if distance <= _NEAR and not _DATE.fullmatch(match[1]):
            found.append((distance, match.start(), match[1]))
    return _plain(min(found)[2]) if found else None


def _distance(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def _plain(code: str) -> str:
    return re.sub(r"[ -]", "", code) if code.replace(" ", "").replace("-", "").isdecimal() else code
