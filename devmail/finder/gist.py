"""What a mail is about, found once when it comes in: its subject, text, code and link."""

import re
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
    likely_code: str | None
    """What might be the code where none is sure."""
    link: str | None
    """The one that logs in, verifies, resets, confirms or accepts."""


def gist(raw: bytes, pattern: re.Pattern[str] | None = None) -> Gist:
    """Return what a mail is about; nothing is raised, whatever is in it.

    A page beside a plain text is looked at only for what the text does not bring.

    Args:
        raw: The mail as it was received.
        pattern: What a code looks like (its group 1, if it has one); without one, codes are found by words.
    """
    subject, text, links, page = content(raw)
    if pattern is not None:
        said = (subject, text, "" if page is None else page_text(page)[0])
        found = next(filter(None, map(pattern.search, said)), None)
        code = None if found is None else found[1] if pattern.groups else found[0]
        return Gist(subject, text, code, None, find_link(links or links_in(text), subject))
    code = find_code(subject, text)
    link = find_link(links or links_in(text), subject)
    if page is not None and (code is None or link is None):
        text_of_page, links = page_text(page)
        code = find_code(subject, text_of_page) if code is None else code
        link = find_link(links, subject) if link is None else link
    return Gist(subject, text, code, None, link)
