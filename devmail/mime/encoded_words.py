"""Encoded words, such as `=?utf-8?B?5pel?=`, in which header fields say what is not ASCII (RFC 2047)."""

import re
from binascii import a2b_qp

from devmail.mime.charsets import decoded
from devmail.mime.transfer import from_base64

# It goes over each character once; the standard library's goes to the text's end for each word without one.
# A language may stand behind the charset. Question marks before a word's end are wrong, but are written.
_WORD = re.compile(r"=\?([^?*\s]{1,60}+)(?:\*[^?\s]{0,60}+)?\?([bBqQ])\?([^?]*+\?*?)\?=")


def decoded_words(text: str) -> str:
    """Return text with its encoded words decoded, as far as they can be.

    Args:
        text: A field's value, or a part of it. Space between two encoded words is not a part of it.
    """
    said: list[str] = []
    run, charset = bytearray(), ""  # a character can begin in one word and end in the next
    at = 0
    for word in _WORD.finditer(text):
        between = text[at : word.start()]
        if between.strip() or word[1].lower() != charset:
            said.append(decoded(bytes(run), charset))
            run, charset = bytearray(), word[1].lower()
        if between.strip() or not at:  # what stands before the first word is not between two
            said.append(between)
        at = word.end()
        run += _content(word[2], word[3].encode("utf-8", "surrogateescape"))
    return "".join((*said, decoded(bytes(run), charset), text[at:]))


def _content(way: str, sent: bytes) -> bytes:
    return a2b_qp(sent, header=True) if way in "qQ" else from_base64(sent)
