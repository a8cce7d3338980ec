"""The list of mails, the newest on top, the code of each as a column of its own."""

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from devmail.keeping.inbox import KEPT
from devmail.mail import Mail
from devmail.safe_text import one_line

_CODE = 14
_NARROW = 60
"""Below so many cells the code is worth more than the time."""


class MailList(ScrollView, can_focus=True):
    """A list that draws only the rows in sight, so that a mail more costs one row.

    Args:
        mails: What is there at first, the newest first.
        empty: What is said while there is none.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Mail"),
        Binding("up", "choose(-1)", "Newer", show=False),
        Binding("down", "choose(1)", "Older", show=False),
        Binding("pageup", "choose(-10)", show=False),
        Binding("pagedown", "choose(10)", show=False),
        Binding("home", "choose(-1000)", show=False),
        Binding("end", "choose(1000)", show=False),
    ]

    class Chosen(Message):
        """Another mail was chosen by the person."""

    def __init__(self, mails: list[Mail], empty: str = "") -> None:
        super().__init__(id="mails")
        self._empty = empty.splitlines()
        self._mails = mails
        self._row = 0
        self.virtual_size = Size(0, len(mails))

    @property
    def chosen(self) -> Mail | None:
        """The mail that is chosen; None while there is none."""
        return self._mails[self._row] if self._mails else None

    def add(self, mail: Mail, follow: bool) -> None:
        """Put a mail on top.

        Args:
            mail: The newest.
            follow: Whether to choose it; else the chosen one stays chosen.
        """
        self._mails.insert(0, mail)
        del self._mails[KEPT:]
        self.virtual_size = Size(0, len(self._mails))
        self._choose(0 if follow or len(self._mails) == 1 else self._row + 1)

    def choose_newest(self) -> None:
        """Go to the newest."""
        self._choose(0)

    def action_choose(self, by: int) -> None:
        """Go so many rows down.

        Args:
            by: How many; negative goes up.
        """
        self._choose(self._row + by)
        self.post_message(self.Chosen())

    def on_click(self, event: events.Click) -> None:
        """Choose the row that was clicked."""
        row = event.y + self.scroll_offset.y
        if row < len(self._mails):
            self._choose(row)
            self.post_message(self.Chosen())

    def _choose(self, row: int) -> None:
        self._row = max(0, min(row, len(self._mails) - 1))
        self._reveal()
        self.refresh()

    def on_resize(self) -> None:
        """Keep the chosen row in sight."""
        self._reveal()

    def _reveal(self) -> None:
        if self._row < self.scroll_offset.y:
            self.scroll_to(y=self._row, animate=False)
        elif self._row >= self.scroll_offset.y + self.size.height:
            # Forced: the scrollbar that would allow it may not be there yet.
            self.scroll_to(y=self._row - self.size.height + 1, animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        row = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if not self._mails and y < len(self._empty):
            line = _cut(f" {self._empty[y]}", width).stylize("$muted")
        elif row >= len(self._mails):
            return Strip.blank(width, self.rich_style)
        else:
            line = _line(self._mails[row], width)
        if self._mails and row == self._row:
            # The chosen row is to be seen without the focus too, and without colours.
            chosen = Content.assemble(("▌", "$primary"), line[1:])
            line = line.stylize("$on-primary on $primary") if self.has_focus else chosen.stylize("on $rule")
        return Visual.to_strips(self, line, width, 1, self.visual_style)[0]


def _line(mail: Mail, width: int) -> Content:
    """Write a mail as one row of exactly so many cells."""
    time = "" if width < _NARROW else f"{mail.received_at:%H:%M:%S}  "
    room = max(width - len(time) - _CODE - 6, 0)
    to = room * 2 // 5
    return Content.assemble(
        f" {time}",
        _cut(one_line(", ".join(mail.recipients)), to),
        "  ",
        _cut(one_line(mail.subject), room - to),
        "  ",
        Content(f"{one_line(mail.code or ''):>{_CODE}} ").stylize("bold"),
    )


def _cut(text: str, cells: int) -> Content:
    """Return text of exactly so many cells, with an ellipsis where it was longer."""
    return Content(text).truncate(cells, ellipsis=True, pad=True)
