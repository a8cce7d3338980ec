"""What a number is by its form and the marks beside it: a date, so much of something, the end of a card."""

import re

from devmail.finder.code_places import Place
from devmail.finder.patterns import Pattern

_DATE = Pattern(
    r"(?:19|20)\d\d(?:-?(?:0[1-9]|1[0-2])(?:(?:0[1-9]|[12]\d|3[01]))?)?"
    r"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d|\d\d[ -]\d\d"
)
_DAY = Pattern(
    r"\d{1,2}(?:\.|st|nd|rd|th|er|º)? (?:de |of )?[^\W\d_]{3,12}\.?,? (?:de )?$|[^\W\d_]{3,12} \d{1,2}, $"
)
_MONTH = re.compile(r"\. ?[^\W\d_]{3,12} \d{1,2}\b|\.? ?(?:évi|год|г\.|року)")
_UNIT = Pattern(
    r"\s{0,2}(?:[%€$£¥￥元円圆원₽₹₺年月日号號人階층개]|秒|分[钟鐘間]?(?!享)|小[时時]|時間|초|분|시간|회(?!원)|ポイント"
    r"|(?:eur|usd|gbp|jpy|yen|chf|kr|kč|zł|tl|rub|руб|грн|ft|lei|mxn|brl|cad|aud|nzd|sek|nok|dkk|pln|euros?"
    r"|seconds|secs?|minutes|mins?|hours?|days?|sekunden|minuten|points|miles|punkte|members|users|items|times"
    r"|bytes|[kmgt]b|kwh|km|kg|ml|coins|credits|ريال|درهم|جنيه)\b)",
    re.IGNORECASE,
)
_CURRENCY = Pattern(
    r"(?:\b(?:eur|usd|gbp|jpy|chf|rp|rs|pln|kr|tl|inr|cad|aud)|r\$|nt\$)\.?\s?$", re.IGNORECASE
)
_THREE_LETTERS = re.compile(r"[A-Za-z]{3,}")
_VOWEL = re.compile(r"[AEIOUaeiou]")
_COMMAS = (",", "，", "、", "!", "！")
_LETTERS = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")


def is_date(code: str) -> bool:
    """Tell whether what looks like a code may be a date or a year.

    Args:
        code: As it was found.
    """
    return _DATE.fullmatch(code) is not None


def is_letters(code: str) -> bool:
    """Tell whether what looks like a code may be a word.

    Args:
        code: As it was found.
    """
    return _LETTERS.fullmatch(code) is not None


def is_counted(place: Place) -> bool:
    """Tell whether a number is so much of something.

    Args:
        place: Where it stands.
    """
    return _UNIT.match(place.right) is not None or _CURRENCY.search(place.left) is not None


def is_masked(place: Place) -> bool:
    """Tell whether stars stand for what is before a number, as for the most of a card's.

    Args:
        place: Where it stands.
    """
    before = len(place.left) - len(place.left.rstrip("*"))
    return before > len(place.right) - len(place.right.lstrip("*"))


def is_like_words(code: str) -> bool:
    """Tell whether a code is made of words, as a voucher's is; one drawn by lot can hardly be spoken.

    Args:
        code: As it was found.
    """
    return any(_VOWEL.search(letters) for letters in _THREE_LETTERS.findall(code))


def is_greeted(place: Place) -> bool:
    """Tell whether what looks like a code is the name of a reader who is greeted with it.

    Args:
        place: Where it stands.
    """
    return place.alone and not place.code.isdecimal() and place.right.strip() in _COMMAS


def is_year_of_date(place: Place) -> bool:
    """Tell whether a number is the year of a day and a month.

    Args:
        place: Where it stands.
    """
    if place.code[:2] not in ("19", "20") or len(place.code) != 4:
        return False
    return _DAY.search(place.left) is not None or _MONTH.match(place.right) is not None
