"""Reading a mail, however broken it is."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default
from html import unescape

LONGEST_TEXT = 100_000
"""Characters of a body that are read: nobody reads on, and a terminal stands still over a million."""
_LONGEST_PAGE = 5 * LONGEST_TEXT
"""Characters of HTML that are read; most of them are not text."""


def subject_and_text(raw: bytes) -> tuple[str, str]:
    """Return a mail's subject and its body as text.

    Args:
        raw: The mail as it was received.

    Returns:
        Both as well as they can be read; nothing is raised, whatever is in it. A text that is cut
        off for its length ends by saying so.
    """
    subject = next((value for name, value in headers(raw) if name.lower() == "subject"), "")
    try:
        return subject, _cut(_text(message_from_bytes(raw, policy=default)))
    except Exception:
        return subject, _cut(raw.decode("utf-8", "replace"))


def _cut(text: str) -> str:
    if len(text) <= LONGEST_TEXT:
        return text
    return f"{text[:LONGEST_TEXT]}\n\n[cut off: {len(text) - LONGEST_TEXT} more characters]\n"


def headers(raw: bytes) -> list[tuple[str, str]]:
    """Return a mail's header fields in their order.

    Args:
        raw: The mail as it was received.
    """
    message = BytesHeaderParser(policy=default).parsebytes(raw)
    return [(name, _value(name, value)) for name, value in message.raw_items()]


def _value(name: str, sent: str) -> str:
    """Return a field's value, decoded as far as it can be; its bytes may be plain UTF-8."""
    text = re.sub(r"[\r\n]+", "", sent).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        return str(default.header_factory(name, text))
    except Exception:  # such as an address without an end
        return text.strip()


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    content = body.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    text = _decoded(content, body.get_content_charset("ascii")).replace("\r\n", "\n")
    return html_to_text(text[:_LONGEST_PAGE]) if body.get_content_subtype() == "html" else text


def _decoded(content: bytes, charset: str) -> str:
    """Return bytes as text: in the charset that was named, in UTF-8, or as far as they can be read."""
    for encoding in (charset, "utf-8"):
        try:
            return content.decode(encoding)
        except (LookupError, ValueError):
            continue
    try:
        return content.decode(charset, "replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")


# Each part of a page is looked at once: html.parser goes over the rest of the page again for each tag
# or comment that does not end, which takes minutes for a page of them.
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*+)[^<>]*+>|<[!?][^<>]*+>")
_BLOCKS = frozenset(
    ["p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "hr"]
)
_UNSEEN = frozenset(("style", "script", "head", "title"))


def html_to_text(html: str) -> str:
    """Return the text of an HTML page, a line for each block.

    Args:
        html: The page.
    """
    page = _without_comments(html)
    parts: list[str] = []
    unseen = at = 0
    for tag in _TAG.finditer(page):
        if not unseen:
            parts.append(unescape(page[at : tag.start()]))
        at = tag.end()
        name = (tag[2] or "").lower()
        if name in _UNSEEN:
            unseen = max(unseen - 1, 0) if tag[1] else unseen + 1
        elif name == "body":  # the end of the head need not be written
            unseen = 0
        elif name in _BLOCKS:
            parts.append("\n")
    if not unseen:
        parts.append(unescape(page[at:]))
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _without_comments(html: str) -> str:
    """Return a page without its comments; one that does not end is left as it is."""
    parts, at = [], 0
    while (start := html.find("<!--", at)) >= 0 and (end := html.find("-->", start + 4)) >= 0:
        parts.append(html[at:start])
        at = end + 3
    return "".join(parts) + html[at:]
