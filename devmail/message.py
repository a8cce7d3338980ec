"""Reading a mail, however broken it is."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html.parser import HTMLParser


def subject_and_text(raw: bytes) -> tuple[str, str]:
    """Return a mail's subject and its body as text.

    Args:
        raw: The mail as it was received.

    Returns:
        Both as well as they can be read; nothing is raised, whatever is in it.
    """
    try:
        message = message_from_bytes(raw, policy=default)
        return str(message.get("Subject", "")), _text(message)
    except Exception:
        return "", raw.decode("utf-8", "replace")


def headers(raw: bytes) -> list[tuple[str, str]]:
    """Return a mail's header fields in their order.

    Args:
        raw: The mail as it was received.
    """
    try:
        return [(name, str(value)) for name, value in message_from_bytes(raw, policy=default).items()]
    except Exception:
        return []


def _text(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    content = body.get_content()
    if not isinstance(content, str):
        return ""
    return html_to_text(content) if body.get_content_subtype() == "html" else content


def html_to_text(html: str) -> str:
    """Return the text of an HTML page, a line for each block.

    Args:
        html: The page.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


class _Reader(HTMLParser):
    """Collects what a reader of the page would see."""

    _BLOCKS = frozenset(
        ["p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "hr"]
    )
    _UNSEEN = frozenset(("style", "script", "head", "title"))

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._UNSEEN:
            self._unseen += 1
        if tag in self._BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        if tag in self._BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)
