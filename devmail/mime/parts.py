"""The parts of a mail, however many and however deep.

The standard library's parser goes over every line once for each part around it, which takes two seconds for
a mail of 32 MB and minutes for a hostile one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from mimetypes import guess_extension
from typing import NamedTuple

from devmail.mime.decoding import decoded, unwrapped
from devmail.mime.header import fields, head_and_body, parameter

MOST_PARTS = 200
DEEPEST = 10  # parts in parts that are looked into
MOST_LINES = 10_000
"""Lines of a mail that look like a boundary: counted over all levels, as each level goes over all of them."""
_LONGEST_HEADER = 16 * 1024  # bytes of a part's header that are read
_LIKE_TEXT = re.compile(r"text/|application/(?:\S+\+)?(?:json|xml|yaml|x-ndjson|x-www-form-urlencoded)\b")


@dataclass(frozen=True, slots=True)
class Part:
    """One part that holds something, and where in the mail it does."""

    type: str  # such as `text/plain`
    name: str  # as the mail calls it: not to be trusted. Empty when it has none
    encoding: str
    charset: str
    start: int
    end: int
    is_attachment: bool
    is_in_a_mail: bool  # whether it belongs to a mail that is a part of this one
    is_too_deep: bool  # whether what is in it is not looked into


@dataclass(frozen=True, slots=True)
class Parts:
    """What there is in a mail."""

    parts: tuple[Part, ...]
    left_out: str  # what is left out and why, as a line for the person; empty when all is there


class Attachment(NamedTuple):
    """A part of a mail that is not its text."""

    name: str
    type: str
    content: bytes


def parts_of(raw: bytes) -> Parts:
    """Return the parts of a mail in their order."""
    walk = _Walk(raw)
    found = list(islice(walk.parts(0, len(raw)), MOST_PARTS + 1))
    left_out = ""
    if len(found) > MOST_PARTS:
        left_out = f"[truncated after {MOST_PARTS} parts]"
    elif not walk.lines_left:
        left_out = f"[truncated after {MOST_LINES:,} boundary lines]"
    elif any(part.is_too_deep for part in found):
        left_out = f"[parts nested more than {DEEPEST} levels deep are not shown]"
    return Parts(tuple(found[:MOST_PARTS]), left_out)


def text_parts(raw: bytes) -> Iterator[Part]:
    """Yield the parts that are a mail's own text, as HTML or not, as far as the caller goes."""
    for part in islice(_Walk(raw).parts(0, len(raw)), MOST_PARTS):
        if _is_text(raw, part) and not part.is_attachment and not part.is_in_a_mail:
            yield part


def content(raw: bytes, part: Part) -> bytes:
    """Return what a part holds, as far as it can be decoded."""
    return unwrapped(raw[part.start : part.end], part.encoding)


def text(raw: bytes, part: Part, longest: int) -> str:
    """Return at most so many characters of what a part says."""
    held = unwrapped(raw[part.start : min(part.end, part.start + 16 * longest)], part.encoding)
    return decoded(held[: 4 * longest], part.charset or "utf-8").replace("\r\n", "\n")[:longest]


def name_of(part: Part, number: int) -> str:
    """Return a part's name in a folder: its own, or one made of its number (from 1) and type."""
    return part.name or f"part-{number}{guess_extension(part.type) or '.bin'}"


def attachments_of(raw: bytes) -> tuple[Attachment, ...]:
    """Return the parts that are not a mail's text, in their order."""
    return tuple(
        Attachment(name_of(part, number), part.type, content(raw, part))
        for number, part in enumerate(parts_of(raw).parts, 1)
        if part.is_attachment or part.name or not _is_text(raw, part)
    )


def _is_text(raw: bytes, part: Part) -> bool:
    """Return whether a part is to be read: JSON and the like only where it is the whole mail."""
    if part.type in ("text/plain", "text/html") or part.type.startswith("multipart/"):  # a broken one
        return True
    return bool(_LIKE_TEXT.match(part.type)) and part.start == head_and_body(raw, 0, len(raw))[1]


class _Walk:
    """One walk over the parts of a mail."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self.lines_left = MOST_LINES

    def parts(self, start: int, end: int, depth: int = 0, is_in_a_mail: bool = False) -> Iterator[Part]:
        """Yield each part that is not made of parts itself, or lies too deep."""
        head = _head(self._raw, start, end)
        _, body = head_and_body(self._raw, start, end)
        kind, disposition = head.get("content-type", ""), head.get("content-disposition", "")
        type, encoding = _value(kind), _value(head.get("content-transfer-encoding", ""))
        if type.count("/") != 1:
            type = "text/plain"
        boundary = parameter(kind, "boundary").encode() if type.startswith("multipart/") else b""
        if boundary and depth < DEEPEST:
            inside = None
            for inside in self._between(body, end, boundary):
                yield from self.parts(*inside, depth + 1, is_in_a_mail)
            if inside is not None:
                return
        is_mail = type == "message/rfc822" and encoding not in ("base64", "quoted-printable")
        too_deep = depth == DEEPEST and (is_mail or bool(boundary))
        yield Part(
            type,
            parameter(disposition, "filename") or parameter(kind, "name"),
            encoding,
            parameter(kind, "charset"),
            body,
            end,
            _value(disposition) == "attachment",
            is_in_a_mail,
            too_deep,
        )
        if is_mail and not too_deep:
            yield from self.parts(body, end, depth + 1, True)

    def _between(self, start: int, end: int, boundary: bytes) -> Iterator[tuple[int, int]]:
        """Yield where each part begins and ends, up to the line that says it is the last."""
        first = None
        line = re.compile(rb"\n--" + re.escape(boundary) + rb"([^\n]*)")
        for found in line.finditer(self._raw, max(start - 1, 0), end):
            self.lines_left -= 1
            if not self.lines_left:
                break
            if (rest := found[1].strip()) not in (b"", b"--"):
                continue
            if first is not None:
                until = found.start() - self._raw.endswith(b"\r", first, found.start())
                yield first, max(first, until)
            if rest:
                return
            first = min(found.end() + 1, end)
        if first is not None:  # whose end is missing
            yield first, end


def _head(raw: bytes, start: int, end: int) -> dict[str, str]:
    """Return the fields that are needed to read a part, each on one line."""
    head: dict[str, str] = {}
    for name, value in fields(raw, start, min(end, start + _LONGEST_HEADER)):
        if (key := name.lower()).startswith("content-"):
            head.setdefault(key, " ".join(value.decode("utf-8", "replace").split()))
    return head


def _value(field: str) -> str:
    """Return what a field says before its parameters."""
    return field.partition(";")[0].strip().lower()
