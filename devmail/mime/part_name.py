"""The name a mail gives a part, however long: the standard library takes the square of its length."""

import re
from urllib.parse import unquote_to_bytes

from devmail.mime.charsets import decoded
from devmail.mime.header import value_text

_PARAMETER = re.compile(
    r""";\s*+([^\s=;"*]++)(?:\*(\d{1,3}+))?(\*)?\s*+=\s*+(?:"((?:[^"\\]|\\.)*+)"|([^;]*+))""", re.DOTALL
)
_LONGEST = 8000  # characters of a field that are read: more than the longest file name, however encoded


def part_name(disposition: str, content_type: str) -> str:
    """Return the name of a part from its two fields, each on one line; empty when it has none."""
    return _parameter(disposition[:_LONGEST], "filename") or _parameter(content_type[:_LONGEST], "name")


def _parameter(field: str, name: str) -> str:
    """Return a parameter's value; one in a charset, which may be in pieces (RFC 2231), comes first."""
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
    if not pieces:
        return value_text(plain.encode())
    charset = "utf-8"
    first, *rest = (pieces[number] for number in sorted(pieces))
    if first[1] and first[0].count("'") >= 2:
        charset, _, text = first[0].split("'", 2)
        first = (text, True)
    said = b"".join(unquote_to_bytes(text) if encoded else text.encode() for text, encoded in (first, *rest))
    return decoded(said, charset)
