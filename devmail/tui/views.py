"""What each tab shows of a mail: lines in which nothing acts on a terminal. Only what is opened is read."""

from enum import StrEnum

from devmail.mime import parts
from devmail.mime.message import LONGEST_TEXT, headers, html_to_text, subject_and_text
from devmail.store.inbox import Inbox
from devmail.text import one_line, safe_text

_LONGEST_PAGE = 5 * LONGEST_TEXT
"""Characters of HTML that are read; most of them are not text."""
_LONGEST_VALUE = 2000
"""Characters of one header field that are shown."""


NOT_THERE = "The mail is not there any more."


class Tab(StrEnum):
    """The ways to look at a mail."""

    TEXT = "Text"
    HTML = "HTML"
    HEADERS = "Headers"
    RAW = "Raw"
    PARTS = "Parts"
    SESSION = "Session"


TABS = tuple(Tab)


def lines_of(inbox: Inbox, id: int, tab: Tab) -> list[str]:
    """Return what is shown of a mail.

    Args:
        inbox: Where it is.
        id: Its number.
        tab: How it is looked at; its parts are no text.
    """
    if tab is Tab.PARTS:
        return []
    if tab is Tab.SESSION:
        return _session(inbox, id)
    raw = inbox.raw(id)
    if raw is None:
        return [f"[{NOT_THERE}]"]
    match tab:
        case Tab.TEXT:
            return _lines(subject_and_text(raw)[1] or "[no text]")
        case Tab.HTML:
            return _page(raw)
        case Tab.HEADERS:
            return _header(raw)
        case Tab.RAW:
            return _source(raw)


def _session(inbox: Inbox, id: int) -> list[str]:
    """Return the conversation that brought a mail."""
    if told := inbox.conversation(id):
        return _lines(_cut(told))
    return [f"[{NOT_THERE if inbox.get(id) is None else 'nothing is known of how this mail came in'}]"]


def _page(raw: bytes) -> list[str]:
    """Return the first HTML of a mail as text."""
    part = next((part for part in parts.parts_of(raw).parts if part.type == "text/html"), None)
    if part is None:
        return ["[no HTML]"]
    return _lines(_cut(html_to_text(parts.text(raw, part, _LONGEST_PAGE))))


def _header(raw: bytes) -> list[str]:
    """Return the header fields, decoded, one a line."""
    near, lines = raw[:LONGEST_TEXT], []
    for name, value in headers(near):
        more = len(value) - _LONGEST_VALUE
        cut = f" [cut off: {more} more characters]" if more > 0 else ""
        lines.append(one_line(f"{name}: {value[:_LONGEST_VALUE]}") + cut)
    if len(raw) > LONGEST_TEXT and b"\n\n" not in near and b"\n\r\n" not in near:
        lines += ["", f"[cut off: the header has more than {LONGEST_TEXT} bytes]"]
    return lines or ["[no header]"]


def _source(raw: bytes) -> list[str]:
    """Return a mail's bytes as text."""
    lines = _lines(raw[:LONGEST_TEXT].decode("utf-8", "replace"))
    if (more := len(raw) - LONGEST_TEXT) > 0:
        lines += ["", f"[cut off: {more} more bytes; x exports all of it]"]
    return lines


def _lines(text: str) -> list[str]:
    return safe_text(text).strip("\n").split("\n")


def _cut(text: str) -> str:
    if (more := len(text) - LONGEST_TEXT) <= 0:
        return text
    return f"{text[:LONGEST_TEXT]}\n\n[cut off: {more} more characters]\n"
