"""A mail's header: its fields, what they say, and whom they name.

The fields are split by hand: of a header of 32 MB only the beginning is read, and no field is parsed in
the square of its length.
"""

import re
from binascii import a2b_qp
from collections.abc import Iterator

from devmail.mime.charsets import decoded, from_base64
from devmail.model import Header

_LONGEST = 256 * 1024  # bytes of a header that are read
_LONGEST_FIELD = 100_000
_LONGEST_NAMES = 4000  # bytes of the fields that name somebody
_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
# It goes over each character once; the standard library's goes to the text's end for each word without one.
# A language may follow the charset. Question marks before a word's end are wrong, but common.
_ENCODED_WORD = re.compile(r"=\?([^?*\s]{1,60}+)(?:\*[^?\s]{0,60}+)?\?([bBqQ])\?([^?]*+\?*?)\?=")


def head_and_body(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Return where a header ends and its body begins; what does not begin with a field is all body."""
    if not _FIELD.match(raw, start, end):
        gap = next((gap for gap in (b"\r\n", b"\n") if raw.startswith(gap, start, end)), b"")
        return start, start + len(gap)
    crlf = raw.find(b"\n\r\n", start, end)
    if (bare := raw.find(b"\n\n", start, end if crlf < 0 else crlf)) >= 0:
        return bare, bare + 2
    return (end, end) if crlf < 0 else (crlf, crlf + 3)


def fields(raw: bytes, start: int = 0, end: int | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield the name and value of each field at the beginning of a mail or part, folded lines as one."""
    until, _ = head_and_body(raw, start, len(raw) if end is None else end)
    name, lines = b"", [b""]
    for line in raw[start : min(until, start + _LONGEST)].split(b"\n"):
        if line[:1] in (b" ", b"\t"):
            lines.append(line.rstrip(b"\r"))
            continue
        if name:
            yield name.decode("utf-8", "replace"), b"".join(lines)
        name, _, value = line.partition(b":")
        name, lines = name.strip(), [value.rstrip(b"\r")]
    if name:
        yield name.decode("utf-8", "replace"), b"".join(lines)


def value_text(sent: bytes) -> str:
    """Decode a field's value as far as possible; its bytes may be plain UTF-8."""
    text = sent[:_LONGEST_FIELD].decode("utf-8", "replace").strip().replace("\r", "")
    return _decoded_words(text) if "=?" in text else text


def named_in(raw: bytes) -> Header:
    """Return whom a mail's header names; of several equal fields the first counts."""
    found: dict[str, str] = {}
    for name, value in fields(raw):
        if (key := name.lower()) in ("from", "to", "cc", "reply-to") and key not in found:
            found[key] = value_text(value[:_LONGEST_NAMES])
    return Header(*(found.get(name, "") for name in ("from", "to", "cc", "reply-to")))


def _decoded_words(text: str) -> str:
    """Decode the encoded words of a text (RFC 2047), such as `=?utf-8?B?5pel?=`."""
    said: list[str] = []
    run, charset = bytearray(), ""  # a character can begin in one word and end in the next
    at = 0
    for word in _ENCODED_WORD.finditer(text):
        between = text[at : word.start()]
        if between.strip() or word[1].lower() != charset:
            said.append(decoded(bytes(run), charset))
            run, charset = bytearray(), word[1].lower()
        if between.strip() or not at:  # space between two encoded words is not part of the text
            said.append(between)
        at = word.end()
        sent = word[3].encode("utf-8", "surrogateescape")
        run += a2b_qp(sent, header=True) if word[2] in "qQ" else from_base64(sent)
    return "".join((*said, decoded(bytes(run), charset), text[at:]))
