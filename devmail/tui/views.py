"""What each tab shows of a mail: lines in which nothing acts on a terminal. Only what is opened is read."""

from enum import StrEnum

from devmail.finder.links import links_of
from devmail.mime.message import LONGEST_TEXT, headers, html_source, page_text, subject_and_text
from devmail.store.inbox import Inbox
from devmail.text import one_line, safe_text

_LONGEST_VALUE = 2000
"""Characters of one header field that are shown."""
_MOST_LINKS = 50
"""Links that are named below a text; the tab has more."""
NOT_THERE = "This email no longer exists."


class Tab(StrEnum):
    """The ways to look at a mail."""

    TEXT = "Text"
    HTML = "HTML"
    HEADERS = "Headers"
    RAW = "Raw"
    PARTS = "Parts"
    SESSION = "Session"
    LINKS = "Links"
    SOURCE = "Source"
    """Of the HTML."""


TABS = tuple(Tab)
LISTS = (Tab.PARTS, Tab.LINKS)
"""Those in which something can be chosen; they have no lines."""


def lines_of(inbox: Inbox, id: int, tab: Tab) -> list[str]:
    """Return what a tab shows of a mail."""
    if tab in LISTS:
        return []
    if tab is Tab.SESSION:
        return _session(inbox, id)
    raw = inbox.raw(id)
    if raw is None:
        return [f"[{NOT_THERE}]"]
    match tab:
        case Tab.HEADERS:
            return _header(raw)
        case Tab.RAW:
            return _raw(raw)
        case Tab.TEXT:
            return _text(raw)
    page = html_source(raw)
    if page is None:
        return ["[no HTML]"]
    return _lines(page_text(page)[0] if tab is Tab.HTML else _cut(page))


def _text(raw: bytes) -> list[str]:
    """Return the text, and below it the links that a page hides behind words."""
    text = subject_and_text(raw)[1]
    hidden = [link for link in links_of(raw) if link not in text]
    links = [f"  {one_line(link)}" for link in hidden[:_MOST_LINKS]]
    if len(hidden) > _MOST_LINKS:
        links.append(f"  [{len(hidden) - _MOST_LINKS} more]")
    return _lines(text or "[no text]") + (["", "Links:", *links] if links else [])


def _session(inbox: Inbox, id: int) -> list[str]:
    if said := inbox.conversation(id):
        return _lines(_cut(said))
    return [f"[{NOT_THERE if inbox.get(id) is None else 'no session was recorded for this email'}]"]


def _header(raw: bytes) -> list[str]:
    near, lines = raw[:LONGEST_TEXT], []
    for name, value in headers(near):
        more = len(value) - _LONGEST_VALUE
        cut = f" [truncated: {more} more characters]" if more > 0 else ""
        lines.append(one_line(f"{name}: {value[:_LONGEST_VALUE]}") + cut)
    if len(raw) > LONGEST_TEXT and b"\n\n" not in near and b"\n\r\n" not in near:
        lines += ["", f"[truncated: the header has more than {LONGEST_TEXT} bytes]"]
    return lines or ["[no header]"]


def _raw(raw: bytes) -> list[str]:
    lines = _lines(raw[:LONGEST_TEXT].decode("utf-8", "replace"))
    if (more := len(raw) - LONGEST_TEXT) > 0:
        lines += ["", f"[truncated: {more} more bytes; press x to export all of it]"]
    return lines


def _lines(text: str) -> list[str]:
    return safe_text(text).strip("\n").split("\n")


def _cut(text: str) -> str:
    if (more := len(text) - LONGEST_TEXT) <= 0:
        return text
    return f"{text[:LONGEST_TEXT]}\n\n[truncated: {more} more characters]\n"
