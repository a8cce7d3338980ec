"""The screen as cells: takes what Textual draws, gives what must be sent so that a terminal shows it."""

import re
from collections.abc import Callable
from typing import NamedTuple

from rich.cells import split_graphemes

MOST_COLUMNS, MOST_LINES = 500, 200
"""A terminal may claim any size; this much is drawn."""

_TOKEN = re.compile(
    r"\x1b\[(\d+);(\d+)H"  # 1, 2: a move
    r"|\x1b\[([0-9;]*)m"  # 3: a style
    r"|(\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\))"  # 4: a link
    r"|(\r?\n)"  # 5
    r"|(\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[?<>=]?[0-9;:]*[$ ]?[@-~]|\x1b.|\x07)"  # 6: other
    r"|([^\x1b\r\n\x07]+)"  # 7: text
)
_one_cell_everywhere = re.compile(r"[\x20-\x7e\xa0-\xac\xae-\xff\u2500-\u259f]*").fullmatch
_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "7": "27", "8": "28", "9": "29", "53": "55"}
_NO_LINK = "\x1b]8;;\x1b\\"


class Style(NamedTuple):
    """How a cell looks, in the parameters of SGR; empty is the terminal's own."""

    attributes: frozenset[str] = frozenset()
    fore: str = ""
    back: str = ""
    link: str = ""
    """The whole sequence that begins the link."""


class Cell(NamedTuple):
    """A character with what is combined with it. The second half of a wide one is an empty string."""

    text: str
    style: Style


_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SEEN_ON_BLANKS = frozenset(("4", "5", "7", "9", "21", "53"))
_ERASE_IS_SHORTER = 8
"""Than sending more blanks than this."""
PLAIN = Style()
BLANK = Cell(" ", PLAIN)


class Cells:
    """What the terminal shows, as far as is known, and what it is meant to show.

    Args:
        columns: The width.
        lines: The height.
        erases_in_colour: Whether erasing a line's end fills it with the background colour (terminfo's `bce`).
        adapt: Makes a style one that the terminal can show.
    """

    def __init__(
        self,
        columns: int,
        lines: int,
        *,
        erases_in_colour: bool = False,
        adapt: Callable[[Style], Style] = lambda style: style,
    ) -> None:
        self._erases_in_colour = erases_in_colour
        self._adapt = adapt
        self._styles: dict[str, Style] = {}
        self._meant: list[list[Cell]] = []
        self._cursor = (0, 0)
        self.resize(columns, lines)

    def resize(self, columns: int, lines: int) -> None:
        """Take another size. What is meant to be there stays, also outside: Textual may not draw it again."""
        self._columns, self._lines = columns, lines
        for row in self._meant:
            row.extend([BLANK] * (columns - len(row)))
        width = max(columns, len(self._meant[0]) if self._meant else 0)
        self._meant.extend([BLANK] * width for _ in range(lines - len(self._meant)))
        self.forget()

    def forget(self) -> None:
        """Take nothing as shown: something else has written on the terminal, or it has another size."""
        self._shown: list[list[Cell | None]] = [[None] * self._columns for _ in range(self._lines)]
        self._pen: Style | None = None
        self._at: tuple[int, int] | None = None
        self._dirty = set(range(self._lines))

    def take(self, drawn: str) -> str:
        """Take what Textual writes; return what is none of the cells' business, to be sent as it is."""
        through = []
        y = x = 0
        style, link = PLAIN, ""
        for token in _TOKEN.finditer(drawn):
            match token.lastindex:
                case 7:
                    x = self._put(y, x, token[7], style._replace(link=link) if link else style)
                    self._cursor = (y, x)
                case 3:
                    style = self._style(token[3])
                case 2:
                    self._cursor = y, x = int(token[1]) - 1, int(token[2]) - 1
                case 5:
                    y, x = y + 1, 0
                case 4:
                    link = "" if token[4].startswith("\x1b]8;;") else token[4]
                case _:
                    through.append(token[6])
        return "".join(through)

    def _style(self, parameters: str) -> Style:
        style = self._styles.get(parameters)
        if style is None:
            style = self._styles[parameters] = self._adapt(parse_style(parameters))
        return style

    def _put(self, y: int, x: int, text: str, style: Style) -> int:
        """Write a text into a row; return the column after it."""
        if y >= len(self._meant):
            return x
        row = self._meant[y]
        self._dirty.add(y)
        if 0 < x < len(row) and not row[x].text:  # the second half of a wide one: the first alone is a blank
            row[x - 1] = _blank(row[x - 1].style)
        if _one_cell_everywhere(text):
            fitting = text[: max(0, len(row) - x)]
            blank = _blank(style)
            row[x : x + len(fitting)] = [blank if each == " " else Cell(each, style) for each in fitting]
            x += len(text)
        else:
            x = _put_graphemes(row, x, _CONTROLS.sub("", text), style)
        if x < len(row) and not row[x].text:
            row[x] = _blank(row[x].style)
        return x

    def changes(self) -> str:
        """Return what makes the terminal show what is meant, and take it as shown."""
        out: list[str] = []
        for y in sorted(self._dirty):
            if y < self._lines:
                self._change_row(out, y)
        self._dirty.clear()
        column, line = min(self._cursor[1], self._columns - 1), min(self._cursor[0], self._lines - 1)
        if self._at != (line, column):
            self._go(out, line, column)
        return "".join(out)

    def _change_row(self, out: list[str], y: int) -> None:
        meant, shown, width = self._meant[y], self._shown[y], self._columns
        if meant[:width] == shown:
            return
        stop = self._blank_tail(meant, shown)
        for x in range(stop):
            cell = meant[x]
            if cell == shown[x]:
                continue
            shown[x] = cell
            if not cell.text:
                continue
            if x + 1 == width < len(meant) and not meant[x + 1].text:  # a wide one cut by the edge
                cell = _blank(cell.style)
            self._go(out, y, x)
            self._use(out, cell)
            out.append(cell.text)
            # Where the cursor is now, terminals may disagree; at the edge, too.
            self._at = (y, x + 1) if x + 1 < width and _one_cell_everywhere(cell.text) else None
        if stop < width:
            self._go(out, y, stop)
            self._use(out, meant[stop])
            out.append("\x1b[K")
            shown[stop:] = meant[stop:width]

    def _blank_tail(self, meant: list[Cell], shown: list[Cell | None]) -> int:
        """Return the column from which to erase the row; its width if that doesn't pay."""
        width = self._columns
        last = meant[width - 1]
        if last.text != " " or last.style != Style(back=last.style.back):
            return width
        if last.style.back and not self._erases_in_colour:
            return width
        start = width
        while start > 0 and meant[start - 1] == last:
            start -= 1
        pays = sum(each != last for each in shown[start:]) > _ERASE_IS_SHORTER
        return start if pays else width

    def _go(self, out: list[str], y: int, x: int) -> None:
        if self._at == (y, x):
            return
        absolute = f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"
        ways, pen = [absolute], self._pen
        blank = pen and _blank(pen)
        if self._at is not None:
            line, column = self._at
            if line == y and x > column:
                ways.append(f"\x1b[{x - column}C" if x - column > 1 else "\x1b[C")
                between = self._shown[y][column:x]
                if pen is not None and all(
                    each and each in (Cell(each.text, pen), blank) for each in between
                ):
                    ways.append("".join(each.text for each in between if each is not None))
            elif line == y:
                ways.append("\b" * (column - x))
            elif x == 0 and line + 1 == y:
                ways.append("\r\n")
        out.append(min((way for way in ways if way is absolute or _is_plain(way)), key=len))
        self._at = (y, x)

    def _use(self, out: list[str], cell: Cell) -> None:
        pen, style = self._pen, cell.style
        if pen is not None and cell.text == " " and not style.attributes:  # what is not seen on it may stay
            style = Style(pen.attributes - _SEEN_ON_BLANKS, pen.fore, style.back, style.link)
        if style == pen:
            return
        if pen is None or style.link != pen.link:
            out.append(style.link or (_NO_LINK if pen is not None else ""))
        out.append(_change_style(pen, style))
        self._pen = style


def _blank(style: Style) -> Cell:
    """Return a space, which has no colour of its own unless there is a line on it."""
    seen = style.attributes & _SEEN_ON_BLANKS
    return Cell(" ", style if seen else Style(back=style.back, link=style.link))


def _put_graphemes(row: list[Cell], x: int, text: str, style: Style) -> int:
    """Write characters of whatever width into a row; return the column after them."""
    for start, end, width in split_graphemes(text)[0]:
        grapheme = text[start:end]
        if width == 0:  # it belongs to the character before
            before = x - 1
            while 0 <= before < len(row) and not row[before].text:
                before -= 1
            if 0 <= before < len(row):
                row[before] = Cell(row[before].text + grapheme, row[before].style)
        elif x + width <= len(row):
            first = _blank(style) if grapheme == " " else Cell(grapheme, style)
            row[x : x + width] = [first, *[Cell("", style)] * (width - 1)]
        x += width
    return x


def parse_style(parameters: str) -> Style:
    """Read the parameters of SGR, such as `1;38;5;231;48;5;16`."""
    attributes: list[str] = []
    fore = back = ""
    parts = iter(parameters.split(";"))
    for part in parts:
        if part in ("38", "48"):
            kind = next(parts, "")
            colour = ";".join([part, kind, *(next(parts, "") for _ in range(1 if kind == "5" else 3))])
            fore, back = (colour, back) if part == "38" else (fore, colour)
        elif part in ("", "0"):
            attributes, fore, back = [], "", ""
        elif part == "39" or re.fullmatch("[39][0-7]", part):
            fore = "" if part == "39" else part
        elif part == "49" or re.fullmatch("4[0-7]|10[0-7]", part):
            back = "" if part == "49" else part
        else:
            attributes.append(part)
    return Style(frozenset(attributes), fore, back)


def _change_style(pen: Style | None, style: Style) -> str:
    """Return the shortest SGR from one style to another."""
    parts = [*sorted(style.attributes), style.fore, style.back]
    whole = ";".join(["0", *filter(None, parts)]) if any(parts) else ""
    if pen is not None:
        gone = pen.attributes - style.attributes
        offs = {_OFF.get(each, "") for each in gone}
        if "" not in offs and not ("22" in offs and style.attributes & {"1", "2"}):
            steps = sorted(offs) + sorted(style.attributes - pen.attributes)
            steps += [style.fore or "39"] * (style.fore != pen.fore)
            steps += [style.back or "49"] * (style.back != pen.back)
            if not steps:  # only the link differs
                return ""
            whole = min(whole, ";".join(steps), key=len)
    return f"\x1b[{whole}m"


def _is_plain(way: str) -> bool:
    return way.startswith(("\x1b", "\b", "\r")) or bool(_one_cell_everywhere(way))
