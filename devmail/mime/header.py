"""A mail's header: its fields, what they say, and whom they name.

The fields are split by hand: of a header of 32 MB only the beginning is read, and no field is parsed in
the square of its length.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from devmail.mime.decoding import decoded, value_text
from devmail.model import Header

_LONGEST = 256 * 1024  # bytes of a header that are read
_LONGEST_NAMES = 4000  # bytes of the fields that name somebody
_LONGEST_PARAMETERS = 8000  # characters of a field: more than the longest file name, however encoded
_FIELD = re.compile(rb"^([!-9;-~]++)[ \t]*+:(.*+(?:\n[ \t].*+)*+)", re.MULTILINE)
_PARAMETER = re.compile(
    r""";\s*+([^\s=;"*]++)(?:\*(\d{1,3}+))?(\*)?\s*+=\s*+(?:"((?:[^"\\]|\\.)*+)"|([^;]*+))""", re.DOTALL
)


def head_and_body(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Return where a header ends and its body begins; what does not begin with a field is all body."""
    if not _FIELD.match(raw, start, min(end, start + _LONGEST)):
        gap = next((gap for gap in (b"\r\n", b"\n") if raw.startswith(gap, start, end)), b"")
        return start, start + len(gap)
    crlf = raw.find(b"\n\r\n", start, end)
    if (bare := raw.find(b"\n\n", start, end if crlf < 0 else crlf)) >= 0:
        return bare, bare + 2
    return (end, end) if crlf < 0 else (crlf, crlf + 3)


def fields(raw: bytes, start: int = 0, end: int | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield the name and value of each field at the beginning of a mail or part, folded lines as one."""
    until, _ = head_and_body(raw, start, len(raw) if end is None else end)
    for field in _FIELD.finditer(raw, start, min(until, start + _LONGEST)):
        yield field[1].decode(), field[2].replace(b"\r", b"").replace(b"\n", b"")


def named_in(raw: bytes) -> Header:
    """Return whom a mail's header names; of several equal fields the first counts."""
    found: dict[str, str] = {}
    for name, value in fields(raw):
        if (key := name.lower()) in ("from", "to", "cc", "reply-to") and key not in found:
            found[key] = value_text(value[:_LONGEST_NAMES])
    return Header(*(found.get(name, "") for name in ("from", "to", "cc", "reply-to")))


def parameter(field: str, name: str) -> str:
    """Return a parameter of a field on one line; empty without one.

    One in a charset, which may be in pieces (RFC 2231), comes first.
    """
    plain = ""
    pieces: dict[int, tuple[str, bool]] = {}
    for found in _PARAMETER.finditer(field[:_LONGEST_PARAMETERS]):
        if found[1].lower() != name:
            continue
        quoted, bare = found[4], found[5]
        value = bare.strip().strip('"') if quoted is None else re.sub(r'\\(["\\])', r"\1", quoted)
        if found[2] or found[3]:
            pieces.setdefault(int(found[2] or 0), (value, bool(found[3])))
        else:
            plain = plain or value
    if not pieces:
        return value_text(plain.encode())
    charset = "utf-8"
    first, *rest = (pieces[number] for number in sorted(pieces))
    if first[1] and first[0].count("'") >= 2:
        charset, _, text = first[0].split("'", 2)
        first = (text, True)
    said = b"".join(unquote_to_bytes(text) if encoded else text.encode() for text, encoded in (first, *rest))
    return decoded(said, charset)
