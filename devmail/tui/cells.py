"""Text in cells: what comes from outside, in columns of a fixed width, and wrapped."""

import re
from collections.abc import Iterable, Iterator

from rich.cells import cell_len, chop_cells
from textual.content import Content

from devmail.text import one_line

_MOST_OF_A_WORD = 4
"""Characters for each cell that are looked at: a cell can hold several, but a subject can be endless."""


def fitted(text: str, cells: int) -> Content:
    """Return text from outside in exactly so many cells, with an ellipsis where it was longer.

    Args:
        text: Anything.
        cells: How many.
    """
    near = text[: _MOST_OF_A_WORD * cells + 1]
    return Content(one_line(near)).truncate(cells, ellipsis=True, pad=True)


def listed(addresses: Iterable[str], cells: int) -> str:
    """Return as many addresses as can be seen in so many cells, with commas between them.

    Args:
        addresses: Who.
        cells: How many.
    """
    told = ""
    for address in addresses:
        told += f", {address}" if told else address
        if len(told) > _MOST_OF_A_WORD * cells:
            break
    return told


def wrapped(lines: Iterable[str], cells: int) -> Iterator[str]:
    """Yield each row of safe text: between words where that goes.

    Args:
        lines: The text's.
        cells: How wide a row can be.
    """
    for line in lines:
        line = line.expandtabs(8)
        if len(line) <= cells and line.isascii():
            yield line
        elif line.isascii():
            yield from _rows_of_ascii(line, cells)
        else:
            yield from _rows(line, cells)


def _rows_of_ascii(line: str, cells: int) -> list[str]:
    # The same as below for text of one cell a character, at a hundred times the speed.
    return [row.rstrip() for row in re.findall(rf".{{1,{cells}}}(?:\s+|$)|.{{{cells}}}", line)] or [""]


def _rows(line: str, cells: int) -> Iterator[str]:
    row, used = "", 0
    for word in re.findall(r"\s*\S+|\s+$", line):
        width = cell_len(word)
        if used + width <= cells:
            row, used = row + word, used + width
            continue
        if row:
            yield row
            word = word.lstrip()
        *full, row = chop_cells(word, cells) or [""]
        yield from full
        used = cell_len(row)
    yield row
