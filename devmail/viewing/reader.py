"""The chosen mail, as text."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from devmail.mail import Mail
from devmail.message import subject_and_text
from devmail.safe_text import one_line, safe_text

_MOST_LINES = 2000
"""Lines of a body that are shown: laying out tens of thousands stops the screen for seconds."""


class Reader(VerticalScroll):
    """Shows one mail; the arrow keys scroll it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "app.focus_next", "List")]

    def compose(self) -> list[Widget]:
        """Lay it out."""
        return [Static(id="mail")]

    def show(self, mail: Mail | None, raw: bytes) -> None:
        """Show a mail, from its beginning; None shows that there is none.

        Args:
            mail: The mail.
            raw: Its bytes.
        """
        self.query_one("#mail", Static).update(Content("") if mail is None else _content(mail, raw))
        self.scroll_home(animate=False)


def _content(mail: Mail, raw: bytes) -> Content:
    """Return a mail as content in which nothing is markup."""
    to = one_line(", ".join(mail.recipients))
    lines = [
        Content(one_line(mail.subject) or "(no subject)").stylize("bold"),
        Content(f"to {to}").stylize("$muted"),
        Content(f"from {one_line(mail.sender) or '(nobody)'}, {mail.received_at:%H:%M:%S} UTC").stylize(
            "$muted"
        ),
        Content(""),
    ]
    if mail.code is not None:
        lines += [Content.assemble("code ", (one_line(mail.code), "bold $primary")), Content("")]
    shown = safe_text(subject_and_text(raw)[1]).strip("\n").split("\n")
    if (more := len(shown) - _MOST_LINES) > 0:
        shown[_MOST_LINES:] = ["", f"[cut off: {more} more lines]"]
    lines.append(Content("\n".join(shown)))
    return Content("\n").join(lines)
