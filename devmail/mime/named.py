"""Whom a mail's header names: what a person reads, where the mail server was told something else."""

import re

from devmail.mime.mime import split, value_text
from devmail.model import Header

_NEAR = 64 * 1024
"""Bytes of a mail in which its header is looked for."""
_LONGEST = 4000
"""Bytes of a field that are read."""
_FIELD = re.compile(rb"\n(from|to|cc|reply-to)[ \t]*:(.*+(?:\n[ \t].*+)*+)", re.IGNORECASE)


def named_in(raw: bytes) -> Header:
    """Return whom a mail's header names, as well as it can be read; of several equal fields the first.

    Args:
        raw: The mail as it was received.
    """
    found: dict[bytes, str] = {}
    for field in _FIELD.finditer(b"\n" + split(raw[:_NEAR])[0]):
        name = field[1].lower()
        if name not in found:
            found[name] = value_text(field[2][:_LONGEST].replace(b"\r", b"").replace(b"\n", b""))
    return Header(*(found.get(name, "") for name in (b"from", b"to", b"cc", b"reply-to")))
