"""The parts of a mail, however many and however deep: no more is read than is shown.

The standard library's parser goes into each part by a call in a call, and over each line once for each part
that is around it; a mail made for that ends it, or lasts. Here the parts are found by their boundaries, and
only their headers are parsed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32
from itertools import islice
from mimetypes import guess_extension

from devmail.mime.charsets import decoded
from devmail.mime.layout import MOST_LINES, Boundaries, head_and_body
from devmail.mime.part_name import part_name
from devmail.mime.transfer import unwrapped

MOST_PARTS = 200
"""Parts that are told of."""
DEEPEST = 20
"""Parts in parts that are looked into."""
_LONGEST_HEADER = 64 * 1024
"""Bytes of a part's header that are read."""
_LONGEST_FIELD = 2000
"""Characters of a field that are read: the library's reading of parameters takes the square of its length."""
_NEEDED = ("content-type", "content-disposition", "content-transfer-encoding")


@dataclass(frozen=True, slots=True)
class Part:
    """One part that holds something, and where in the mail it does."""

    type: str
    """Such as `text/plain`."""
    name: str
    """As the mail calls it: not to be trusted. Empty when it has none."""
    encoding: str
    charset: str
    start: int
    end: int
    is_too_deep: bool
    """Whether what is in it is not looked into."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What there is in a mail."""

    parts: tuple[Part, ...]
    left_out: str
    """What is not told of and why, as a line for the person; empty when all is there."""


def parts_of(raw: bytes) -> Parts:
    """Return the parts of a mail, as they stand in it.

    Args:
        raw: The mail as it was received.
    """
    boundaries = Boundaries(raw)
    found = list(islice(_walk(boundaries, raw, 0, len(raw), 0), MOST_PARTS + 1))
    left_out = ""
    if len(found) > MOST_PARTS:
        left_out = f"[cut off after {MOST_PARTS} parts]"
    elif boundaries.is_too_long:
        left_out = f"[cut off after {MOST_LINES} lines that look like one between two parts]"
    elif any(part.is_too_deep for part in found):
        left_out = f"[not looked into: what is nested more than {DEEPEST} deep]"
    return Parts(tuple(found[:MOST_PARTS]), left_out)


def content(raw: bytes, part: Part) -> bytes:
    """Return what a part holds, as far as it can be decoded.

    Args:
        raw: The mail as it was received.
        part: One of its parts.
    """
    return unwrapped(raw[part.start : part.end], part.encoding.encode("ascii", "replace"))


def text(raw: bytes, part: Part, longest: int) -> str:
    """Return what a part says, in its charset, in UTF-8, or as far as it can be read.

    Args:
        raw: The mail as it was received.
        part: One of its parts.
        longest: How many characters at most.
    """
    held = content(raw, part)[: 4 * longest]
    return decoded(held, part.charset or "utf-8").replace("\r\n", "\n")[:longest]


def name_of(part: Part, number: int) -> str:
    """Return what a part is called in a folder: its own name, or one made of its number and type.

    Args:
        part: The part.
        number: Which part of the mail it is, from 1.
    """
    return part.name or f"part-{number}{guess_extension(part.type) or '.bin'}"


def _walk(boundaries: Boundaries, raw: bytes, start: int, end: int, depth: int) -> Iterator[Part]:
    """Yield each part between two places that is not made of parts itself, or lies too deep to look."""
    start, head, name = _head(raw, start, end)
    kind = head.get_content_type()
    boundary = _boundary(head) if kind.startswith("multipart/") else b""
    if boundary and depth < DEEPEST:
        inside = None
        for inside in boundaries.between(start, end, boundary):
            yield from _walk(boundaries, raw, *inside, depth + 1)
        if inside is not None:
            return
    encoding = str(head["content-transfer-encoding"] or "").strip().lower()
    is_mail = kind == "message/rfc822" and encoding not in ("base64", "quoted-printable")
    too_deep = depth == DEEPEST and (is_mail or bool(boundary))
    yield Part(kind, name, encoding, _charset(head), start, end, too_deep)
    if is_mail and not too_deep:
        yield from _walk(boundaries, raw, start, end, depth + 1)


def _head(raw: bytes, start: int, end: int) -> tuple[int, "Message[str, str]", str]:
    """Return where a part's body begins, of its header what is needed to read it, and its name."""
    until, body = head_and_body(raw, start, end)
    read = BytesHeaderParser(policy=compat32).parsebytes(raw[start : min(until, start + _LONGEST_HEADER)])
    head: Message[str, str] = Message()
    whole = dict.fromkeys(_NEEDED, "")
    for name, value in read.raw_items():
        if name.lower() in _NEEDED and name not in head:
            plain = str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            whole[name.lower()] = line = " ".join(plain.split())
            head[name] = line[:_LONGEST_FIELD]
    return body, head, part_name(whole["content-disposition"], whole["content-type"])


def _boundary(head: "Message[str, str]") -> bytes:
    try:
        return (head.get_boundary() or "").encode("utf-8", "replace")
    except Exception:  # its parameters can be broken in many ways
        return b""


def _charset(head: "Message[str, str]") -> str:
    try:
        return head.get_content_charset() or ""
    except Exception:
        return ""
