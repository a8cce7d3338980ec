"""The text and the links of an HTML page, however broken it is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple


class Link(NamedTuple):
    """A link, and what is said of it."""

    before: str
    """What stands before it, as far as it is near."""
    words: str
    """What a person clicks on."""
    after: str
    """What stands after it, as far as it is near."""
    url: str


# Each part of a page is looked at once: html.parser goes over the rest of the page again for each tag
# or comment that does not end, which takes minutes for a page of them.
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*+)([^<>]*+)>|<[!?][^<>]*+>")
_HREF = re.compile(r"""\bhref\s{0,9}=\s{0,9}(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE)
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *(
            "hr",
            "legend",
            "li",
            "main",
            "nav",
            "ol",
            "option",
            "p",
            "pre",
            "table",
            "tbody",
            "tfoot",
            "thead",
        ),
        *("tr", "ul"),
    )
)
_CELLS = frozenset(("td", "th"))
_UNSEEN = frozenset(("style", "script", "head", "title"))
_CELL = "\x1f"
"""Stands between two cells of a row until its line is made."""
_ONE_IN_EACH_CELL = re.compile(r"(?<!\S)[\w–-](?:  [\w–-]){3,13}(?!\S)")
_ONE_ON_EACH_LINE = re.compile(r"^\w(?:\n{1,2}[\w–-]){3,13}$", re.MULTILINE)
_ALT = re.compile(r"""\balt\s{0,9}=\s{0,9}(?:"([^"]*+)"|'([^']*+)')""", re.IGNORECASE)
_MOST_LINKS = 200
_NEAR = 200
"""Characters before a link that tell of it; after it half as many."""


def html_to_text(html: str) -> str:
    """Return the text of an HTML page, a line for each block.

    Args:
        html: The page.
    """
    return read_page(html)[0]


def read_page(html: str) -> tuple[str, list[Link]]:
    """Return the text of an HTML page, a line for each block, and its links in their order.

    Args:
        html: The page.
    """
    page = _without_comments(html)
    parts: list[str] = []
    anchors: list[_Anchor] = []
    anchor: _Anchor | None = None
    unseen = at = 0
    kept = False
    for tag in _TAG.finditer(page):
        if not unseen and tag.start() > at:
            words = page[at : tag.start()]
            parts.append(unescape(words if kept else words.replace("\n", " ")))
        at = tag.end()
        name = (tag[2] or "").lower()
        if name in _BLOCKS:
            parts.append("\n")
            if name == "pre":
                kept = not tag[1]
        elif name in _CELLS:
            parts.append(_CELL)
        elif name == "a":
            if anchor:
                anchor.end = len(parts)
            anchor = None if tag[1] or len(anchors) == _MOST_LINKS else _Anchor.of(tag[3], len(parts))
            if anchor:
                anchors.append(anchor)
        elif name == "img" and anchor and (alt := _ALT.search(tag[3])):
            anchor.alt = unescape(alt[1] or alt[2] or "")[:_NEAR]
        elif name in _UNSEEN:
            unseen = max(unseen - 1, 0) if tag[1] else unseen + 1
        elif name == "body":  # the end of the head need not be written
            unseen = 0
    if not unseen:
        parts.append(unescape(page[at:].replace("\n", " ")))
    text = "\n".join(map(_line, "".join(parts).split("\n")))
    text = _ONE_ON_EACH_LINE.sub(lambda each: each[0].replace("\n", ""), re.sub(r"\n{3,}", "\n\n", text))
    return text.strip() + "\n", [anchor.link(parts) for anchor in anchors]


def _line(line: str) -> str:
    """Return a line as it is shown; characters in cells or spans of their own are one word."""
    words = line.split()  # at the marks between cells too
    if len(words) > 3 and max(map(len, words)) == 1:
        return "".join(words)
    if _CELL not in line:
        return " ".join(words)
    cells = filter(None, (" ".join(cell.split()) for cell in line.split(_CELL)))
    return _ONE_IN_EACH_CELL.sub(lambda each: each[0].replace("  ", ""), "  ".join(cells))


@dataclass
class _Anchor:
    """A link while the page is read: where its words begin and end among the parts of the text."""

    url: str
    start: int
    end: int
    alt: str = ""

    @classmethod
    def of(cls, attributes: str, at: int) -> "_Anchor | None":
        if not (href := _HREF.search(attributes)):
            return None
        return cls(unescape(href[1] or href[2] or href[3] or "").strip(), at, at)

    def link(self, parts: list[str]) -> Link:
        end = max(self.end, self.start)
        before = _words(part[-_NEAR:] for part in parts[max(self.start - 12, 0) : self.start])
        words = _words(part[:_NEAR] for part in parts[self.start : min(end, self.start + 12)])
        after = _words(part[:_NEAR] for part in parts[end : end + 6])
        return Link(before[-_NEAR:], (words or self.alt)[:_NEAR], after[: _NEAR // 2], self.url)


def _words(parts: Iterable[str]) -> str:
    return " ".join("".join(parts).split())


def _without_comments(html: str) -> str:
    """Return a page without its comments; one that does not end is left as it is."""
    parts, at = [], 0
    while (start := html.find("<!--", at)) >= 0 and (end := html.find("-->", start + 4)) >= 0:
        parts.append(html[at:start])
        at = end + 3
    return "".join(parts) + html[at:]
