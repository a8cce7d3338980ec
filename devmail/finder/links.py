"""The links of a mail, and the one it asks to follow: to log in, verify, reset, confirm or accept."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, unquote, urlsplit

from devmail.finder.words import TABLES
from devmail.mime.html_page import Link
from devmail.mime.message import content, page_text

_MOST = 200
_NEAR = 100
_SECRET = 2  # the score of a link that has a secret and of which nothing else is known
_URL = re.compile(r"https?://[!#-;=?-~]{4,2000}")
_LOCAL = re.compile(r"https?://(?:localhost|127\.[\d.]+|\[::1\]|0\.0\.0\.0|[\w-]+\.local(?:host)?)[:/]")
_URL_AND_BEFORE = re.compile(r"^.*://\S*")
_MARKS = " \t\r<>()[]*:：-–—>»→"
_LAST_SENTENCE = re.compile(r"[.!?]\s|[。！？]")
_KEY = re.compile(
    r".*(?:token|code|key|secret|sig|hash|otp|invit|ticket|auth|magic)|[tkcehpqs]|tk|id|uid|sid|jwt|nonce|cle|clave",
    re.IGNORECASE,
)
_NO_KEY = re.compile(r"utm_|lang|locale|ref|source|campaign|next|redirect|return|from|e?mail", re.IGNORECASE)
_RANDOM = re.compile(
    r"(?=\D*\d)(?=[^A-Za-z]*[A-Za-z])[\w.~=:+-]{5,}|(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])[\w.~=:+-]{12,}|[\w.~=:+]{24,}",
    re.ASCII,
)
_WORDS = re.compile(r"[a-z]+(?:[_.-][a-z]+)+|v?[a-z]*(?:[-_.][a-z]+)*[-_.]?(?:19|20)?\d{1,2}", re.IGNORECASE)
_SAYS = {
    name: re.compile(pattern.replace("\n", ""), re.IGNORECASE) for name, pattern in TABLES["links"].items()
}
_acts, _about, _other = _SAYS["acts"].search, _SAYS["about"].search, _SAYS["other"].search


def links_of(raw: bytes) -> tuple[str, ...]:
    """Return the http and https links of a mail in their order, each once."""
    _, text, links, page = content(raw)
    of_page = [] if page is None else page_text(page)[1]
    found = (*links, *links_in(text), *of_page)
    return tuple(
        dict.fromkeys(link.url for link in found if link.url.lower().startswith(("http:", "https:")))
    )


def find_link(links: Sequence[Link], subject: str = "") -> str | None:
    """Return the link that a mail asks to follow, or None.

    It has a secret, and its words or its path say that it logs in, verifies, resets, confirms or accepts;
    or it is the only link that has one, and the subject speaks of a link, or the mail says and links
    nothing else, or the link leads to this machine, where programs are tried out.
    """
    scores = {link.url: score for link in reversed(links[:_MOST]) if (score := _score(link))}
    url, best = max(reversed(scores.items()), key=lambda scored: scored[1], default=("", 0))
    if best > _SECRET:
        return url
    if len(scores) != 1:
        return None
    is_bare = len(links) == 1 and not re.search(r"\w", "".join(links[0][:3]))
    is_spoken_of = best == _SECRET and _acts(subject) and _SAYS["link"].search(subject)
    return url if is_bare or _LOCAL.match(url) or is_spoken_of else None


def links_in(text: str) -> Iterator[Link]:
    """Yield the links of a plain text in their order, with what is said before and after each."""
    for match in _URL.finditer(text):
        above = text[max(match.start() - 3 * _NEAR, 0) : match.start()].split("\n")
        lines = [_URL_AND_BEFORE.sub("", line) for line in above if line.strip(_MARKS)][-2:]
        words = _LAST_SENTENCE.split(lines[-1].rstrip(_MARKS + ".!?。！？"))[-1] if lines else ""
        if len(words) >= 50 or not (_acts(words) or _about(words) or _other(words)):
            words = ""
        before = " ".join(" ".join(lines).removesuffix(words).split())[-2 * _NEAR :]
        after = text[match.end() : match.end() + _NEAR].partition("://")[0].partition("\n")[0]
        url = match[0].rstrip(".,;:!?'*_}")
        yield Link(before, words, " ".join(after.split()), url if "(" in url else url.rstrip(")"))


def _score(link: Link) -> int:
    """Score how surely a link is the one to follow: above `_SECRET` if it is."""
    try:
        parts = urlsplit(link.url)
        query = [one for one in parse_qsl(parts.query, max_num_fields=50) if not _NO_KEY.match(one[0])]
    except ValueError:  # such as a host in brackets that is none
        return 0
    where = unquote(f"{parts.path}?{parts.query}#{parts.fragment}")[:500]
    values = [*parts.path.split("/"), *re.split("[/=&?]", parts.fragment), *(value for _, value in query)]
    given = [(name, value) for name, value in query if len(value) > 3]
    has_key = any(_KEY.fullmatch(name) for name, _ in given)
    is_local = _LOCAL.match(link.url) and any(value.isdecimal() and len(value) > 5 for value in values)
    secret = 2 if any(map(_is_random, values)) else int(bool(has_key or is_local))
    said = "://" not in link.words and bool(_acts(link.words) or _about(link.words))
    has_number = said and any(map(str.isdecimal, "".join(value for _, value in given)))
    is_other = _SAYS["overrides"].search if said else _other
    if parts.scheme not in ("http", "https") or not (secret or has_number) or is_other(link.words):
        return 0
    above = f"{link.before} {link.words}"[-2 * _NEAR :]
    if _SAYS["other_path"].search(where) or _SAYS["not_you"].search(above):
        return 0
    leads = bool(_acts(where) or _SAYS["path"].search(where))
    is_unnamed = not link.words or "://" in link.words or _SAYS["unnamed"].fullmatch(link.words)
    near = f"{link.before[-_NEAR:]} {link.after}"
    around = not said and is_unnamed and bool(_acts(near) or _about(near))
    return secret + 2 * said + 2 * leads + bool(around)


def _is_random(value: str) -> bool:
    return bool(_RANDOM.fullmatch(value[:500]) and not _WORDS.fullmatch(value[:500]))
