"""Bytes as text: charsets, transfer encodings and encoded words, whatever a mail names."""

import re
from binascii import Error, a2b_base64, a2b_qp
from codecs import lookup

# Mails name the one and often hold the other, which is larger.
_LARGER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "iso8859-1": "cp1252",
    "euc_kr": "cp949",
    "big5": "cp950",
}
_NO_CHARSETS = frozenset(("idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"))
"""Codecs of Python that no mail is written in; some take forever."""
_LONGEST_FIELD = 100_000
# It goes over each character once; the standard library's goes to the text's end for each word without one.
# A language may follow the charset. Question marks before a word's end are wrong, but common.
_ENCODED_WORD = re.compile(r"=\?([^?*\s]{1,60}+)(?:\*[^?\s]{0,60}+)?\?([bBqQ])\?([^?]*+\?*?)\?=")


def decoded(content: bytes, charset: str) -> str:
    """Decode bytes in the named charset, else in UTF-8, else with marks for what can't be read."""
    codec = _codec(charset)
    for encoding in (codec, "utf-8"):
        try:
            return content.decode(encoding)
        except (LookupError, ValueError):
            continue
    try:
        return content.decode(codec, "replace")
    except (LookupError, ValueError):  # such as Python's "hex", which is no charset
        return content.decode("utf-8", "replace")


def unwrapped(body: bytes, encoding: str) -> bytes:
    """Undo a `Content-Transfer-Encoding`; an unknown one is none."""
    match encoding.strip().lower():
        case "quoted-printable":
            return a2b_qp(body)
        case "base64":
            return from_base64(body)
    return body


def from_base64(body: bytes) -> bytes:
    """Decode base64 though its end is wrong or it holds other characters; what is not base64 stays."""
    for content in (body, body.rstrip(b"=\r\n ") + b"==", body.rstrip(b"=\r\n ")[:-1] + b"=="):
        try:
            return a2b_base64(content)
        except Error:
            continue
    return body


def value_text(sent: bytes) -> str:
    """Decode a field's value as far as possible; its bytes may be plain UTF-8."""
    text = sent[:_LONGEST_FIELD].decode("utf-8", "replace").strip().replace("\r", "")
    return _decoded_words(text) if "=?" in text else text


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


def _codec(charset: str) -> str:
    try:
        name = lookup(charset.lower().removeprefix("x-").removesuffix("-i")).name
    except (LookupError, ValueError):
        return "utf-8"
    return "utf-8" if name in _NO_CHARSETS else _LARGER.get(name, name)
