"""Taking a mail apart: its header fields, and the plain text and the page in it.

Each mail that comes in is read here, so it is read by hand: the standard library's parser goes over every
part and field, which takes ten times as long, and very long for a mail that was made to last.
"""

import re
from binascii import Error, a2b_base64, a2b_qp
from codecs import lookup
from collections.abc import Iterator
from email.header import decode_header

_LONGEST_FIELD = 100_000
"""Bytes of a header field that are read."""
_DEEPEST = 10
_MOST_LINES = 10_000
"""Lines that look like one between two parts."""
_MOST_PARTS = 100
"""Parts that are looked at for text; real mails have it among their first three."""

_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
_KNOWN = re.compile(
    rb"^(subject|content-(?:type|transfer-encoding|disposition))[ \t]*:(.*+(?:\n[ \t].*+)*+)",
    re.IGNORECASE | re.MULTILINE,
)
_BOUNDARY = re.compile(rb"""\bboundary\s{0,9}=\s{0,9}(?:"([^"]+)"|([^\s;"]+))""", re.IGNORECASE)
_CHARSET = re.compile(
    rb"""\bcharset\*?\s{0,9}=\s{0,9}"?(?:[\w-]{1,40}'[\w-]{0,20}')?([\w.:-]+)""", re.IGNORECASE
)

# What is said to be in the one is often written in the other, which is larger.
_LARGER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "iso8859-1": "cp1252",
    "euc_kr": "cp949",
    "big5": "cp950",
}
_NO_CHARSETS = frozenset(("idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"))
"""Codecs of Python's own that no mail is written in; some take for ever."""


class TooDeepError(Exception):
    """A mail has part within part, deeper than anybody's."""


class Forms:
    """A body in the forms that it has: as plain text, as a page, or both."""

    __slots__ = ("page", "plain")

    def __init__(self, plain: str | None = None, page: str | None = None) -> None:
        self.plain = plain
        self.page = page


def split(raw: bytes) -> tuple[bytes, bytes]:
    """Return the header and the body of a mail or a part; what does not begin with a field is all body.

    Args:
        raw: The mail or part.
    """
    if not _FIELD.match(raw):
        return b"", raw.removeprefix(b"\r").removeprefix(b"\n")
    end = raw.find(b"\n\r\n")
    if (bare := raw.find(b"\n\n", 0, len(raw) if end < 0 else end)) >= 0:
        return raw[:bare], raw[bare + 2 :]
    return (raw, b"") if end < 0 else (raw[:end], raw[end + 3 :])


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
    if "=?" not in text:
        return text
    try:
        words = decode_header(text)
    except Exception:  # such as a word of base64 without its end
        return text
    return "".join(
        word if isinstance(word, str) else decoded(word, charset or "utf-8") for word, charset in words
    )


def forms(known: dict[bytes, bytes], body: bytes) -> Forms:
    """Return what a body says, in the forms that it has.

    Args:
        known: The fields that tell how it is to be read.
        body: The body.

    Raises:
        TooDeepError: It has part within part, deeper than anybody's.
    """
    return _forms(known, body, 0, iter(range(_MOST_PARTS)))


def _forms(known: dict[bytes, bytes], body: bytes, depth: int, left: Iterator[int]) -> Forms:
    """Return the forms of a part; of parts that follow one another those of the first that has any."""
    if depth > _DEEPEST:
        raise TooDeepError
    sort = known.get(b"content-type", b"text/plain")[:_LONGEST_FIELD]
    name = sort.partition(b";")[0].strip().lower()
    found = Forms()
    if known.get(b"content-disposition", b"").strip().lower().startswith(b"attachment"):
        return found
    if name.startswith(b"multipart/"):
        if not (boundary := _BOUNDARY.search(sort)):
            return Forms(decoded(body, "utf-8"))
        for part in _parts(body, b"--" + (boundary[1] or boundary[2])):
            if next(left, None) is None:
                break
            head, content = split(part)
            one = _forms(known_fields(head), content, depth + 1, left)
            found.plain = one.plain if found.plain is None else found.plain
            found.page = one.page if found.page is None else found.page
            both = found.page is not None and found.plain is not None
            if both or (name != b"multipart/alternative" and (found.page or found.plain)):
                break
    elif name == b"text/html":
        found.page = _content(known, sort, body)
    elif name in (b"text/plain", b"") or b"/" not in name:
        found.plain = _content(known, sort, body)
    return found


def _parts(body: bytes, line: bytes) -> Iterator[bytes]:
    """Yield what stands between the lines that say so, up to the one that says it is the last."""
    start = None
    for at, after in _lines(body, line):
        if start is not None:
            yield body[start : max(at - 1, start)].removesuffix(b"\r")
        if body.startswith(b"--", at + len(line)):
            return
        start = after
    if start is not None:
        yield body[start:]


def _lines(body: bytes, line: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each line stands that is this one, be it with `--` after it, and where the next begins."""
    at = 0 if body.startswith(line) else body.find(b"\n" + line) + 1
    for _ in range(_MOST_LINES if at or body.startswith(line) else 0):
        after = body.find(b"\n", at)
        after = len(body) if after < 0 else after + 1
        if body[at + len(line) : after].strip() in (b"", b"--"):
            yield at, after
        at = body.find(b"\n" + line, after - 1) + 1
        if not at:
            return


def _content(known: dict[bytes, bytes], sort: bytes, body: bytes) -> str:
    way = known.get(b"content-transfer-encoding", b"").strip().lower()
    if way == b"quoted-printable":
        body = a2b_qp(body)
    elif way == b"base64":
        body = _base64(body)
    charset = _CHARSET.search(sort)
    return decoded(body, charset[1].decode("ascii", "replace") if charset else "utf-8").replace("\r\n", "\n")


def _base64(body: bytes) -> bytes:
    for content in (body, body.rstrip(b"=\r\n ") + b"==", body.rstrip(b"=\r\n ")[:-1] + b"=="):
        try:
            return a2b_base64(content)
        except Error:
            continue
    return body


def decoded(content: bytes, charset: str) -> str:
    """Return bytes as text: in the charset that was named, in UTF-8, or as far as they can be read.

    Args:
        content: The bytes.
        charset: The charset that they are said to be in, whether or not there is such a one.
    """
    try:
        name = lookup(charset.lower().removeprefix("x-").removesuffix("-i")).name
    except (LookupError, ValueError):
        name = "utf-8"
    if name in _NO_CHARSETS:
        name = "utf-8"
    for encoding in (_LARGER.get(name, name), "utf-8"):
        try:
            return content.decode(encoding)
        except (LookupError, ValueError):
            continue
    try:
        return content.decode(_LARGER.get(name, name), "replace")
    except (LookupError, ValueError):  # such as Python's "hex", which is no charset
        return content.decode("utf-8", "replace")
