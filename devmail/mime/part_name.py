"""What a mail calls a part, however long that is.

The standard library reads parameters in time that a long field can abuse; cut off, a name has no suffix.
"""

import re
from urllib.parse import unquote_to_bytes

from devmail.mime.charsets import decoded
from devmail.mime.mime import value_text

_PARAMETER = re.compile(
    r""";\s*+([^\s=;"*]++)(?:\*(\d{1,3}+))?(\*)?\s*+=\s*+(?:"((?:[^"\\]|\\.)*+)"|([^;]*+))""", re.DOTALL
)
_LONGEST = 8000
"""Characters of a field that are read: more than any file system's longest name takes, however encoded."""


def part_name(disposition: str, sort: str) -> str:
    """Return the name that a part is given; empty when it is given none.

    Args:
        disposition: Its Content-Disposition, on one line.
        sort: Its Content-Type, likewise.
    """
    return _parameter(disposition[:_LONGEST], "filename") or _parameter(sort[:_LONGEST], "name")


def _parameter(field: str, name: str) -> str:
    """Return a parameter's value: that in a charset, which may be in pieces (RFC 2231), before any other."""
    plain = ""
    pieces: dict[int, tuple[str, bool]] = {}
    for found in _PARAMETER.finditer(field):
        if found[1].lower() != name:
            continue
        quoted, bare = found[4], found[5]
        value = bare.strip().strip('"') if quoted is None else re.sub(r'\\(["\\])', r"\1", quoted)
        if found[2] or found[3]:
            pieces.setdefault(int(found[2] or 0), (value, bool(found[3])))
        else:
            plain = plain or value
    if pieces:
        return _joined([pieces[number] for number in sorted(pieces)])
    return value_text(plain.encode())


def _joined(pieces: list[tuple[str, bool]]) -> str:
    """Return what pieces say, each with whether it is encoded; the first begins with charset and language."""
    charset = "utf-8"
    first, encoded = pieces[0]
    if encoded and first.count("'") >= 2:
        charset, _, first = first.split("'", 2)
        pieces[0] = (first, True)
    said = b"".join(unquote_to_bytes(text) if encoded else text.encode() for text, encoded in pieces)
    return decoded(said, charset)
