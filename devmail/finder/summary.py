"""What a mail is about: its subject, text, code and link, and whom it names."""

import re
from dataclasses import dataclass

from devmail.finder.codes import Codes, find_codes
from devmail.finder.links import find_link, links_in
from devmail.mime.header import named_in
from devmail.mime.message import content, page_text
from devmail.model import Header


@dataclass(frozen=True, slots=True)
class Summary:
    """What a mail is about."""

    subject: str
    text: str
    code: str | None  # the code that the mail's words prove to be one
    likely_code: str | None  # what might be the code, where none is sure
    link: str | None  # the link that logs in, verifies, resets, confirms or accepts
    header: Header


def summarize(raw: bytes, pattern: re.Pattern[str] | None = None) -> Summary:
    """Read a mail, however broken it is.

    Its HTML beside a plain text is read only for what the text does not bring. With a pattern, the code is
    what its first group, or all of it, matches first in the subject, the text or the HTML's text.
    """
    subject, text, links, page = content(raw)
    codes = _codes(subject, text, pattern)
    link = find_link(links or list(links_in(text)), subject)
    if page is not None and (codes.sure is None or link is None):
        text_of_page, links = page_text(page)
        if codes.sure is None:
            of_page = _codes(subject, text_of_page, pattern)
            codes = Codes(of_page.sure, None if of_page.sure else codes.likely or of_page.likely)
        link = link or find_link(links, subject)
    return Summary(subject, text, codes.sure, codes.likely, link, named_in(raw))


def _codes(subject: str, text: str, pattern: re.Pattern[str] | None) -> Codes:
    if pattern is None:
        return find_codes(subject, text)
    match = pattern.search(subject) or pattern.search(text)
    return Codes((match[1 if pattern.groups else 0] or None) if match else None)
