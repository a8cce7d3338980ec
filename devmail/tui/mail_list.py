"""The list of mails, newest on top, the code of each in a column of its own."""

from collections.abc import Callable
from datetime import date, datetime, tzinfo

from textual import events
from textual.binding import Binding
from textual.content import Content

from devmail.model import Mail
from devmail.store.inbox import Inbox
from devmail.tui.formatting import fitted, listed, time_or_day
from devmail.tui.line_view import LineView

_CODE = 14
_NARROW = 56
"""Below so many cells there is room for the code or the time: the code."""


class MailList(LineView):
    """The mails that are kept or were searched for, of which one is chosen.

    Args:
        moved: Called when the person chose another mail: at once, so before what the next key does.
    """

    # With priority, so in the order in which they were pressed: what has none is looked up later, when a key
    # behind it may have moved the focus.
    BINDINGS = [
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
        Binding("pageup", "move_page(-1)", show=False, priority=True),
        Binding("pagedown", "move_page(1)", show=False, priority=True),
        Binding("home", "move(-1_000_000_000)", show=False, priority=True),
        Binding("end", "move(1_000_000_000)", show=False, priority=True),
    ]

    def __init__(
        self,
        inbox: Inbox,
        empty: str,
        clock: Callable[[], datetime],
        zone: tzinfo | None,
        moved: Callable[[], None],
    ) -> None:
        super().__init__(id="mails")
        self._inbox = inbox
        self._empty = empty.splitlines()
        self._clock = clock
        self._zone = zone
        self._moved = moved
        self.mails: list[Mail] = []
        self.search = ""
        self.row = 0
        self._today = date.min

    # --- which mails ---

    @property
    def chosen(self) -> Mail | None:
        return self.mails[self.row] if self.mails else None

    def choose(self, row: int) -> None:
        """Choose a row, or the nearest that there is."""
        self.row = max(0, min(row, len(self.mails) - 1))

    def look_again(self, choose: int | None = None) -> int:
        """Ask for the mails again, and return how many there are above the one that was the newest.

        The chosen one stays chosen, or the one whose number is given; where it is gone, the next older one.
        """
        newest = self.mails[0].id if self.mails else 0
        id = choose or (self.chosen.id if self.chosen else 0)
        self.mails = self._inbox.page(self.search, limit=-1)
        rows = range(len(self.mails))
        self.choose(next((row for row in rows if self.mails[row].id <= id), len(rows)) if id else 0)
        return next((row for row in rows if self.mails[row].id <= newest), 0)

    # --- keys and mouse ---

    def action_move(self, by: int) -> None:
        self._go_to(self.row + by)

    def action_move_page(self, pages: int) -> None:
        self._go_to(self.row + pages * max(self.size.height - 1, 1))

    def on_click(self, event: events.Click) -> None:
        row = event.y + self.scroll_offset.y
        if row < len(self.mails):
            self._go_to(row)

    def _go_to(self, row: int) -> None:
        self.choose(row)
        self._moved()

    # --- what is seen ---

    def draw(self, reveal: bool = True) -> None:
        """Show how the mails are now, with the chosen one in sight unless told otherwise."""
        self._today = self._clock().astimezone(self._zone).date()
        self.set_count(len(self.mails))
        if reveal:
            self.reveal(self.row)

    def hold_still(self, more: int) -> None:
        """Keep what is read where it is while mails come in, unless it is at the top, where they come in."""
        if more and self.scroll_offset.y:
            self.set_count(len(self.mails))
            self.jump_to(self.scroll_offset.y + more)

    @property
    def shows_chosen(self) -> bool:
        return self.scroll_offset.y <= self.row < self.scroll_offset.y + self.size.height

    def on_resize(self) -> None:
        self.reveal(self.row)

    def line(self, number: int, width: int) -> Content:
        if not self.mails:
            said = [f"No email matches {self.search}."] if self.search else self._empty
            shown = said[number] if number < len(said) else ""
            return Content.assemble(" ", fitted(shown, width - 1)).stylize("$muted")
        if number >= len(self.mails):
            return Content("")
        line = self._mail_line(self.mails[number], width)
        if number != self.row:
            return line
        if self.has_focus:
            return line.stylize("$on-primary on $primary")
        # To be seen without the focus too, and without colours.
        return Content.assemble(("▌", "$primary"), line[1:]).stylize("on $rule")

    def _mail_line(self, mail: Mail, width: int) -> Content:
        came = mail.received_at.astimezone(self._zone)
        time = "" if width < _NARROW else f"{time_or_day(came, self._today)}  "
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
    """Return the code column: a code, or what might be one, or that there is a link."""
    if mail.code is not None:
        code, style = fitted(mail.code, _CODE).plain.rstrip(), "bold"
    elif mail.likely_code is not None:
        code, style = fitted(mail.likely_code, _CODE - 1).plain.rstrip() + "?", "$muted"
    else:
        code, style = "link" if mail.link else "", "$muted"
    return Content(" " * (_CODE - Content(code).cell_length) + code).stylize(style)
