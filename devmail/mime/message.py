"""Reading a mail, however broken it is."""

from typing import NamedTuple

from devmail.mime.html_page import Link, html_to_text, read_page
from devmail.mime.mime import Forms, TooDeepError, fields, forms, known_fields, split, value_text

__all__ = [
    "LONGEST_TEXT",
    "Content",
    "Link",
    "content",
    "headers",
    "html_source",
    "html_to_text",
    "page_text",
    "subject_and_text",
]

LONGEST_TEXT = 100_000
"""Characters of a body that are read: nobody reads on, and a terminal stands still over a million."""
_LONGEST_PAGE = 5 * LONGEST_TEXT
"""Characters of HTML that are read; most of them are not text."""


class Content(NamedTuple):
    """What a mail says."""

    subject: str
    text: str
    """The plain text, or that of the page where there is none."""
    links: list[Link]
    """Those of the page, when that is what was read."""
    page: str | None
    """The page that stands beside the plain text, not read yet."""


def subject_and_text(raw: bytes) -> tuple[str, str]:
    """Return a mail's subject and its body as text.

    Args:
        raw: The mail as it was received.

    Returns:
        Both as well as they can be read; nothing is raised, whatever is in it. A text that is cut
        off for its length ends by saying so.
    """
    return content(raw)[:2]


def content(raw: bytes) -> Content:
    """Return what a mail says, as well as it can be read; nothing is raised, whatever is in it.

    Args:
        raw: The mail as it was received.
    """
    head, start = split(raw)
    known = known_fields(head)
    subject = value_text(known.get(b"subject", b""))
    try:
        found = forms(raw, known, start)
    except TooDeepError:
        found = Forms(raw.decode("utf-8", "replace"))
    if found.page is None or (found.plain and not found.plain.isspace()):
        return Content(subject, _cut(found.plain or ""), [], found.page)
    text, links = page_text(found.page)
    return Content(subject, text, links, None)


def page_text(page: str) -> tuple[str, list[Link]]:
    """Return the text and the links of a mail's page, as far as anybody reads.

    Args:
        page: The HTML.
    """
    text, links = read_page(page[:_LONGEST_PAGE])
    return _cut(text), links


def html_source(raw: bytes) -> str | None:
    """Return the first HTML of a mail, decoded, as far as anybody reads; None where there is none."""
    head, start = split(raw)
    try:
        page = forms(raw, known_fields(head), start).page
    except TooDeepError:
        return None
    return None if page is None else page[:_LONGEST_PAGE]


def headers(raw: bytes) -> list[tuple[str, str]]:
    """Return a mail's header fields in their order.

    Args:
        raw: The mail as it was received.
    """
    return [(name.decode("utf-8", "replace"), value_text(value)) for name, value in fields(split(raw)[0])]


def _cut(text: str) -> str:
    if len(text) <= LONGEST_TEXT:
        return text
    return f"{text[:LONGEST_TEXT]}\n\n[cut off: {len(text) - LONGEST_TEXT} more characters]\n"
