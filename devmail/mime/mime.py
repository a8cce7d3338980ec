"""Taking a mail apart: its header fields, and the plain text and the page in it.

Each mail that comes in is read here, so it is read by hand: the standard library's parser goes over every
part and field, which takes ten times as long, and very long for a mail that was made to last.
"""

import re
from collections.abc import Iterator

from devmail.mime.charsets import decoded
from devmail.mime.encoded_words import decoded_words
from devmail.mime.layout import Boundaries, head_and_body
from devmail.mime.transfer import unwrapped

_LONGEST_FIELD = 100_000
"""Bytes of a header field that are read."""
_DEEPEST = 10
_MOST_PARTS = 100
"""Parts that are looked at for text; real mails have it among their first three."""

_KNOWN = re.compile(
    rb"^(subject|content-(?:type|transfer-encoding|disposition))[ \t]*:(.*+(?:\n[ \t].*+)*+)",
    re.IGNORECASE | re.MULTILINE,
)
_BOUNDARY = re.compile(rb"""\bboundary\s{0,9}=\s{0,9}(?:"([^"]+)"|([^\s;"]+))""", re.IGNORECASE)
_CHARSET = re.compile(
    rb"""\bcharset\*?\s{0,9}=\s{0,9}"?(?:[\w-]{1,40}'[\w-]{0,20}')?([\w.:-]+)""", re.IGNORECASE
)


class TooDeepError(Exception):
    """A mail has part within part, deeper than anybody's."""


class Forms:
    """A body in the forms that it has: as plain text, as a page, or both."""

    __slots__ = ("page", "plain")

    def __init__(self, plain: str | None = None, page: str | None = None) -> None:
        self.plain = plain
        self.page = page


def split(raw: bytes) -> tuple[bytes, int]:
    """Return the header of a mail, and where its body begins.

    Args:
        raw: The mail.
    """
    end, body = head_and_body(raw, 0, len(raw))
    return raw[:end], body


def fields(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each field of a header, name and value, with its lines as one.

    Args:
        head: The header.
    """
    name, lines = b"", [b""]
    for line in head.split(b"\n"):
        if line[:1] in (b" ", b"\t"):
            lines.append(line.rstrip(b"\r"))
            continue
        if name:
            yield name, b"".join(lines)
        name, _, value = line.partition(b":")
        name, lines = name.strip(), [value.rstrip(b"\r")]
    if name:
        yield name, b"".join(lines)


def known_fields(head: bytes) -> dict[bytes, bytes]:
    """Return the fields that are needed to read a body, by name in lower case; of several the first.

    Args:
        head: The header.
    """
    found: dict[bytes, bytes] = {}
    for field in _KNOWN.finditer(head):
        value = field[2][:_LONGEST_FIELD].replace(b"\r", b"").replace(b"\n", b"")
        found.setdefault(field[1].lower(), value)
    return found


def value_text(sent: bytes) -> str:
    """Return a field's value, decoded as far as it can be; its bytes may be plain UTF-8.

    Args:
        sent: The value as it was received.
    """
    text = sent[:_LONGEST_FIELD].decode("utf-8", "replace").strip().replace("\r", "")
    return decoded_words(text) if "=?" in text else text


def forms(raw: bytes, known: dict[bytes, bytes], start: int) -> Forms:
    """Return what a mail says, in the forms that it has.

    Args:
        raw: The mail.
        known: The fields that tell how its body is to be read.
        start: Where its body begins.

    Raises:
        TooDeepError: It has part within part, deeper than anybody's.
    """
    return _Reading(raw).forms(known, start, len(raw), 0)


class _Reading:
    """The reading of one mail, part by part, as far as anybody's go."""

    __slots__ = ("_boundaries", "_left", "_raw")

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._boundaries = Boundaries(raw)
        self._left = _MOST_PARTS

    def forms(self, known: dict[bytes, bytes], start: int, end: int, depth: int) -> Forms:
        """Return the forms of a part; of parts that follow one another those of the first that has any."""
        if depth > _DEEPEST:
            raise TooDeepError
        sort = known.get(b"content-type", b"text/plain")[:_LONGEST_FIELD]
        name = sort.partition(b";")[0].strip().lower()
        if known.get(b"content-disposition", b"").strip().lower().startswith(b"attachment"):
            return Forms()
        if name.startswith(b"multipart/"):
            if boundary := _BOUNDARY.search(sort):
                inside = self._boundaries.between(start, end, boundary[1] or boundary[2])
                return self._forms_of_parts(name, inside, depth)
            return Forms(decoded(self._raw[start:end], "utf-8"))
        if name == b"text/html":
            return Forms(page=self._text(known, sort, start, end))
        if name in (b"text/plain", b"") or b"/" not in name:
            return Forms(self._text(known, sort, start, end))
        return Forms()

    def _forms_of_parts(self, name: bytes, parts: Iterator[tuple[int, int]], depth: int) -> Forms:
        found = Forms()
        for start, end in parts:
            if not self._left:
                break
            self._left -= 1
            head, body = head_and_body(self._raw, start, end)
            one = self.forms(known_fields(self._raw[start:head]), body, end, depth + 1)
            found.plain = one.plain if found.plain is None else found.plain
            found.page = one.page if found.page is None else found.page
            both = found.page is not None and found.plain is not None
            if both or (name != b"multipart/alternative" and (found.page or found.plain)):
                break
        return found

    def _text(self, known: dict[bytes, bytes], sort: bytes, start: int, end: int) -> str:
        held = unwrapped(self._raw[start:end], known.get(b"content-transfer-encoding", b""))
        charset = _CHARSET.search(sort)
        name = charset[1].decode("ascii", "replace") if charset else "utf-8"
        return decoded(held, name).replace("\r\n", "\n")
