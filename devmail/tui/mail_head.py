"""What stands over a mail, whichever way it is looked at."""

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import Static

from devmail.model import Mail
from devmail.text import one_line
from devmail.tui.cells import fitted, listed
from devmail.tui.sizes import size
from devmail.tui.times import day_and_time

_GAP = "   "


class MailHead(Static):
    """Subject and code; then to whom, when, how large, and from whom."""

    def __init__(self) -> None:
        super().__init__(id="head")
        self._mail: Mail | None = None
        self._lines = 0

    def show(self, mail: Mail | None) -> None:
        """Show it of a mail.

        Args:
            mail: Which; None for none.
        """
        self._mail = mail
        self._lay_out()

    def on_resize(self) -> None:
        """Use the width there is."""
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.content_size.width
        # Two lines, as most mails have, until the width is known: nothing moves afterwards.
        shown = _content(self._mail, width) if self._mail is not None and width else Content("\n")
        lines = shown.plain.count("\n")
        self.update(shown, layout=lines != self._lines)
        self._lines = lines


def _content(mail: Mail, width: int) -> Content:
    found = Content("")
    if mail.code is not None:
        found = Content.assemble("  code ", (fitted(mail.code, 14).plain.rstrip(), "bold $accent"))
    elif mail.link:
        found = Content("  link").stylize("$muted")
    subject = fitted(mail.subject or "(no subject)", max(width - found.cell_length, 0))
    facts = [
        f"to {one_line(listed(mail.recipients, width)) or '(nobody)'}",
        day_and_time(mail.received_at),
        size(mail.size),
        f"from {one_line(listed([mail.author], width)) or '(nobody)'}",
    ]
    if mail.other_sender:
        facts.append(f"sent by {one_line(listed([mail.other_sender], width))}")
    lines = [Content(line).truncate(width, ellipsis=True).stylize("$muted") for line in _lines(facts, width)]
    return Content("\n").join([Content.assemble(subject.stylize("bold"), found), *lines])


def _lines(facts: Iterable[str], width: int) -> list[str]:
    """Put as many facts on a line as there is room for."""
    lines: list[str] = []
    for fact in facts:
        if lines and Content(lines[-1] + _GAP + fact).cell_length <= width:
            lines[-1] += _GAP + fact
        else:
            lines.append(fact)
    return lines
