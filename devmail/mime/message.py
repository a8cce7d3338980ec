"""What a mail says, however broken it is: nothing here raises, whatever the bytes are."""

from typing import NamedTuple

from devmail.mime.decoding import value_text
from devmail.mime.header import fields
from devmail.mime.html_page import Link, read_page
from devmail.mime.parts import Part, text, text_parts

LONGEST_TEXT = 100_000
"""Characters of a body that are read: more takes a terminal seconds to show, and nobody reads it."""
_LONGEST_PAGE = 5 * LONGEST_TEXT  # characters of HTML that are read; most of them are not text
_LONGEST_SOURCE = 32 * 1024 * 1024


class Content(NamedTuple):
    """What a mail says."""

    subject: str
    text: str  # the plain text, or that of the page where there is none. If it is cut off, its end says so
    links: list[Link]  # those of the page, if that is what was read
    page: str | None  # the page beside the plain text, not read yet


def content(raw: bytes) -> Content:
    """Read a mail's subject and body."""
    subject = next((value for name, value in fields(raw) if name.lower() == "subject"), b"")
    plain, page = _plain_and_page(raw)
    said = "" if plain is None else text(raw, plain, 10 * LONGEST_TEXT)
    source = None if page is None else text(raw, page, _LONGEST_PAGE)
    if source is None or said.strip():
        return Content(value_text(subject), _cut(said), [], source)
    return Content(value_text(subject), *page_text(source), None)


def subject_and_text(raw: bytes) -> tuple[str, str]:
    """Return a mail's subject and its body as text."""
    return content(raw)[:2]


def page_text(page: str) -> tuple[str, list[Link]]:
    """Return the text and the links of a mail's page."""
    said, links = read_page(page[:_LONGEST_PAGE])
    return _cut(said), links


def html_source(raw: bytes) -> str | None:
    """Return the decoded HTML of a mail; None where it has none."""
    page = _plain_and_page(raw)[1]
    return None if page is None else text(raw, page, _LONGEST_SOURCE)


def headers(raw: bytes) -> list[tuple[str, str]]:
    """Return a mail's header fields in their order."""
    return [(name, value_text(value)) for name, value in fields(raw)]


def _plain_and_page(raw: bytes) -> tuple[Part | None, Part | None]:
    """Return the first part of each kind that says something."""
    plain: Part | None = None
    page: Part | None = None
    for part in text_parts(raw):
        if raw[part.start : part.end].isspace():
            continue
        if part.type == "text/html":
            page = page or part
        else:
            plain = plain or part
        if plain and page:
            break
    return plain, page


def _cut(said: str) -> str:
    if len(said) <= LONGEST_TEXT:
        return said
    return f"{said[:LONGEST_TEXT]}\n\n[truncated: {len(said) - LONGEST_TEXT} more characters]\n"
