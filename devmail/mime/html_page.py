"""The text and the links of an HTML page, however broken it is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple


class Link(NamedTuple):
    """A link, and what is said about it."""

    before: str  # the text just before it
    words: str  # what a person clicks on
    after: str  # the text just after it
    url: str


# Each part of a page is looked at once: html.parser goes over the rest of the page again for each tag
# or comment that does not end, which takes minutes for a page of them.
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*+)([^<>]*+)>|<[!?][^<>]*+>")
_HREF, _ALT, _STYLE = (
    re.compile(rf"""\b{name}\s{{0,9}}=\s{{0,9}}(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE)
    for name in ("href", "alt", "style")
)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote br caption center dd div dl dt fieldset figcaption figure footer "
        "form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol option p pre table tbody tfoot thead tr ul",
    )
)
_CELLS = frozenset(("td", "th"))
_NEVER_SHOWN = frozenset(("style", "script", "head", "title"))
_WITHOUT_END = frozenset(re.findall(r"\w+", "area base br col embed hr img input link meta source track wbr"))
_HIDDEN_STYLE = re.compile(
    r"\b(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)\b", re.IGNORECASE
)
_TINY_STYLE = re.compile(r"\bfont-size\s{0,9}:\s{0,9}0(?![.\d]*[1-9])", re.IGNORECASE)
_QUOTED = re.compile(r""""[^"]*+"|'[^']*+'""")
_HIDDEN = re.compile(r"(?:^|\s)hidden(?=[\s=/]|$)", re.IGNORECASE)
_CELL = "\x1f"  # separates the cells of a row until its line is made
_ONE_IN_EACH_CELL = re.compile(r"(?<!\S)[\w–-](?:  [\w–-]){3,13}(?!\S)")
_ONE_ON_EACH_LINE = re.compile(r"^\w(?:\n{1,2}[\w–-]){3,13}$", re.MULTILINE)
# Preview texts are padded with these. Joiners stay where they join: in Persian, say, and in emoji.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u2060-\u2064\ufeff]|(?<![^\\s\u200c\u200d])[\u200c\u200d]|[\u200c\u200d](?!\\S)"
)
_MOST_LINKS = 200
_NEAR = 200  # characters before a link that say something about it; after it half as many


def read_page(html: str) -> tuple[str, list[Link]]:
    """Return the text of an HTML page, a line for each block, and its links in their order."""
    page = _Page(_without_comments(html))
    page.read()
    if page.hidden:  # it has no end, so the rest of the page may not be meant
        page = _Page(page.html, shows_all=True)
        page.read()
    text = _INVISIBLE.sub("", "".join(page.parts))
    text = "\n".join(map(_line, text.split("\n")))
    text = _ONE_ON_EACH_LINE.sub(lambda each: each[0].replace("\n", ""), re.sub(r"\n{3,}", "\n\n", text))
    return text.strip() + "\n", [anchor.link(page.parts) for anchor in page.anchors]


class _Page:
    """A page while it is read, tag by tag."""

    def __init__(self, html: str, *, shows_all: bool = False) -> None:
        self.html = html
        self.parts: list[str] = []
        self.anchors: list[_Anchor] = []
        self.hidden = ""  # the name of the hidden element that is being passed over
        self._shows_all = shows_all
        self._depth = 0  # elements of that name in one another
        self._tiny = ""  # the name of an element of no font size, until the next tag
        self._never_shown = 0
        self._is_preformatted = False
        self._anchor: _Anchor | None = None

    def read(self) -> None:
        at = 0
        for tag in _TAG.finditer(self.html):
            name = (tag[2] or "").lower()
            if not (self._tiny and tag[1] and name == self._tiny):
                self._add(self.html[at : tag.start()])
            at = tag.end()
            self._tiny = ""
            if self.hidden:
                self._pass_over(name, is_end=bool(tag[1]))
            if name and not self.hidden and not (not tag[1] and self._hides(name, tag[3])):
                self._tag(name, tag[3], is_end=bool(tag[1]))
        self._add(self.html[at:])

    def _add(self, words: str) -> None:
        if words and not self._never_shown and not self.hidden:
            self.parts.append(unescape(words if self._is_preformatted else words.replace("\n", " ")))

    def _hides(self, name: str, attributes: str) -> bool:
        """Begin to pass over an element that is not shown, and tell whether this is one."""
        if self._shows_all or name in _WITHOUT_END or name in ("html", "body"):
            return False
        said = _value(_STYLE, attributes) or ""
        if _HIDDEN_STYLE.search(said) or _HIDDEN.search(_QUOTED.sub("", attributes)):
            self.hidden, self._depth = name, 1
        elif _TINY_STYLE.search(said):  # often set around text that has a size of its own
            self._tiny = name
        return bool(self.hidden)

    def _pass_over(self, name: str, *, is_end: bool) -> None:
        if name == self.hidden:
            self._depth += -1 if is_end else 1
            # A paragraph or an item ends where the next begins.
            if not self._depth or name in ("p", "li"):
                self.hidden = ""

    def _tag(self, name: str, attributes: str, *, is_end: bool) -> None:
        if name in _BLOCKS:
            self.parts.append("\n")
            if name == "pre":
                self._is_preformatted = not is_end
        elif name in _CELLS:
            self.parts.append(_CELL)
        elif name == "a":
            if self._anchor:
                self._anchor.end = len(self.parts)
            is_link = not is_end and len(self.anchors) < _MOST_LINKS
            url = _value(_HREF, attributes) if is_link else None
            self._anchor = None
            if url is not None:
                self._anchor = _Anchor(url.strip(), len(self.parts), len(self.parts))
                self.anchors.append(self._anchor)
        elif name == "img" and self._anchor and (alt := _value(_ALT, attributes)):
            self._anchor.alt = alt[:_NEAR]
        elif name in _NEVER_SHOWN:
            self._never_shown = max(self._never_shown - 1, 0) if is_end else self._never_shown + 1
        elif name == "body":  # the end of the head need not be written
            self._never_shown = 0


def _value(attribute: re.Pattern[str], attributes: str) -> str | None:
    """Return what an attribute says; None where there is none."""
    match = attribute.search(attributes)
    return match and unescape(match[1] or match[2] or match[3] or "")


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
