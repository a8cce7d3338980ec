"""What a mail is about, found once when it comes in: its subject, text, code and link."""

from typing import NamedTuple

from devmail.finder.code_finder import find_code
from devmail.finder.link_finder import find_link, links_in
from devmail.mime.message import content, page_text


class Gist(NamedTuple):
    """What a mail is about."""

    subject: str
    text: str
    """Its body as text, as `devmail.mime.message.subject_and_text` returns it."""
    code: str | None
    link: str | None
    """The one that logs in, verifies, resets, confirms or accepts."""


def gist(raw: bytes) -> Gist:
    """Return what a mail is about; nothing is raised, whatever is in it.

    A page beside a plain text is looked at only for what the text does not bring.

    Args:
        raw: The mail as it was received.
    """
    subject, text, links, page = content(raw)
    code = find_code(subject, text)
    link = find_link(links or links_in(text), subject)
    if page is not None and (code is None or link is None):
        text_of_page, links = page_text(page)
        code = find_code(subject, text_of_page) if code is None else code
        link = find_link(links, subject) if link is None else link
    return Gist(subject, text, code, link)
