"""Bytes as text, in the charset that a mail names, whatever that is."""

from codecs import lookup

# What is said to be in the one is often written in the other, which is larger.
_LARGER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "iso8859-1": "cp1252",
    "euc_kr": "cp949",
    "big5": "cp950",
}
_NO_CHARSETS = frozenset(("idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"))
"""Codecs of Python's own that no mail is written in; some take for ever."""


def decoded(content: bytes, charset: str) -> str:
    """Return bytes as text: in the charset that was named, in UTF-8, or as far as they can be read.

    Args:
        content: The bytes.
        charset: The charset that they are said to be in, whether or not there is such a one.
    """
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


def _codec(charset: str) -> str:
    """Return the name of the codec that reads a charset; that of UTF-8 where there is none."""
    try:
        name = lookup(charset.lower().removeprefix("x-").removesuffix("-i")).name
    except (LookupError, ValueError):
        return "utf-8"
    return "utf-8" if name in _NO_CHARSETS else _LARGER.get(name, name)
