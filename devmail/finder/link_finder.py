"""Finding the link that a mail asks to follow: to log in, verify, reset, confirm or accept. Pure."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import parse_qsl, unquote, urlsplit

from devmail.finder.link_words import (
    DOES,
    DOES_MORE_THAN_THAT,
    DOES_SOMETHING_ELSE,
    IF_NOT_YOU,
    IS_ABOUT,
    LEADS_ELSEWHERE,
    LEADS_IN,
    NAMES_NOTHING,
    SPEAKS_OF_A_LINK,
)
from devmail.finder.patterns import Pattern
from devmail.mime.html_page import Link

_URL = re.compile(r"https?://[!-;=?-~]{4,2000}")
_MOST = 200
_LONGEST = 500
_LEAST = 2
"""What a link with a secret scores of which nothing else is known."""
_MARKS = " \t\r<>()[]*:：-–—>»→"
_LAST_SENTENCE = re.compile(r"[.!?]\s|[。！？]")
_NEAR = 100
"""Characters before a link in which a word tells of it."""

_KEY = Pattern(
    r"(?:.*(?:token|code|key|secret|sig|hash|otp|invit|ticket|auth|magic)|[tkcehpqs]|tk|id|uid|sid|jwt|nonce|cle|clave)",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"utm_|lang|locale|ref|source|campaign|next|redirect|return|from|e?mail", re.IGNORECASE
)
_RANDOM = Pattern(
    r"(?=\D*\d)(?=[^A-Za-z]*[A-Za-z])[\w.~=+-]{5,}|(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])[\w.~=+-]{12,}|[\w.~=+]{24,}",
    re.ASCII,
)
_WORDS = re.compile(r"[a-z]+(?:[_.-][a-z]+)+", re.IGNORECASE)
_NAME_AND_NUMBER = re.compile(r"v?[a-z]*(?:[-_.][a-z]+)*[-_.]?(?:19|20)?\d{1,2}", re.IGNORECASE)


def find_link(links: Iterable[Link], subject: str = "") -> str | None:
    """Return the link that a mail asks to follow, or None.

    It has a secret in it, and what is said of it, or the link itself, tells that it logs in, verifies,
    resets, confirms or accepts; or the subject speaks of a link that does, and no other link has a secret.

    Args:
        links: The links of the mail, in their order.
        subject: The mail's subject.
    """
    best, url = _LEAST, None
    secret: set[str] = set()
    for link in islice(links, _MOST):
        if (score := _score(link)) > best:
            best, url = score, link.url
        elif score == _LEAST:
            secret.add(link.url)
    if len(secret) == 1 and url is None and DOES.search(subject) and SPEAKS_OF_A_LINK.search(subject):
        return secret.pop()
    return url


def links_in(text: str) -> Iterator[Link]:
    """Yield the links of a plain text, in their order.

    Args:
        text: The text.
    """
    for match in _URL.finditer(text):
        begin = text.rfind("\n", max(match.start() - _NEAR, 0), match.start()) + 1 or max(
            match.start() - _NEAR, 0
        )
        line = _after_links(text[begin : match.start()])
        above = _URL.sub("", text[max(begin - 2 * _NEAR, 0) : begin]).rstrip(_MARKS + "\n")
        if not line.strip(_MARKS):
            above, _, line = above.rpartition("\n")
            line = _after_links(line)
        url = match[0].rstrip(".,;:!?'\"*_")
        if url.endswith(")") and "(" not in url:
            url = url.rstrip(")")
        words = _LAST_SENTENCE.split(line.rstrip(_MARKS + ".!?。！？"))[-1]
        is_label = len(words) < 50 and any(
            kind.search(words) for kind in (DOES, IS_ABOUT, DOES_SOMETHING_ELSE)
        )
        before = f"{above} {line}".removesuffix(words if is_label else "")
        after = text[match.end() : match.end() + _NEAR].partition("://")[0].partition("\n")[0]
        yield Link(
            " ".join(before.split())[-2 * _NEAR :], words if is_label else "", " ".join(after.split()), url
        )


def _after_links(text: str) -> str:
    return text[text.rfind("://") + 3 :].partition(" ")[2] if "://" in text else text


def _score(link: Link) -> int:
    """Return how surely a link is the one to follow; more than 2 if it is at all."""
    try:
        parts = urlsplit(link.url)
        query = parse_qsl(parts.query, max_num_fields=50)
    except ValueError:  # such as a host in brackets that is none
        return 0
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return 0
    where = unquote(f"{parts.path}?{parts.query}#{parts.fragment}")[:_LONGEST]
    secret = _secret([*parts.path.split("/"), *re.split("[/=&?]", parts.fragment)], query)
    said = "://" not in link.words and bool(DOES.search(link.words) or IS_ABOUT.search(link.words))
    if LEADS_ELSEWHERE.search(where) or not (secret or (said and _has_number(query))):
        return 0
    if not (secret or said) or (DOES_MORE_THAN_THAT if said else DOES_SOMETHING_ELSE).search(link.words):
        return 0
    if IF_NOT_YOU.search(f"{link.before} {link.words}"[-2 * _NEAR :]):
        return 0
    leads = bool(DOES.search(where) or LEADS_IN.search(where))
    near = f"{link.before[-_NEAR:]} {link.after}"
    around = not said and _is_unnamed(link.words) and bool(DOES.search(near) or IS_ABOUT.search(near))
    return secret + 2 * said + 2 * leads + around


def _has_number(query: list[tuple[str, str]]) -> bool:
    """Tell whether a link brings something of its own that may be a secret, however short."""
    return any(
        len(value) > 3 and any(mark.isdecimal() for mark in value)
        for name, value in query
        if not _SAYS_NOTHING.match(name)
    )


def _is_random(value: str) -> bool:
    return bool(
        _RANDOM.fullmatch(value) and not _NAME_AND_NUMBER.fullmatch(value) and not _WORDS.fullmatch(value)
    )


def _is_unnamed(words: str) -> bool:
    return not words or "://" in words or NAMES_NOTHING.fullmatch(words) is not None


def _secret(parts: list[str], query: list[tuple[str, str]]) -> int:
    """Return how much it looks as if a link has a secret in it: 2 for sure, 1 for a number in its place."""
    telling = [(name, value) for name, value in query if not _SAYS_NOTHING.match(name)]
    values = [value[:_LONGEST] for value in (*parts, *(value for _, value in telling))]
    if any(map(_is_random, values)):
        return 2
    return int(any(_KEY.fullmatch(name) and len(value) > 3 for name, value in telling))
