"""Bytes as text: transfer encodings and charsets, whatever a mail names."""

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


def _codec(charset: str) -> str:
    try:
        name = lookup(charset.lower().removeprefix("x-").removesuffix("-i")).name
    except (LookupError, ValueError):
        return "utf-8"
    return "utf-8" if name in _NO_CHARSETS else _LARGER.get(name, name)
