"""The list of mails, the newest on top, the code of each as a column of its own."""

from collections.abc import Callable
from datetime import date, datetime
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from devmail.model import Mail
from devmail.tui.cells import fitted, listed
from devmail.tui.mails import Mails
from devmail.tui.rows import Rows
from devmail.tui.times import time_or_day

_CODE = 14
_NARROW = 56
"""Below so many cells the code is worth more than the time."""


class MailList(Rows):
    """The mails that are there, or that are looked for.

    Args:
        mails: What is listed.
        empty: What is said while there is none.
        clock: The present time, in UTC.
        moved: Called when the person has chosen another mail: at once, so before what the next key does.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.read", "Mail", priority=True),
        Binding("shift+tab", "app.read", show=False),
    ]

    def __init__(
        self, mails: Mails, empty: str, clock: Callable[[], datetime], moved: Callable[[], None]
    ) -> None:
        super().__init__(id="mails")
        self._mails = mails
        self._empty = empty.splitlines()
        self._clock = clock
        self._today = clock().date()
        self._moved = moved

    @property
    def total(self) -> int:
        """How many mails are listed."""
        return self._mails.total

    @property
    def row(self) -> int:
        """Which one is chosen."""
        return self._mails.row

    @property
    def chosen(self) -> Mail | None:
        """The mail that is chosen; None while there is none."""
        return self._mails.chosen

    def choose(self, row: int) -> None:
        """Choose a mail."""
        self._mails.choose(row)

    def moved(self) -> None:
        """Tell that the person chose another."""
        self._moved()

    def stay(self, more: int) -> None:
        """Let what is read stand where it stands, unless it is at the top, where mails come in.

        Args:
            more: How many mails have come in.
        """
        if more and self.scroll_offset.y:
            self.set_rows(self.total)
            self.scroll_to(y=self.scroll_offset.y + more, animate=False, force=True)

    def drawn(self, row: int, width: int) -> Content | None:
        """Draw a row, or what is said while there is none."""
        if self.total or row >= len(said := self._nothing()):
            return super().drawn(row, width)
        return Content.assemble(" ", fitted(said[row], width - 1)).stylize("$muted")

    def _nothing(self) -> list[str]:
        return [f"No mail matches {self._mails.search}."] if self._mails.search else self._empty

    def line(self, row: int, width: int) -> Content:
        """Return a mail as one row."""
        mail = self._mails.at(row)
        return Content(" " * width) if mail is None else _line(mail, width, self._today)

    def draw_anew(self, reveal: bool = True) -> None:
        """Show how the mails are now, and which are of today."""
        self._today = self._clock().date()
        super().draw_anew(reveal)

    def draw_a_new_day(self) -> None:
        """Show the day of the mails that were of today, once another day has begun."""
        if self._clock().date() != self._today:
            self.draw_anew(reveal=False)


def _line(mail: Mail, width: int, today: date) -> Content:
    """Write a mail as one row of exactly so many cells."""
    time = "" if width < _NARROW else f"{time_or_day(mail.received_at, today)}  "
    room = max(width - len(time) - _CODE - 7, 0)
    to = room * 2 // 5
    return Content.assemble(
        " ",
        ("*", "bold $accent") if mail.marked else " ",
        time,
        fitted(listed(mail.recipients, to), to),
        "  ",
        fitted(mail.subject, room - to),
        "  ",
        _found(mail),
        " ",
    )


def _found(mail: Mail) -> Content:
    """Return what is to be copied out of a mail: its code, or that it has a link."""
    if mail.code is not None:
        shown = fitted(mail.code, _CODE).plain.rstrip()
        return Content(" " * (_CODE - Content(shown).cell_length) + shown).stylize("bold")
    return Content(f"{'link' if mail.link else '':>{_CODE}}").stylize("$muted")
