"""Text from outside in columns of a fixed width."""

from collections.abc import Iterable

from textual.content import Content

from devmail.text import one_line

_CHARACTERS_A_CELL = 4
"""How many are looked at: a cell can hold several, and a subject can be endless."""


def fitted(text: str, cells: int) -> Content:
    """Make any text exactly so many cells wide, with an ellipsis where it was longer."""
    near = text[: _CHARACTERS_A_CELL * cells + 1]
    return Content(one_line(near)).truncate(cells, ellipsis=True, pad=True)


def listed(addresses: Iterable[str], cells: int) -> str:
    """Join as many addresses as can be seen in so many cells; not made safe yet."""
    joined = ""
    for address in addresses:
        joined += f", {address}" if joined else address
        if len(joined) > _CHARACTERS_A_CELL * cells:
            break
    return joined


def size(number: int) -> str:
    """Return a number of bytes as people read it."""
    if number < 1000:
        return f"{number} B"
    return f"{number / 1000:.1f} kB" if number < 1_000_000 else f"{number / 1_000_000:.1f} MB"
