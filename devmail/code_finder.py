"""Finding the code in a mail: pure, from text to text."""

import re

_WORDS = re.compile(
    r"\b(?:code|otp|pin|passcode|password|verification|verify|token|código|kod|code de|bestätigung\w*)\b"
    r"|認証|確認|コード|验证码|驗證碼|인증",
    re.IGNORECASE,
)
_DIGITS = r"\d{4,8}|\d{3}[ -]\d{3}"
_LETTERS = r"(?=[A-Z0-9-]*\d)[A-Z0-9]{4}(?:-[A-Z0-9]{4}){1,2}"
# Not a part of a longer word, number, date, price or phone number.
_CODE = re.compile(
    rf"(?<![\w.,:/+#$€£¥-])(?<![$€£¥] )({_LETTERS}|{_DIGITS})(?![\w/-]|[.,:]\d|\s?[€$£¥%])", re.ASCII
)
_NEAR = 60
"""Characters between a code and a word that tells of it."""


def find_code(subject: str, text: str) -> str | None:
    """Return the code that a mail brings, or None.

    A code stands alone on a line of the text, or near a word that tells of one.

    Args:
        subject: The mail's subject.
        text: Its body as text.

    Returns:
        Digits without the space or dash between them; letters and digits as they stand.
    """
    told = bool(_WORDS.search(subject) or _WORDS.search(text))
    if told:
        for line in text.splitlines():
            if (match := _CODE.fullmatch(line.strip())) and not _is_year(match[1]):
                return _plain(match[1])
    for part in (subject, text):
        if (code := _near_a_word(part)) is not None:
            return code
    return None


def _near_a_word(text: str) -> str | None:
    """Return the code that is nearest to a word that tells of one."""
    words = [match.span() for match in _WORDS.finditer(text)]
    found = []
    for match in _CODE.finditer(text):
        distance = min((_distance(match.span(1), word) for word in words), default=_NEAR + 1)
        if distance <= _NEAR and not _is_year(match[1]):
            found.append((distance, match.start(), match[1]))
    return _plain(min(found)[2]) if found else None


def _distance(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def _is_year(code: str) -> bool:
    return len(code) == 4 and code[:2] in ("19", "20")


def _plain(code: str) -> str:
    return re.sub(r"[ -]", "", code) if code.replace(" ", "").replace("-", "").isdecimal() else code
