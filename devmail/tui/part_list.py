"""The parts of a mail, one of them chosen."""

from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from devmail.mime.parts import Part, Parts, content, name_of, parts_of
from devmail.tui.cells import fitted
from devmail.tui.reading_keys import READING_KEYS
from devmail.tui.rows import Rows
from devmail.tui.sizes import size

_TYPE = 24
_SIZE = 9


class PartList(Rows):
    """Name, type and size of each part."""

    BINDINGS: ClassVar[list[BindingType]] = [*READING_KEYS]

    def __init__(self) -> None:
        super().__init__(id="parts")
        self._raw = b""
        self._parts = Parts((), "")
        self._sizes: dict[int, int] = {}
        self._row = 0

    def show(self, raw: bytes, instead: str = "") -> None:
        """Show the parts of a mail.

        Args:
            raw: The mail; nothing for none.
            instead: What is said where there is none.
        """
        self._raw = raw
        self._parts = parts_of(raw) if raw else Parts((), instead)
        self._sizes = {}
        self._row = 0
        self.draw_anew()

    @property
    def total(self) -> int:
        """How many parts there are, and a line for those that are left out."""
        return len(self._parts.parts) + bool(self._parts.left_out)

    @property
    def row(self) -> int:
        """Which one is chosen."""
        return self._row

    def choose(self, row: int) -> None:
        """Choose a part."""
        self._row = max(0, min(row, self.total - 1))

    @property
    def chosen(self) -> tuple[str, bytes] | None:
        """The chosen part's name and what it holds; None where there is none."""
        if self._row >= len(self._parts.parts):
            return None
        part = self._parts.parts[self._row]
        return name_of(part, self._row + 1), content(self._raw, part)

    @property
    def has_parts(self) -> bool:
        """Whether there is a part to be saved."""
        return bool(self._parts.parts)

    def line(self, row: int, width: int) -> Content:
        """Return a part as one row."""
        if row == len(self._parts.parts):
            return Content.assemble(" ", fitted(self._parts.left_out, width - 1)).stylize("$muted")
        part = self._parts.parts[row]
        kind = min(_TYPE, max((width - _SIZE) // 2, 0))
        name = max(width - kind - _SIZE - 6, 0)
        return Content.assemble(
            " ",
            fitted(name_of(part, row + 1), name),
            "  ",
            fitted(part.type, kind),
            f"  {size(self._length(row, part)):>{_SIZE}} ",
        )

    def _length(self, row: int, part: Part) -> int:
        if row not in self._sizes:
            self._sizes[row] = len(content(self._raw, part))
        return self._sizes[row]
